"""What files of each kind become: published as far as the law allows, people protected."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.runner import Report
from app.kernel.jobs.models import OutboxMessage
from app.publishing.life.queries import withdrawals
from app.publishing.life.rules import PublicationStatus, WithdrawalState
from app.records.cases.models import Case
from app.records.cases.rules import CaseField
from app.records.companies.models import Company, FormerName
from app.records.companies.rules import PartyKind
from app.records.credit.models import CreditEntry
from app.records.credit.rules import CreditCategory, ListKind
from app.records.projects.models import KeyProject
from tests.support import factories
from tests.support.desks import make_withdrawal
from tests.support.uscc import uscc

Import = Callable[..., Report]

CASE = (
    "行政相对人名称 行政相对人类别 行政相对人代码_1（统一社会信用代码） 行政处罚决定书文号 "
    "违法行为类型 违法事实 处罚类别 处罚内容 处罚金额（万元） 处罚决定日期 "
    "公示截止期 处罚机关 法定代表人身份证号 状态标记"
).split()


def case_row(**changes: object) -> list[object]:
    values: dict[str, object] = {
        "name": "温州虚构调味食品有限公司",
        "kind": "法人及非法人组织",
        "code": uscc(1),
        "number": "温市监处罚〔2026〕1号",
        "violation": "标注虚假生产日期",
        "facts": "当事人生产的酱油标注虚假生产日期。",
        "penalties": "罚款、没收违法所得",
        "content": "罚款、没收违法所得。",
        "fine": "5.000001",
        "decided_on": clock.today() - timedelta(days=20),
        "until": "",
        "body": "温州市市场监督管理局",
        "identity": "",
        "state": "",
    }
    return list((values | changes).values())


def only(model: Any) -> Any:
    return db.session.scalars(select(model)).one()


def test_a_decision_is_published_with_its_company_and_its_source(bring: Import) -> None:
    assert bring("cases", CASE, case_row(fine="5.25")).counts["added"] == 1
    case, company = only(Case), only(Company)
    assert case.title == "温州虚构调味食品有限公司标注虚假生产日期案"
    assert case.status is PublicationStatus.PUBLISHED
    assert case.company_id == company.id
    assert (company.name, company.uscc) == ("温州虚构调味食品有限公司", uscc(1))
    assert (case.fine_cents, case.penalty_kinds) == (5_250_000, ["confiscate_income", "fine"])
    assert case.field is CaseField.FOOD
    assert case.deciding_bureau.code == "city-market-supervision"
    assert (case.source_row, case.import_batch.file_name) == (2, "导入.csv")
    found = db.session.scalars(select(OutboxMessage.payload).filter_by(topic="index"))
    assert [payload["kind"] for payload in found] == ["company", "case"]


def test_a_decision_whose_period_has_ended_never_shows(bring: Import) -> None:
    bring(
        "cases",
        CASE,
        case_row(number="1", fine=5, decided_on="2015-01-02"),
        case_row(number="2", fine=5, until=clock.today() - timedelta(days=1)),
        case_row(number="3", fine=5, until=clock.today()),
    )
    statuses = db.session.scalars(select(Case.status).order_by(Case.id))
    ended = PublicationStatus.EXPIRED
    assert list(statuses) == [ended, ended, PublicationStatus.PUBLISHED]


def test_no_file_can_keep_a_penalty_public_for_more_than_three_years(bring: Import) -> None:
    decided_on = clock.today() - timedelta(days=20)
    bring("cases", CASE, case_row(fine=5, decided_on=decided_on, until="2099-01-01"))
    assert only(Case).publish_until <= decided_on + timedelta(days=3 * 366)


def test_a_person_is_masked_and_never_becomes_a_company(bring: Import) -> None:
    bring(
        "cases",
        CASE,
        case_row(
            name="欧阳虚构",
            kind="自然人",
            code="",
            fine=1,
            facts="欧阳虚构（身份证号11010519491231002X，电话13800138000）无照经营。",
            content="对欧阳虚构罚款1万元",
            identity="11010519491231002X",
        ),
    )
    case = only(Case)
    assert (case.party_name, case.party_kind) == ("欧阳某某", PartyKind.PERSON)
    written = " ".join(str(getattr(case, column.key)) for column in Case.__table__.columns)
    assert "虚构" not in written
    assert "1949123" not in written
    assert "138001" not in written
    assert db.session.scalars(select(Company)).all() == []


def test_a_bare_name_without_a_kind_is_taken_for_a_person(bring: Import) -> None:
    bring("cases", CASE, case_row(name="钱虚构", kind="", code="", fine=1))
    assert only(Case).party_name == "钱某某"


def test_a_corrected_row_changes_its_record_and_keeps_an_editors_withdrawal(bring: Import) -> None:
    bring("cases", CASE, case_row(fine=5))
    case = only(Case)
    case.status = PublicationStatus.WITHDRAWN
    db.session.commit()
    report = bring("cases", CASE, case_row(fine=6))
    assert report.counts["changed"] == 1
    case = only(Case)
    assert (case.fine_cents, case.status) == (6_000_000, PublicationStatus.WITHDRAWN)


def test_a_decision_marked_as_revoked_is_taken_down_and_its_withdrawal_done(bring: Import) -> None:
    bring("cases", CASE, case_row(fine=5))
    make_withdrawal(only(Case))
    db.session.commit()
    assert bring("cases", CASE, case_row(fine=5, state="已撤销")).counts["changed"] == 1
    case = only(Case)
    assert (case.status, case.withdrawal_reason) == (PublicationStatus.WITHDRAWN, "处罚已撤销")
    assert [each.state for each in withdrawals(case)] == [WithdrawalState.DONE]


def test_the_same_row_twice_in_one_file_is_one_record(bring: Import) -> None:
    report = bring("cases", CASE, case_row(fine=5), case_row(fine=5))
    assert (report.counts["added"], report.counts["unchanged"]) == (1, 1)


def test_a_decision_that_comes_again_is_the_same_and_seen_today(
    bring: Import, frozen_clock: time_machine.Traveller
) -> None:
    bring("cases", CASE, case_row(fine=5, decided_on="2026-03-01"))
    frozen_clock.shift(timedelta(days=9))
    again = bring("cases", CASE, case_row(fine=5, decided_on="2026-03-01"))
    case = only(Case)
    assert again.counts["unchanged"] == 1
    assert (case.first_seen_on, case.last_seen_on) == (date(2026, 3, 4), date(2026, 3, 13))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"decided_on": "2099-01-01"}, "今天之后"),
        ({"decided_on": ""}, "缺少处罚决定日期"),
        ({"name": "温州市市场监督管理局"}, "行政机关"),
        ({"content": "", "penalties": ""}, "处罚内容和处罚类别"),
        ({"code": "91330399MA0000001"}, "应为18位"),
        ({"fine": "5.0000001"}, "更多小数"),
    ],
)
def test_a_row_that_cannot_be_a_decision_is_refused(
    bring: Import, changes: dict[str, object], reason: str
) -> None:
    report = bring("cases", CASE, case_row(**{"fine": 5} | changes))
    assert report.counts["rejected"] == 1
    assert reason in report.findings[0].reason


COMPANY = ("企业名称", "统一社会信用代码", "注册号", "注册地址", "登记状态", "曾用名")


def test_a_company_is_known_by_either_code_and_learns_the_other(bring: Import) -> None:
    number = "330399000000001"
    bring("companies", COMPANY, ["虚构甲厂", "", number, "温州市瓯海区虚构路1号", "", ""])
    report = bring("companies", COMPANY, ["虚构甲厂", uscc(1), number, "", "吊销", ""])
    assert report.counts["changed"] + report.counts["unchanged"] == 1
    company = only(Company)
    assert (company.uscc, company.registration_number) == (uscc(1), number)
    assert (company.district_code, company.status) == ("330304", "revoked")


def test_names_that_a_company_no_longer_bears_are_kept(bring: Import) -> None:
    bring("companies", COMPANY, ["虚构甲厂", uscc(1), "", "", "", "虚构老厂"])
    bring("companies", COMPANY, ["虚构乙厂", uscc(1), "", "", "", "虚构老厂"])
    assert only(Company).name == "虚构乙厂"
    names = db.session.scalars(select(FormerName.name).order_by(FormerName.name))
    assert list(names) == ["虚构甲厂", "虚构老厂"]


def test_a_company_without_a_code_is_refused_in_a_register(bring: Import) -> None:
    report = bring("companies", COMPANY, ["虚构甲厂", "", "", "", "", ""])
    assert report.findings[0].reason == "统一社会信用代码和注册号至少填一项"


def test_a_firm_known_by_name_only_takes_the_code_that_a_register_brings(bring: Import) -> None:
    bring("cases", CASE, case_row(code="", fine=5))
    bring("companies", COMPANY, ["温州虚构调味食品有限公司", uscc(1), "", "", "", ""])
    assert only(Company).uscc == uscc(1)


RED = (
    "统一信用代码/注册号",
    "企业名称",
    "良好信息类别",
    "认定有效期限至",
    "认定发布部门",
    "认定发布时间",
)


def test_an_honour_goes_to_the_red_list_until_its_stated_end(bring: Import) -> None:
    until = clock.today() + timedelta(days=900)
    row = [uscc(1), "虚构甲厂", "温州市市长质量奖", until, "温州市人民政府", "2026-01-02"]
    bring("credit", RED, row)
    entry = only(CreditEntry)
    assert (entry.list, entry.category) == (ListKind.RED, CreditCategory.QUALITY_AWARD)
    assert (entry.status, entry.publish_until) == (PublicationStatus.PUBLISHED, until)


def test_a_list_without_dates_is_dated_by_its_file_or_refused(bring: Import) -> None:
    titles, row = ("统一信用代码", "企业名称", "失信领域"), [uscc(1), "虚构甲厂", "失信被执行人"]
    assert "缺少认定日期" in bring("credit", titles, row).findings[0].reason
    bring("credit", titles, row, saved_on=date(2018, 7, 20))
    entry = only(CreditEntry)
    assert (entry.list, entry.decided_on) == (ListKind.BLACK, date(2018, 7, 20))
    assert entry.status is PublicationStatus.EXPIRED
    assert "按文件保存日期 2018-07-20 计" in entry.reason


PROJECT = ("项目名称", "类别", "年度", "总投资(亿元)", "工期", "状态", "县市区(名称可见者)")


def test_a_project_follows_the_newest_year_that_files_state(bring: Import) -> None:
    rows = [
        ["虚构大桥工程", "交通", 2024, "71.3", "2024-2026", "开工", "瑞安市"],
        ["虚构大桥", "交通", 2025, "72", "2024-2026", "续建", "瑞安市"],
    ]
    first = bring("projects", PROJECT, *rows)
    assert (first.counts["added"], first.counts["changed"]) == (1, 1)
    assert bring("projects", PROJECT, *rows).counts["unchanged"] == 2
    project = only(KeyProject)
    assert (project.year, project.stated_progress) == (2025, "续建")
    assert project.investment_cents == 720_000_000_000
    assert (project.starts_on, project.ends_on) == (date(2024, 1, 1), date(2026, 12, 31))
    assert project.district_code == "330381"


def test_the_sender_stands_in_for_a_body_that_a_file_does_not_name(bring: Import) -> None:
    bureau = factories.make_bureau(name="虚构市水利局")
    row = ["虚构水库", "水利", 2025, "", "", "", ""]
    bring("projects", PROJECT, row, bureau_id=bureau.id, body=bureau.name)
    project = only(KeyProject)
    assert (project.lead_body, project.lead_bureau_id) == (bureau.name, bureau.id)
    assert project.source_bureau_id == bureau.id
