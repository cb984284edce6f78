"""What files bring passes the masking gate: nothing of people stands, and the rows say so."""

from collections.abc import Callable

from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.imports.rules import FindingKind
from app.kernel.imports.runner import Report
from app.publishing.life.sealed import SealedOriginal
from app.records.cases.models import Case
from app.records.projects.models import KeyProject
from tests.support.uscc import uscc

Import = Callable[..., Report]
EXPOSED = "员工李小明（住址：试验县某镇某村12号）在场，电话13800138000，驾驶浙C12345"
MASKED = "员工李某某（住址：［住址已隐去］）在场，电话［电话已隐去］，驾驶［车牌号已隐去］"
FIRM = {"行政相对人名称": "温州虚构调味食品有限公司", "统一社会信用代码": uscc(1)}
CASE = FIRM | {
    "行政处罚决定书文号": "温市监处罚〔2026〕1号",
    "违法行为类型": "标注虚假生产日期",
    "处罚内容": "罚款五万元。",
    "处罚决定日期": "2026-02-02",
    "处罚机关": "温州市市场监督管理局",
}


def hints(report: Report) -> list[str]:
    return [found.reason for found in report.findings if found.kind is FindingKind.HINT]


def test_a_decision_is_masked_and_the_row_says_where_and_what(bring: Import) -> None:
    report = bring("cases", CASE | {"违法事实": EXPOSED})
    case = db.session.scalars(select(Case)).one()
    assert case.facts == MASKED
    assert report.counts["hinted"] == 1
    assert [each for each in hints(report) if "违法事实" in each] == [
        "“违法事实”里有自然人姓名、家庭住址、电话号码、车牌号 4 处，已按规则遮盖"
    ]
    shown = "".join(found.value + found.reason for found in report.findings)
    assert shown
    assert not any(each in shown for each in ("李小明", "13800138000", "某村12号", "C12345"))
    assert bring("cases", CASE | {"违法事实": EXPOSED}).counts["unchanged"] == 1


def test_the_legal_representative_of_the_firm_keeps_the_name(bring: Import) -> None:
    facts = "法定代表人张三丰到场，员工李小明不在"
    bring("cases", CASE | {"法定代表人": "张三丰", "违法事实": facts})
    case = db.session.scalars(select(Case)).one()
    assert case.facts == "法定代表人张三丰到场，员工李某某不在"


def test_a_text_that_masking_makes_too_long_is_cut_behind_its_marks(bring: Import) -> None:
    remark = f"{'备' * 390}年仅9岁的学生"
    bring("cases", CASE | {"备注": remark})
    case = db.session.scalars(select(Case)).one()
    assert case.remark is not None
    assert "9岁" not in case.remark
    assert len(case.remark) <= 512


def test_an_old_number_of_a_firm_is_no_identity_number(bring: Import) -> None:
    case = CASE | {"行政处罚决定书文号": "330302491231002"}
    bring("cases", case)
    assert db.session.scalars(select(Case)).one().decision_number == "330302491231002"


def test_the_full_name_of_a_person_is_sealed_and_not_its_paper(bring: Import) -> None:
    person = {"行政相对人名称": "钱虚构", "行政相对人类别": "自然人"}
    rest = {name: value for name, value in CASE.items() if name not in FIRM}
    paper = {"自然人证件号码": "11010519491231002X"}
    bring("cases", person | rest | {"违法事实": "钱虚构无证经营"} | paper)
    bring("cases", person | rest | {"违法事实": "钱虚构无证经营"} | paper)
    case = db.session.scalars(select(Case)).one()
    sealed = db.session.scalars(select(SealedOriginal)).one()
    assert (case.party_name, case.facts) == ("钱某某", "钱某某无证经营")
    assert (sealed.record_id, sealed.name, sealed.paper) == (case.id, "钱虚构", "")


def test_what_only_files_say_is_masked_alike(bring: Import) -> None:
    row = {"项目名称": "虚构大桥", "项目类别": "工程质量", "年度": "2026", "状态": EXPOSED}
    report = bring("projects", row)
    assert report.counts["added"] == 1, (report.findings, report.notices)
    assert db.session.scalars(select(KeyProject)).one().stated_progress == MASKED
