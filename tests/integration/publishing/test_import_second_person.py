"""What the command line brings has no reviewer, so nobody's data come in by it."""

from pathlib import Path

from sqlalchemy import select

from app.kernel.db.session import db
from app.records.cases.models import Case
from tests.support.tables import CASE_TITLES, case_row, workbook
from tests.support.uscc import uscc


def test_rows_with_personal_data_are_left_to_the_desk(runner, tmp_path: Path):
    path = tmp_path / "处罚.xlsx"
    personal = case_row(2, uscc(2), 违法事实="店主张三强说可致电13800138000")
    titles = [each.replace("罚款金额", "罚款金额（万元）") for each in CASE_TITLES]
    path.write_bytes(workbook(case_row(1, uscc(1)), personal, titles=titles))
    result = runner.invoke(args=["import", "cases", str(path)])
    assert "第二人核对" in result.output
    assert "13800138000" not in result.output
    assert "张三强" not in result.output
    assert list(db.session.scalars(select(Case.facts))) == ["抽检不合格"]
