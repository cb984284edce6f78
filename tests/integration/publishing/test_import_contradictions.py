"""Rows that contradict themselves or the law: refused, or taken and pointed out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.kernel.imports.rules import FindingKind
from app.kernel.imports.runner import Report
from app.records.cases.models import Case
from app.records.cases.periods import period_rule
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from tests.support.tables import CASE_TITLES, bring_file, case_row, workbook
from tests.support.uscc import uscc

Bring = Callable[..., Report]
TITLES = [*(f"{title}（万元）" if title == "罚款金额" else title for title in CASE_TITLES)]


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Bring:
    def bring(*rows: list[object], more: tuple[str, ...] = ()) -> Report:
        data = workbook(*rows, titles=[*TITLES, *more])
        return bring_file(app, tmp_path, "cases", data, name="处罚.xlsx")

    return bring


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"行政相对人名称": "虚构甲有限公司、虚构乙有限公司"}, "一格里有两个当事人"),
        ({"行政相对人名称": "钱虚构", "行政相对人类别": "自然人"}, "自然人不填统一社会信用代码"),
        ({"罚款金额": 5000}, "与处罚内容里写的罚款 5,000 元不一致"),
        ({"处罚决定日期": "2099-01-01"}, "处罚决定日期在今天之后"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_in_words(
    bring: Bring, changes: dict[str, object], words: str
) -> None:
    report = bring(case_row(1, uscc(1), **changes))
    assert (report.counts["added"], report.counts["rejected"]) == (0, 1)
    assert words in report.findings[0].reason
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


@pytest.mark.parametrize(
    ("code", "words"),
    [(uscc(1), "相同"), (uscc(2), "企业或个体工商户的代码")],
)
def test_a_body_does_not_bear_the_code_of_a_firm(bring: Bring, code: str, words: str) -> None:
    report = bring([*case_row(1, uscc(1)), code], more=("处罚机关统一社会信用代码",))
    assert report.counts["rejected"] == 1
    assert words in report.findings[0].reason


def test_two_bodies_of_one_code_are_pointed_out(bring: Bring) -> None:
    rows = [case_row(1, uscc(1)), case_row(2, uscc(2), 处罚机关="温州市别局")]
    code = "113303000025260000"
    report = bring(*([*row, code] for row in rows), more=("处罚机关统一社会信用代码",))
    assert (report.counts["added"], report.counts["hinted"]) == (2, 1)
    assert (report.findings[0].row, report.findings[0].kind) == (3, FindingKind.HINT)


def test_publication_ends_before_it_begins(bring: Bring) -> None:
    report = bring([*case_row(1, uscc(1)), "2020-01-01"], more=("公示截止期",))
    assert "公示截止期早于处罚决定日期" in report.findings[0].reason


def test_a_stated_end_is_shortened_to_what_the_grade_allows_and_said(bring: Bring) -> None:
    report = bring([*case_row(1, uscc(1)), "2099-12-30"], more=("公示截止期",))
    case = db.session.scalars(select(Case)).one()
    rule = period_rule(case.severity, date(2026, 2, 3))
    assert case.publish_until == rule.last_day(date(2026, 2, 3))
    assert "已按此缩短" in report.findings[0].reason


def test_the_command_is_told_what_no_column_says(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(
        f"企业名称,统一社会信用代码,认定日期\n温州虚构机械有限公司,{uscc(1)},2026-02-03",
        encoding="utf-8",
    )
    args = ["import", "credit", str(path)]
    assert "缺少列 名单类型或" in runner.invoke(args=args).output
    unknown = runner.invoke(args=[*args, "--state", "颜色=黑"])
    assert (unknown.exit_code, "可以写的：名单类型、失信领域" in unknown.output) == (2, True)
    options = ["--state", "名单类型=黑名单", "--state", "ground=失信被执行人"]
    assert "1 read, 1 added" in runner.invoke(args=[*args, *options]).output
    entry = db.session.scalars(select(CreditEntry)).one()
    assert (entry.list, entry.title) == (ListKind.BLACK, "失信被执行人")
