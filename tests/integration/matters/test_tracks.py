"""The steps of 投诉 and of 举报, each with its clock; the end of one never ends the other."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from app.kernel import clock
from app.kernel.clock import CITY_ZONE
from app.kernel.errors import ConflictError, InvalidInputError
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services import handling, tracks
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import (
    EndGround,
    MatterDeclineGround,
    MatterOutcome,
    NotFiledGround,
    SessionResult,
)
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus, MatterStep
from app.matters.complaints.routing.services import referral
from app.people.models import Bureau, Staff
from tests.support.complaint_factories import make_matter, make_submission, show_all_items
from tests.support.factories import make_bureau, make_staff

pytestmark = pytest.mark.usefixtures("app")

IN_MAY = datetime(2026, 5, 6, 10, tzinfo=CITY_ZONE)
"""Under 总局令121号, on a working day."""

COMPLAINT, REPORT = ComplaintKind.COMPLAINT, ComplaintKind.VIOLATION_REPORT


@pytest.fixture(autouse=True)
def in_may(frozen_clock: time_machine.Traveller) -> time_machine.Traveller:
    frozen_clock.move_to(IN_MAY)
    return frozen_clock


@pytest.fixture
def staff(bureau: Bureau) -> Staff:
    return make_staff(bureau=bureau)


def accepted(bureau: Bureau, staff: Staff, kind: ComplaintKind, **changes: object) -> Matter:
    matter = make_matter(bureau=bureau, kind=kind, submission=make_submission(**changes))
    handling.accept_matter(matter=matter, staff=staff)
    return matter


def invite(matter: Matter, staff: Staff, meets_at: datetime) -> None:
    tracks.invite_parties(
        matter=matter, staff=staff, meets_at=meets_at, place="郭溪所调解室", text="请带小票。"
    )


def agree(matter: Matter, staff: Staff, agreed_on: date) -> None:
    tracks.agree_on_terms(
        matter=matter,
        staff=staff,
        agreed_on=agreed_on,
        terms="退款二十元。",
        ending=Ending(text="双方达成协议。"),
    )


def end(matter: Matter, staff: Staff, ground: EndGround) -> None:
    tracks.end_mediation(
        matter=matter,
        staff=staff,
        end_ground=ground,
        ending=Ending(text="终止调解。"),
    )


def file_case(matter: Matter, staff: Staff) -> None:
    tracks.file_case(matter=matter, staff=staff, document_number="温试立〔2026〕1号", reason="属实")


def test_a_mediation_has_sixty_days_from_acceptance(bureau, staff):
    matter = accepted(bureau, staff, COMPLAINT)
    assert matter.due_on == date(2026, 7, 6)
    assert matter.step is MatterStep.MEDIATE


def test_a_session_is_invited_to_recorded_and_leads_to_an_agreement(bureau, staff, in_may):
    matter = accepted(bureau, staff, COMPLAINT)
    invite(matter, staff, IN_MAY + timedelta(days=5))
    in_may.shift(timedelta(days=5))
    tracks.record_session(
        matter=matter,
        staff=staff,
        held_on=clock.today(),
        result=SessionResult.AGREED,
        text="商家同意退款。",
    )
    agree(matter, staff, clock.today())
    assert matter.outcome is MatterOutcome.MEDIATED
    assert matter.status is MatterStatus.CLOSED
    assert matter.met_deadline is True
    assert matter.agreement.terms == "退款二十元。"
    assert [event.kind for event in matter.events][-3:] == [
        MatterEventKind.MEDIATION_INVITED,
        MatterEventKind.MEDIATION_HELD,
        MatterEventKind.AGREED,
    ]


@pytest.mark.parametrize("days", [-1, 62])
def test_nobody_is_invited_to_the_past_or_beyond_the_period(bureau, staff, days):
    matter = accepted(bureau, staff, COMPLAINT)
    with pytest.raises(InvalidInputError):
        invite(matter, staff, IN_MAY + timedelta(days=days))
    assert matter.sessions == []


def test_a_session_is_recorded_before_the_next_is_invited_to(bureau, staff):
    matter = accepted(bureau, staff, COMPLAINT)
    invite(matter, staff, IN_MAY + timedelta(days=5))
    with pytest.raises(ConflictError, match="先记录"):
        invite(matter, staff, IN_MAY + timedelta(days=9))


def test_nothing_is_recorded_of_a_session_nobody_was_invited_to(bureau, staff):
    matter = accepted(bureau, staff, COMPLAINT)
    with pytest.raises(ConflictError, match="先邀请"):
        tracks.record_session(
            matter=matter,
            staff=staff,
            held_on=clock.today(),
            result=SessionResult.FAILED,
            text="无。",
        )


@pytest.mark.parametrize("ground", [one for one in EndGround if one is not EndGround.TIME_OVER])
def test_a_mediation_ends_on_a_legal_ground(bureau, staff, ground):
    matter = accepted(bureau, staff, COMPLAINT)
    end(matter, staff, ground)
    assert (matter.outcome, matter.end_ground) == (MatterOutcome.MEDIATION_ENDED, ground)
    assert matter.met_deadline is True


def test_time_is_over_only_when_it_is(bureau, staff, in_may):
    matter = accepted(bureau, staff, COMPLAINT)
    in_may.move_to(datetime(2026, 7, 6, 10, tzinfo=CITY_ZONE))
    with pytest.raises(InvalidInputError, match="还没有届满"):
        end(matter, staff, EndGround.TIME_OVER)
    in_may.shift(timedelta(days=1))
    end(matter, staff, EndGround.TIME_OVER)
    assert matter.end_ground is EndGround.TIME_OVER
    assert matter.met_deadline is True


def test_telling_that_time_is_over_has_its_own_clock(bureau, staff, in_may):
    matter = accepted(bureau, staff, COMPLAINT)
    in_may.move_to(datetime(2026, 7, 16, 10, tzinfo=CITY_ZONE))
    end(matter, staff, EndGround.TIME_OVER)
    assert [(one.step, one.met_on, one.due_on) for one in matter.deadlines][1:] == [
        (MatterStep.MEDIATE, date(2026, 7, 6), date(2026, 7, 6)),
        (MatterStep.TELL_END, date(2026, 7, 16), date(2026, 7, 15)),
    ]
    assert matter.met_deadline is False


def test_no_agreement_is_reached_after_the_period(bureau, staff, in_may):
    matter = accepted(bureau, staff, COMPLAINT)
    in_may.move_to(datetime(2026, 7, 8, 10, tzinfo=CITY_ZONE))
    with pytest.raises(InvalidInputError, match="请终止调解"):
        agree(matter, staff, date(2026, 7, 8))
    agree(matter, staff, date(2026, 7, 6))
    assert matter.outcome is MatterOutcome.MEDIATED
    assert matter.met_deadline is True


def test_a_filed_case_has_ninety_days_and_a_named_reporter_hears_within_five(bureau, staff):
    matter = accepted(bureau, staff, REPORT)
    file_case(matter, staff)
    assert {one.step: one.due_on for one in matter.deadlines if one.met_on is None} == {
        MatterStep.DECIDE: date(2026, 8, 4),
        MatterStep.INFORM: date(2026, 5, 12),
    }
    assert (matter.step, matter.due_on) == (MatterStep.INFORM, date(2026, 5, 12))
    tracks.inform_reporter(matter=matter, staff=staff, text="已立案。")
    assert (matter.step, matter.due_on) == (MatterStep.DECIDE, date(2026, 8, 4))
    assert matter.status is MatterStatus.CASE_OPEN
    assert matter.replies[-1].text == "已立案。"


def test_an_anonymous_reporter_is_owed_no_separate_notice(bureau, staff):
    matter = accepted(bureau, staff, REPORT, is_anonymous=True, contact=None)
    file_case(matter, staff)
    assert [one.step for one in matter.deadlines if one.met_on is None] == [MatterStep.DECIDE]
    with pytest.raises(ConflictError, match="匿名"):
        tracks.inform_reporter(matter=matter, staff=staff, text="已立案。")


def test_a_report_without_a_case_is_told_and_closed(bureau, staff):
    matter = accepted(bureau, staff, REPORT)
    tracks.decline_case(
        matter=matter,
        staff=staff,
        not_filed=NotFiledGround.NO_VIOLATION,
        document_number="温试不立〔2026〕1号",
        reason="抽检合格。",
    )
    assert (matter.status, matter.step) == (MatterStatus.NOT_FILED, MatterStep.INFORM)
    handling.close_matter(
        matter=matter,
        staff=staff,
        outcome=MatterOutcome.UNFOUNDED,
        ending=Ending(text="经核查未发现违法行为。"),
    )
    assert matter.status is MatterStatus.CLOSED
    assert matter.met_deadline is True


def test_a_clue_is_not_declined_on_grounds_of_a_complaint(bureau, staff):
    matter = make_matter(bureau=bureau, kind=REPORT)
    with pytest.raises(InvalidInputError):
        handling.decline_matter(
            matter=matter, staff=staff, ground=MatterDeclineGround.NOT_CONSUMER, text="不受理。"
        )


def both_tracks(bureau: Bureau, staff: Staff) -> tuple[Matter, Matter]:
    submission = make_submission()
    complaint, report = (
        make_matter(bureau=bureau, kind=kind, submission=submission) for kind in (COMPLAINT, REPORT)
    )
    for matter in (complaint, report):
        handling.accept_matter(matter=matter, staff=staff)
    return complaint, report


def test_ending_the_mediation_never_ends_the_verification(bureau, staff):
    complaint, report = both_tracks(bureau, staff)
    due_on = report.due_on
    end(complaint, staff, EndGround.SETTLED)
    assert (report.status, report.due_on) == (MatterStatus.IN_PROGRESS, due_on)
    assert report.closed_on is None
    assert "终止调解不影响举报的核查和处理" in complaint.replies[-1].text


def test_ending_the_verification_never_ends_the_mediation(bureau, staff):
    complaint, report = both_tracks(bureau, staff)
    due_on = complaint.due_on
    tracks.decline_case(
        matter=report,
        staff=staff,
        not_filed=NotFiledGround.MINOR,
        document_number="温试不立〔2026〕1号",
        reason="已改正。",
    )
    show_all_items(report, staff)
    handling.close_matter(
        matter=report,
        staff=staff,
        outcome=MatterOutcome.CORRECTED,
        ending=Ending(text="已改正。"),
    )
    assert (complaint.status, complaint.due_on) == (MatterStatus.IN_PROGRESS, due_on)


def test_another_body_goes_on_under_the_clock_that_runs(bureau, staff, in_may):
    matter = accepted(bureau, staff, COMPLAINT)
    due_on, there = matter.due_on, make_bureau()
    in_may.shift(timedelta(days=7))
    referral.refer_matter(matter=matter, staff=staff, to_bureau_id=there.id, reason="生产环节")
    handling.accept_matter(matter=matter, staff=make_staff(bureau=there))
    assert matter.accepted_on == IN_MAY.date()
    assert (matter.step, matter.due_on) == (MatterStep.MEDIATE, due_on)
    assert len(matter.deadlines) == 2
