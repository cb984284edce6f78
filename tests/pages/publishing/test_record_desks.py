"""Editors keep drafts, reviewers publish and withdraw, and other bodies' records do not exist."""

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.jobs.models import OutboxMessage
from app.people.rules import Role
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.projects.models import KeyProject, ProjectReport
from tests.support import factories
from tests.support.factories import make_staff

pytestmark = pytest.mark.trust(2)

BULLETIN = {"kind": "notice", "title": "关于抽查的通知", "body": "## 范围\n\n酱油。"}


def actions():
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_an_article_is_written_reviewed_published_and_withdrawn(office):
    page = office.write("/admin/bulletins/new", BULLETIN)
    assert "已保存为草稿" in page.body_text
    bulletin = db.session.scalars(select(Bulletin)).one()
    desk = f"/admin/bulletins/{bulletin.id}"
    assert "待审" in office.send(desk).body_text
    assert "公示中" in office.approve(desk).body_text
    assert "已撤下" in office.withdraw(desk).body_text
    logged = [action for action in actions() if action.startswith("record.")]
    assert logged == [
        "record.saved",
        "record.submitted",
        "record.published",
        "record.withdrawal_noted",
        "record.withdrawn",
    ]
    topics = db.session.scalars(select(OutboxMessage.topic)).all()
    assert topics.count("index") == 5


def test_a_preview_saves_nothing(client, office):
    office.is_at_the_desk(office.editor)
    page = client.post_form("/admin/bulletins/new", BULLETIN | {"preview": "1"})
    assert page.one("//div[contains(@class,'mj-prose')]//h2").text == "范围"
    assert db.session.scalars(select(Bulletin)).all() == []


def test_another_bodys_record_does_not_exist(client, office):
    case = factories.make_case(
        source_bureau_id=factories.make_bureau().id, status=PublicationStatus.DRAFT
    )
    office.is_at_the_desk(office.editor)
    for path in ("", "/edit"):
        assert client.get(f"/admin/cases/{case.id}{path}").status_code == 404
    assert case.title not in client.get("/admin/cases/").body_text


def test_the_coordination_office_sees_the_records_of_all(client, office):
    case = factories.make_case(source_bureau_id=factories.make_bureau().id)
    coordination = factories.make_coordination_office()
    office.is_at_the_desk(make_staff(Role.EDITOR, bureau=coordination))
    assert case.title in client.get("/admin/cases/").body_text


def test_editors_do_not_publish_and_reviewers_do_not_write(client, office):
    draft = factories.make_bulletin(
        source_bureau_id=office.bureau.id, status=PublicationStatus.DRAFT, published_on=None
    )
    office.is_at_the_desk(office.editor)
    page = client.get(f"/admin/bulletins/{draft.id}")
    assert not page.all("//a[contains(@href,'withdraw')]")
    assert not client.get(f"/admin/bulletins/{draft.id}/review").all("//main//form")
    office.is_at_the_desk(office.reviewer)
    assert client.get("/admin/bulletins/new").status_code == 403


CASE = {
    "title": "张三销售不合格酱油案",
    "party_kind": "person",
    "party_name": "张三丰",
    "violation": "销售不合格食品",
    "facts": "经查，售出三瓶。",
    "basis": "《食品安全法》",
    "penalty_kinds": ["fine"],
    "content": "罚款",
    "fine": "1,234.56",
    "decided_on": "2026-05-31",
    "field": "food",
    "severity": "serious",
}


def test_a_case_gets_its_period_its_cents_and_a_masked_name(client, office):
    office.is_at_the_desk(office.editor)
    page = client.post_form("/admin/cases/new", CASE)
    assert page.status_code == 200, page.body_text
    case = db.session.scalars(select(Case)).one()
    assert case.party_name == "张某某"
    assert case.fine_cents == 123_456
    assert f"{case.publish_until}" == "2029-05-30"
    assert f"{case.earliest_repair_on}" == "2027-05-31"
    assert case.deciding_body == "试验监管局"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"facts": "身份证11010519491231002X。"}, "违法事实里有证件号码"),
        ({"uscc": "91350100M000100Y44"}, "第18位校验码应为“3”"),
        ({"publish_until": "2040-01-01"}, "不晚于 2029-05-30"),
        ({"title": ""}, "请填写案件名称"),
        ({"fine": "很多"}, "罚款金额（元）应为数字"),
        ({"decided_on": "五月"}, "2026-11-24"),
        ({"penalty_kinds": []}, "至少选择一个处罚类别"),
    ],
)
def test_a_faulty_case_is_refused_with_words_and_kept_as_typed(client, office, changes, words):
    office.is_at_the_desk(office.editor)
    page = client.post_form("/admin/cases/new", CASE | changes)
    assert page.status_code == 400
    assert words in page.body_text
    assert page.title.startswith("错误：")
    assert "销售不合格食品" in page.get_data(as_text=True)
    assert db.session.scalars(select(Case)).all() == []


def test_an_entry_names_a_company_by_its_code_and_no_honour_on_the_black_list(client, office):
    company = factories.make_company()
    entry = {"list": "red", "category": "quality_award", "title": "市长质量奖"}
    office.is_at_the_desk(office.editor)
    made = entry | {"code": company.uscc, "decided_on": "2026-05-31"}
    assert client.post_form("/admin/credit/new", made).status_code == 200
    assert db.session.scalars(select(CreditEntry)).one().company_id == company.id
    unknown = made | {"code": "91350100M000100Y43"}
    assert "没有找到这家企业" in client.post_form("/admin/credit/new", unknown).body_text
    honour = made | {"list": "black", "category": "tax_credit", "title": "偷税"}
    page = client.post_form("/admin/credit/new", honour)
    assert page.status_code == 400
    assert "不能作黑名单的类别" in page.body_text
    assert "偷税" in page.get_data(as_text=True)


PROJECT = {
    "code": "ZD2026-900",
    "name": "快检室建设",
    "field": "product",
    "objective": "建成快检室",
    "investment": "13800000",
    "plan": "选址｜40%｜2026-01-01｜2026-02-28\n建成|60||2026-12-31",
}


def test_a_project_is_planned_published_and_reported_on(client, office):
    page = office.write("/admin/projects/new", PROJECT)
    assert page.status_code == 200, page.body_text
    project = db.session.scalars(select(KeyProject)).one()
    assert f"{project.next_due_on}" == "2026-02-28"
    desk, reporting = f"/admin/projects/{project.id}", f"/admin/projects/reports/new/{project.id}"
    page = client.post_form(reporting, {"percent": "1", "text": "x"})
    assert "项目公示以后才能报告进展" in page.body_text
    office.publish(desk)

    first = project.milestones[0]
    report = {"percent": "45", "text": "选址完成。", "reached": [str(first.id)], "spent": "100"}
    assert "已保存为草稿" in office.write(reporting, report).body_text
    stored = db.session.scalars(select(ProjectReport)).one()
    assert stored.spent_cents == 10_000
    assert (project.latest_percent, first.actual_on) == (0, None)
    assert "选址完成。" not in client.get("/projects/ZD2026-900").body_text

    office.publish(f"/admin/projects/reports/{stored.id}")
    assert (project.latest_percent, project.latest_report_on) == (45, clock.today())
    assert first.actual_on == clock.today()
    assert f"{project.next_due_on}" == "2026-12-31"
    assert "选址完成。" in client.get("/projects/ZD2026-900").body_text
    again = office.write(reporting, report | {"reached": []})
    assert "报告已经公示" in again.body_text


def test_a_project_stands_again_as_before_when_its_report_is_withdrawn(client, office):
    project = factories.make_project(source_bureau_id=office.bureau.id, latest_percent=60)
    factories.make_report(project, period="2026-01", percent=20, source_bureau_id=office.bureau.id)
    wrong = factories.make_report(
        project, period="2026-02", percent=60, text="数字有误。", source_bureau_id=office.bureau.id
    )
    office.withdraw(f"/admin/projects/reports/{wrong.id}", ground="other", reason="数字有误")
    assert project.latest_percent == 20
    assert "数字有误。" not in client.get(f"/projects/{project.code}").body_text


def test_a_plan_that_cannot_be_read_is_refused_by_line(office):
    page = office.write("/admin/projects/new", PROJECT | {"plan": "选址｜四成｜｜明年"})
    assert "节点第 1 行看不懂" in page.body_text


def test_a_draft_is_changed_and_its_milestones_keep_their_course(client, office):
    project = factories.make_project(
        source_bureau_id=office.bureau.id, status=PublicationStatus.WITHDRAWN, objective="旧目标"
    )
    done = factories.make_milestone(project, title="选址", actual_on=clock.today())
    office.is_at_the_desk(office.editor)
    edit = f"/admin/projects/{project.id}/edit"
    page = client.post_form(edit, {"objective": "新目标", "plan": PROJECT["plan"]})
    assert page.status_code == 200, page.body_text
    assert project.objective == "新目标"
    assert [step.title for step in project.milestones] == ["选址", "建成"]
    assert project.milestones[0].id == done.id
    assert project.milestones[0].actual_on == clock.today()
