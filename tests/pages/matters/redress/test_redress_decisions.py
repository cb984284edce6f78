"""What becomes of an objection or a repair, and what its record says meanwhile and after."""

import pytest
from sqlalchemy import select

from app.insight.evaluation.queries.scorecards import scorecard
from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.kernel.search.documents import SearchKind
from app.matters.redress.rules import RedressKind, RedressOutcome, RedressStatus
from app.publishing.life import services
from app.publishing.life.queries import newest_number, withdrawals
from app.publishing.life.rules import OBJECTED, PublicationStatus, WithdrawalState
from app.publishing.life.services import Edit
from tests.support.desks import REVIEWER, WRITER
from tests.support.factories import (
    make_case,
)
from tests.support.redress_desk import (
    CODE,
    PERSON,
    REASON,
    WRONG,
    accepted,
    decide,
    desk_page,
    make_application,
)
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")


def tells_of(case, page):
    text = page.get_data(as_text=True)
    return case.title in text or f"/cases/{case.id}" in text


class TestObjection:
    def test_accepted_it_is_told_on_the_record_and_decided_no_more(
        self, client, bureau, handler, head
    ):
        application = make_application(bureau=bureau)
        address = f"/cases/{application.record_id}"
        assert OBJECTED not in client.get(address).body_text
        sign_in(client, handler)
        client.submit(client.get(desk_page(application)), action="/accept")
        assert OBJECTED in client.get(address).body_text
        take_over(client, head)
        decide(client, application, RedressOutcome.UNFOUNDED)
        assert OBJECTED not in client.get(address).body_text
        assert application.due_on is None

    def test_the_applicant_reads_the_decision_and_no_name(self, client, bureau, handler, head):
        application = accepted(bureau, handler)
        sign_in(client, head)
        decide(client, application, RedressOutcome.UNFOUNDED, "与决定书一致，维持公示。")
        page = client.post_form("/redress/track", {"number": application.number, "code": CODE})
        assert "异议不成立，维持公示。与决定书一致，维持公示。" in page.body_text
        assert head.full_name not in page.get_data(as_text=True)

    def test_upheld_the_record_leaves_at_once_and_counts_as_gone_in_time(
        self, client, bureau, handler, head
    ):
        application = accepted(bureau, handler)
        sign_in(client, head)
        decide(client, application, RedressOutcome.TAKEN_DOWN)
        record = application.record
        assert (record.status, record.objected_on) == (PublicationStatus.WITHDRAWN, None)
        page = client.get(f"/cases/{record.id}")
        assert page.status_code == 410
        assert "该信息已依法撤下" in page.body_text
        (left,) = withdrawals(application.record)
        assert (left.state, left.revoked_on) == (WithdrawalState.DONE, clock.today())
        assert left.document_number == application.documents[-1].number
        assert not left.is_late
        score = scorecard(application.record.decided_on.year).whole
        assert (score.revoked, score.late_withdrawals) == (1, 0)

    def test_corrected_is_said_only_of_what_has_been_corrected(self, client, bureau, handler, head):
        application = accepted(bureau, handler)
        sign_in(client, head)
        page = decide(client, application, RedressOutcome.CORRECTED)
        assert page.status_code == 409
        assert "请先由编辑提出更正" in page.body_text
        assert REASON in page.body_text
        assert application.status is RedressStatus.ACCEPTED

    def test_corrected_since_it_was_accepted_it_ends_so_and_the_mark_goes(
        self, client, bureau, handler, head
    ):
        application = accepted(bureau, handler)
        case = application.record
        edit = Edit(WRITER, note="罚款金额按决定书更正。")
        services.save(case, {"fine_cents": 3_000_000}, kind=SearchKind.CASE, edit=edit)
        number = newest_number(case)
        services.approve(case, kind=SearchKind.CASE, actor=REVIEWER, number=number)
        sign_in(client, head)
        decide(client, application, RedressOutcome.CORRECTED)
        assert application.outcome is RedressOutcome.CORRECTED
        assert (case.status, case.objected_on) == (PublicationStatus.PUBLISHED, None)
        page = client.get(f"/cases/{case.id}").body_text
        assert "罚款金额按决定书更正。" in page
        assert OBJECTED not in page

    def test_declined_on_a_ground_it_leaves_no_mark(self, client, bureau, handler):
        application = make_application(bureau=bureau)
        sign_in(client, handler)
        page = client.get(desk_page(application))
        page = client.submit(page, {"decline-text": "请补盖公章。"}, action="/decline")
        assert page.status_code == 400
        assert "请补盖公章。" in page.body_text
        fields = {"decline-text": "请补盖公章。", "decline-ground": "no_material"}
        page = client.submit(client.get(desk_page(application)), fields, action="/decline")
        assert application.status is RedressStatus.DECLINED
        assert application.record.objected_on is None
        grounds = [
            o.get("value")
            for o in client.get(desk_page(make_application(bureau=bureau))).all(
                "//select[@id='decline-ground']/option"
            )
        ]
        assert "too_early" not in grounds

    def test_what_is_decided_on_an_old_page_is_told_and_can_be_sent_again(
        self, client, bureau, handler
    ):
        application = make_application(bureau=bureau)
        sign_in(client, handler)
        stale = client.get(desk_page(application))
        application.version += 1
        db.session.commit()
        fields = {"decline-text": "请补盖公章。", "decline-ground": "no_material"}
        refused = client.submit(stale, fields, action="/decline")
        assert (refused.status_code, "已由他人办理" in refused.body_text) == (409, True)
        assert application.status is RedressStatus.NEW
        assert client.submit(refused, action="/decline").status_code == 200
        assert application.status is RedressStatus.DECLINED
        assert "请补盖公章。" in application.events[-1].text

    def test_only_one_objection_to_a_record_is_handled_at_a_time(self, client, bureau, handler):
        first = accepted(bureau, handler)
        second = make_application(bureau=bureau, record=first.record, number="Y20260304-99999")
        sign_in(client, handler)
        page = client.submit(client.get(desk_page(second)), action="/accept")
        assert page.status_code == 409
        assert first.number in page.body_text

    def test_a_record_that_has_left_ends_what_is_asked_about_it(
        self, client, bureau, handler, head
    ):
        application = accepted(bureau, handler)
        sign_in(client, head)
        assert decide(client, application, RedressOutcome.MOOT).status_code == 409
        application.record.status = PublicationStatus.WITHDRAWN
        assert decide(client, application, RedressOutcome.TAKEN_DOWN).status_code == 409
        decide(client, application, RedressOutcome.MOOT)
        assert application.outcome is RedressOutcome.MOOT


class TestRepair:
    def test_granted_the_record_is_behind_no_door_in_the_same_minute(
        self, client, bureau, handler, head
    ):
        case = make_case(deciding_bureau_id=bureau.id, earliest_repair_on=clock.today())
        application = accepted(bureau, handler, RedressKind.REPAIR, record=case)
        doors = [
            "/cases",
            "/cases?format=json",
            f"/companies/{case.uscc}",
            "/data/feeds/cases.xml",
            "/",
            f"/companies/{case.uscc}/report",
            f"/search?q={case.decision_number}",
        ]
        maintenance.rebuild()
        for door in doors:
            assert tells_of(case, client.get(door)), door
        sign_in(client, head)
        decide(client, application, RedressOutcome.GRANTED)
        assert case.status is PublicationStatus.REPAIRED
        assert client.get(f"/cases/{case.id}").status_code == 410
        for door in doors:
            assert not tells_of(case, client.get(door)), door

    def test_it_is_not_granted_before_its_day(self, client, bureau, handler, head):
        case = make_case(
            deciding_bureau_id=bureau.id, earliest_repair_on=clock.today().replace(day=5)
        )
        application = accepted(bureau, handler, RedressKind.REPAIR, record=case)
        sign_in(client, head)
        page = decide(client, application, RedressOutcome.GRANTED)
        assert page.status_code == 409
        assert "没有达到最短公示期限" in page.body_text
        assert case.status is PublicationStatus.PUBLISHED

    def test_refused_the_record_stays(self, client, bureau, handler, head):
        application = accepted(bureau, handler, RedressKind.REPAIR)
        sign_in(client, head)
        page = decide(client, application, RedressOutcome.REFUSED)
        assert "不予修复，继续公示" in page.body_text
        assert client.get(f"/cases/{application.record_id}").status_code == 200


class TestLog:
    def test_each_act_is_a_row_without_what_was_written(self, client, bureau, handler, head):
        application = make_application(bureau=bureau)
        sign_in(client, handler)
        client.submit(client.get(desk_page(application)), action="/accept")
        take_over(client, head)
        decide(client, application, RedressOutcome.TAKEN_DOWN)
        rows = db.session.scalars(
            select(AuditEvent).where(AuditEvent.actor_id.in_([handler.id, head.id]))
        ).all()
        actions = [row.action for row in rows]
        for action in ("redress.opened", "redress.accept", "record.objected"):
            assert action in actions
        for action in ("redress.decide", "record.objection_settled", "record.withdrawn"):
            assert action in actions
        logged = " ".join(f"{row.reason} {row.changes}" for row in rows)
        for secret in (WRONG["text"], PERSON["phone"], REASON):
            assert secret not in logged

    def test_nothing_of_it_is_found_by_searching(self, client, bureau):
        application = make_application(bureau=bureau)
        maintenance.rebuild()
        for words in (application.number, "决定书经复议变更", PERSON["name"]):
            found = str(client.get(f"/api/v1/search?q={words}").get_json()["hits"])
            page = client.get(f"/search?q={words}")
            assert "redress" not in found
            for secret in (application.number, WRONG["text"], PERSON["name"], PERSON["phone"]):
                assert secret not in found
            assert WRONG["text"] not in page.get_data(as_text=True)
