"""Nothing becomes public before a second person has agreed, and none of it before its day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.people.rules import Role
from app.publishing.life.models import RecordVersion
from app.publishing.life.rules import Life, PublicationStatus, VersionState
from tests.support import factories
from tests.support.factories import make_staff

pytestmark = pytest.mark.trust(6)

DRAFT = {"status": PublicationStatus.DRAFT, "published_on": None}


@pytest.fixture
def draft(office):
    return factories.make_bulletin(
        title="关于酱油抽查的通知", source_bureau_id=office.bureau.id, **DRAFT
    )


def desk_of(record):
    return f"/admin/bulletins/{record.id}"


def last_act():
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()


def test_what_is_returned_is_a_draft_again_and_its_editor_reads_why(client, office, draft):
    office.send(desk_of(draft))
    page = office.send_back(desk_of(draft), "附件没有上传")
    assert "已退回" in page.body_text
    assert draft.life is Life.DRAFT
    office.is_at_the_desk(office.editor)
    assert "已退回：附件没有上传" in client.get(desk_of(draft)).body_text
    assert "附件没有上传" in client.get("/admin/review/?list=returned").body_text
    assert "待审" in office.send(desk_of(draft)).body_text


def test_nothing_is_returned_without_a_reason(office, draft):
    office.send(desk_of(draft))
    page = office.send_back(desk_of(draft), "")
    assert page.status_code == 400
    assert "请写明退回的理由" in page.body_text
    assert draft.life is Life.IN_REVIEW


def test_who_wrote_an_earlier_version_may_not_approve_a_later_one(client, office, draft):
    both = make_staff(Role.EDITOR, Role.REVIEWER, bureau=office.bureau)
    office.is_at_the_desk(both)
    client.post_form(f"{desk_of(draft)}/edit", {"title": "初稿"})
    office.write(f"{desk_of(draft)}/edit", {"title": "二稿"})
    office.send(desk_of(draft))
    office.reviewer = both
    assert office.approve(desk_of(draft)).status_code == 409


def test_a_draft_changed_in_review_must_be_sent_again(office, draft):
    office.send(desk_of(draft))
    office.write(f"{desk_of(draft)}/edit", {"title": "改过的通知"})
    assert draft.life is Life.DRAFT
    states = db.session.scalars(select(RecordVersion.state).order_by(RecordVersion.number)).all()
    assert states == [VersionState.SUPERSEDED, VersionState.DRAFT]


def test_a_version_that_is_no_longer_the_one_seen_is_not_approved(office, draft):
    office.send(desk_of(draft))
    other = office.beside(office.reviewer)
    seen = other.get(f"{desk_of(draft)}/review")
    office.write(f"{desk_of(draft)}/edit", {"title": "改过的通知"})
    office.send(desk_of(draft))
    page = other.submit(seen, action="approve")
    assert page.status_code == 409
    assert "已经不在待审" in page.body_text
    assert draft.life is Life.IN_REVIEW


def test_a_withdrawn_record_that_is_returned_stays_withdrawn_and_gone(client, office):
    bulletin = factories.make_bulletin(
        source_bureau_id=office.bureau.id,
        status=PublicationStatus.WITHDRAWN,
        withdrawn_on=clock.today(),
    )
    first_day = bulletin.published_on
    office.send(desk_of(bulletin))
    assert client.get(f"/bulletins/{bulletin.id}").status_code == 410
    office.send_back(desk_of(bulletin), "还没有改")
    assert bulletin.life is Life.WITHDRAWN
    office.publish(desk_of(bulletin))
    assert (bulletin.life, bulletin.published_on) == (Life.PUBLISHED, first_day)


def test_a_record_whose_period_ended_is_expired_again_when_returned(office):
    bulletin = factories.make_bulletin(
        source_bureau_id=office.bureau.id, status=PublicationStatus.EXPIRED
    )
    office.send(desk_of(bulletin))
    office.send_back(desk_of(bulletin), "还没有改")
    assert bulletin.status is PublicationStatus.EXPIRED


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        (-1, 400, "公示日期不能早于今天"),
        (400, 409, "公示截止日期早于公示日期"),
    ],
)
def test_a_day_that_can_not_be_is_refused(office, draft, day, status, words):
    draft.publish_until = clock.today() + timedelta(days=300)
    office.send(desk_of(draft))
    page = office.approve(desk_of(draft), from_day=f"{clock.today() + timedelta(days=day)}")
    assert (page.status_code, draft.life) == (status, Life.IN_REVIEW)
    assert words in page.body_text


def test_what_was_public_before_is_not_scheduled_again(client, office):
    bulletin = factories.make_bulletin(
        source_bureau_id=office.bureau.id, status=PublicationStatus.WITHDRAWN
    )
    office.send(desk_of(bulletin))
    office.is_at_the_desk(office.reviewer)
    page = client.get(f"{desk_of(bulletin)}/review")
    assert not page.all("//input[@name='from_day']")
    tomorrow = clock.today() + timedelta(days=1)
    page = client.submit(page, {"from_day": f"{tomorrow}"}, action="approve")
    assert page.status_code == 400
    assert bulletin.life is Life.IN_REVIEW


def test_reports_are_not_scheduled(client, office):
    project = factories.make_project(source_bureau_id=office.bureau.id)
    report = factories.make_report(project, source_bureau_id=office.bureau.id, **DRAFT)
    desk = f"/admin/projects/reports/{report.id}"
    office.send(desk)
    page = office.approve(desk, from_day=f"{clock.today() + timedelta(days=1)}")
    assert (page.status_code, report.life) == (400, Life.IN_REVIEW)


def test_scheduling_is_told_and_can_be_taken_back_without_a_trace(client, office, draft):
    office.send(desk_of(draft))
    day = clock.today() + timedelta(days=1)
    page = office.approve(desk_of(draft), from_day=f"{day}")
    assert draft.life is Life.SCHEDULED
    assert f"定时公示：{day}" in page.body_text
    assert last_act().action == "record.scheduled"
    client.post_form(desk_of(draft), {"reason": "日期有误"}, action="unschedule")
    assert (draft.life, draft.published_on) == (Life.DRAFT, None)
    assert client.get(f"/bulletins/{draft.id}").status_code == 404


def test_a_record_past_its_last_day_says_so_and_is_found_so(client, office):
    about = {"source_bureau_id": office.bureau.id}
    years = {"published_on": date(2025, 1, 1), "publish_until": date(2026, 1, 1)}
    ended = factories.make_bulletin(title="早已到期的公告", **years, **about)
    factories.make_bulletin(title="仍在公示的公告", **about)
    assert ended.life is Life.EXPIRED
    office.is_at_the_desk(office.editor)
    page = client.get("/admin/bulletins/?status=expired")
    assert "早已到期的公告" in page.body_text
    assert "仍在公示的公告" not in page.body_text
    assert "仍在公示的公告" in client.get("/admin/bulletins/?status=published").body_text
