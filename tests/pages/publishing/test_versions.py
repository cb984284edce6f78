"""Every change leaves a version; what is public is corrected without ever being taken down."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.people.rules import Role
from app.publishing.life.models import ChangeNote, RecordVersion
from app.publishing.life.rules import Life, PublicationStatus, VersionState
from app.records.cases.models import Case
from tests.support import factories
from tests.support.factories import make_staff

NOTE = "罚款金额的小数点有误，已按决定书更正。"


@pytest.fixture
def case(office):
    return factories.make_case(
        source_bureau_id=office.bureau.id,
        facts="经查，当事人生产的酱油不合格。已售出三瓶。",
        basis="《食品安全法》",
        content="罚款人民币五万元",
        publish_until=clock.today() + timedelta(days=200),
    )


def desk_of(case):
    return f"/admin/cases/{case.id}"


def correct(office, case, note=NOTE, **changes):
    changes = changes or {"content": "罚款人民币五千元", "fine": "5000"}
    return office.write(f"{desk_of(case)}/edit", {**changes, "note": note})


def versions(record):
    statement = select(RecordVersion).where(
        RecordVersion.kind == record.__tablename__, RecordVersion.record_id == record.id
    )
    return list(db.session.scalars(statement.order_by(RecordVersion.number)))


def public_page(client, case):
    return client.get(f"/cases/{case.id}").body_text


def test_the_public_reads_the_old_text_until_a_correction_is_approved(client, office, case):
    page = correct(office, case)
    assert "更正已送审" in page.body_text
    assert "罚款人民币五万元" in public_page(client, case)
    assert "更正说明" not in public_page(client, case)

    office.is_at_the_desk(office.reviewer)
    page = client.get(f"{desk_of(case)}/review")
    row = page.one("//tr[contains(., '处罚内容')]")
    assert "罚款人民币五万元" in row.text_content()
    assert "删万" in row.text_content()
    assert "增千" in row.text_content()
    assert NOTE in page.body_text

    office.approve(desk_of(case))
    text = public_page(client, case)
    assert "罚款人民币五千元" in text
    assert "罚款人民币五万元" not in text
    assert NOTE in text
    assert "更正的项目：处罚内容、罚款金额" in text
    assert case.life is Life.PUBLISHED
    assert case.fine_cents == 500_000
    assert db.session.scalars(select(ChangeNote.on)).one() == clock.today()
    actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert [name for name in actions if name.startswith("record.")] == [
        "record.correction_proposed",
        "record.corrected",
    ]


def test_who_wrote_a_correction_may_not_approve_it(client, office, case):
    office.editor = make_staff(Role.EDITOR, Role.REVIEWER, bureau=office.bureau)
    correct(office, case)
    page = client.post_form(f"{desk_of(case)}/review", action="approve")
    assert page.status_code == 409
    assert case.content == "罚款人民币五万元"


def test_a_correction_needs_words_for_the_public(office, case):
    page = correct(office, case, note="")
    assert page.status_code == 400
    assert "请写明更正说明" in page.body_text
    assert page.one("//textarea[@name='content']").text.strip() == "罚款人民币五千元"
    assert versions(case) == []


def test_a_correction_that_changes_nothing_is_refused(office):
    bulletin = factories.make_bulletin(source_bureau_id=office.bureau.id)
    page = office.write(f"/admin/bulletins/{bulletin.id}/edit", {"note": NOTE})
    assert page.status_code == 400
    assert "没有改动任何内容" in page.body_text


def test_a_returned_correction_is_taken_up_where_it_was_left(client, office, case):
    correct(office, case)
    office.send_back(desk_of(case), "请附决定书")
    assert public_page(client, case).count("五万元")
    office.is_at_the_desk(office.editor)
    assert "更正已退回：请附决定书" in client.get(desk_of(case)).body_text
    page = client.get(f"{desk_of(case)}/edit")
    assert page.one("//textarea[@name='content']").text.strip() == "罚款人民币五千元"
    assert page.one("//textarea[@name='note']").text.strip() == NOTE
    office.send(desk_of(case))
    office.approve(desk_of(case))
    assert case.content == "罚款人民币五千元"


def test_a_correction_can_be_given_up_and_ends_with_the_withdrawal(client, office, case):
    correct(office, case)
    client.post_form(desk_of(case), action="drop")
    assert [version.state for version in versions(case)] == [VersionState.DROPPED]
    correct(office, case)
    office.withdraw(desk_of(case))
    assert versions(case)[-1].state is VersionState.SUPERSEDED
    assert "没有待审的版本" in client.get(f"{desk_of(case)}/review").body_text


def test_a_second_correction_takes_the_place_of_the_first(office, case):
    correct(office, case)
    correct(office, case, content="罚款人民币六千元")
    case.remark = "另有说明"
    assert [version.state for version in versions(case)] == [
        VersionState.SUPERSEDED,
        VersionState.IN_REVIEW,
    ]
    office.approve(desk_of(case))
    assert (case.content, case.fine_cents) == ("罚款人民币六千元", 500_000)
    assert case.remark == "另有说明", "what others changed elsewhere stays"


def test_what_was_changed_underneath_a_correction_is_not_overwritten(office, case):
    correct(office, case)
    case.content = "罚款人民币七万元"
    page = office.approve(desk_of(case))
    assert page.status_code == 409
    assert "送审之后内容又有变化" in page.body_text
    assert case.content == "罚款人民币七万元"


def test_a_scheduled_record_is_corrected_without_a_public_note(client, office, case):
    case.published_on = clock.today() + timedelta(days=3)
    office.is_at_the_desk(office.editor)
    page = client.get(f"{desk_of(case)}/edit")
    assert not page.all("//textarea[@name='note']")
    client.submit(page, {"content": "罚款人民币五千元"}, action="edit")
    office.approve(desk_of(case))
    assert case.content == "罚款人民币五千元"
    assert db.session.scalars(select(ChangeNote)).all() == []


def test_all_versions_are_told_with_who_when_why_and_what(client, office):
    draft = factories.make_case(
        source_bureau_id=office.bureau.id,
        status=PublicationStatus.DRAFT,
        published_on=None,
        facts="经查。",
        basis="《食品安全法》",
        publish_until=None,
    )
    office.write(f"{desk_of(draft)}/edit", {"violation": "生产不合格酱油", "severity": "serious"})
    office.send(desk_of(draft))
    office.send_back(desk_of(draft), "法条有误")
    page = client.get(f"{desk_of(draft)}/versions")
    for words in (
        f"{office.editor.full_name} ",
        f"{office.reviewer.full_name} ",
        "理由：法条有误",
        "已退回",
        "删食品增酱油",
        "删一般增严重",
    ):
        assert words in page.body_text
    assert "最早可申请修复" in page.body_text


def test_a_company_of_a_corrected_entry_is_told_by_its_name(client, office):
    entry = factories.make_credit_entry(source_bureau_id=office.bureau.id)
    other = factories.make_company(name="温州改正后酱油有限公司")
    before = entry.company.name
    desk = f"/admin/credit/{entry.id}"
    office.write(f"{desk}/edit", {"code": other.uscc, "note": "列错了企业。"})
    office.is_at_the_desk(office.reviewer)
    text = client.get(f"{desk}/review").body_text
    assert before in text
    assert "增改正后" in text
    office.approve(desk)
    assert other.name in client.get(f"/credit/{entry.id}").body_text


def test_a_corrected_report_changes_its_project_only_when_approved(client, office):
    project = factories.make_project(source_bureau_id=office.bureau.id, latest_percent=40)
    report = factories.make_report(project, source_bureau_id=office.bureau.id, percent=40)
    desk = f"/admin/projects/reports/{report.id}"
    office.write(f"{desk}/edit", {"percent": "30", "note": "百分比有误。"})
    assert project.latest_percent == 40
    office.approve(desk)
    assert project.latest_percent == 30
    assert "更正说明：百分比有误。" in client.get(f"/projects/{project.code}").body_text


def test_a_plan_is_corrected_by_its_lines(client, office):
    project = factories.make_project(source_bureau_id=office.bureau.id, objective="目标")
    factories.make_milestone(project, title="选址")
    plan = "选址｜40｜｜2026-02-28\n建成｜60｜｜2026-12-31"
    office.write(f"/admin/projects/{project.id}/edit", {"plan": plan, "note": "补充节点。"})
    assert "建成" not in client.get(f"/projects/{project.code}").body_text
    office.approve(f"/admin/projects/{project.id}")
    assert "建成" in client.get(f"/projects/{project.code}").body_text
    assert [step.title for step in project.milestones] == ["选址", "建成"]


def test_two_records_do_not_come_to_share_a_number(office):
    taken = factories.make_project(source_bureau_id=office.bureau.id)
    project = factories.make_project(source_bureau_id=office.bureau.id, objective="目标")
    desk = f"/admin/projects/{project.id}"
    office.write(f"{desk}/edit", {"code": "ZD2026-777", "note": "编号有误。"})
    taken.code = "ZD2026-777"
    page = office.approve(desk)
    assert page.status_code == 409
    assert "已经用了相同的编号" in page.body_text


def test_a_repaired_record_is_neither_changed_nor_sent(client, office, case):
    case.status = PublicationStatus.REPAIRED
    office.is_at_the_desk(office.editor)
    page = client.get(f"{desk_of(case)}/edit")
    page = client.submit(page, {"content": "罚款人民币五千元"}, action="edit")
    assert page.status_code == 400
    assert "已经信用修复" in page.body_text
    assert db.session.scalars(select(Case.content)).one() == "罚款人民币五万元"
