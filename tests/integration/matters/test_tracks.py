"""The steps of 投诉 and of 举报, each with its clock; the end of one never ends the other."""

from datetime import date, datetime, timedelta

import pytest

from app.kernel import clock
from app.kernel.clock import CITY_ZONE
from app.kernel.errors import ConflictError, InvalidInputError
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services import handling, tracks
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
from tests.support.complaint_factories import make_matter, make_submission, show_all_items
from tests.support.factories import make_bureau, make_staff
from tests.support.matter_desk import close, file_case, file_none, taken_up

pytestmark = pytest.mark.usefixtures("app")

IN_MAY = datetime(2026, 5, 6, 10, tzinfo=CITY_ZONE)
"""Under 总局令121号, on a working day."""

COMPLAINT, REPORT = ComplaintKind.COMPLAINT, ComplaintKind.VIOLATION_REPORT


@pytest.fixture(autouse=True)
def in_may(frozen_clock):
    frozen_clock.move_to(IN_MAY)
    return frozen_clock


@pytest.fixture
def staff(bureau):
    return make_staff(bureau=bureau)


def invite(matter, staff, meets_at):
    tracks.invite_parties(
        matter=matter, staff=staff, meets_at=meets_at, place="郭溪所调解室", text="请带小票。"
    )


def record(matter, staff, result):
    day, text = clock.today(), "商家同意退款。"
    tracks.record_session(matter=matter, staff=staff, held_on=day, result=result, text=text)


def agree(matter, staff, agreed_on):
    terms = {"agreed_on": agreed_on, "terms": "退款二十元。"}
    tracks.agree_on_terms(matter=matter, staff=staff, **terms, ending=Ending(text="达成协议。"))


def end(matter, staff, ground):
    ending = Ending(text="终止调解。")
    tracks.end_mediation(matter=matter, staff=staff, end_ground=ground, ending=ending)


def test_a_session_is_invited_to_recorded_and_leads_to_an_agreement(bureau, staff, in_may):
    matter = taken_up(bureau, staff, COMPLAINT)
    assert (matter.step, matter.due_on) == (MatterStep.MEDIATE, date(2026, 7, 6)), "sixty days"
    invite(matter, staff, IN_MAY + timedelta(days=5))
    in_may.shift(timedelta(days=5))
    record(matter, staff, SessionResult.AGREED)
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


def test_nobody_is_invited_to_the_past_or_beyond_the_period(bureau, staff):
    matter = taken_up(bureau, staff, COMPLAINT)
    for days in (-1, 62):
        with pytest.raises(InvalidInputError):
            invite(matter, staff, IN_MAY + timedelta(days=days))
    assert matter.sessions == []


def test_a_session_is_invited_to_then_recorded_before_the_next(bureau, staff):
    matter = taken_up(bureau, staff, COMPLAINT)
    with pytest.raises(ConflictError, match="先邀请"):
        record(matter, staff, SessionResult.FAILED)
    invite(matter, staff, IN_MAY + timedelta(days=5))
    with pytest.raises(ConflictError, match="先记录"):
        invite(matter, staff, IN_MAY + timedelta(days=9))


@pytest.mark.parametrize("ground", [one for one in EndGround if one is not EndGround.TIME_OVER])
def test_a_mediation_ends_on_a_legal_ground(bureau, staff, ground):
    matter = taken_up(bureau, staff, COMPLAINT)
    end(matter, staff, ground)
    assert (matter.outcome, matter.end_ground) == (MatterOutcome.MEDIATION_ENDED, ground)
    assert matter.met_deadline is True


def test_time_is_over_only_when_it_is(bureau, staff, in_may):
    matter = taken_up(bureau, staff, COMPLAINT)
    in_may.move_to(datetime(2026, 7, 6, 10, tzinfo=CITY_ZONE))
    with pytest.raises(InvalidInputError, match="还没有届满"):
        end(matter, staff, EndGround.TIME_OVER)
    in_may.shift(timedelta(days=1))
    end(matter, staff, EndGround.TIME_OVER)
    assert matter.end_ground is EndGround.TIME_OVER
    assert matter.met_deadline is True


def test_telling_that_time_is_over_has_its_own_clock(bureau, staff, in_may):
    matter = taken_up(bureau, staff, COMPLAINT)
    in_may.move_to(datetime(2026, 7, 16, 10, tzinfo=CITY_ZONE))
    end(matter, staff, EndGround.TIME_OVER)
    assert [(one.step, one.met_on, one.due_on) for one in matter.deadlines][1:] == [
        (MatterStep.MEDIATE, date(2026, 7, 6), date(2026, 7, 6)),
        (MatterStep.TELL_END, date(2026, 7, 16), date(2026, 7, 15)),
    ]
    assert matter.met_deadline is False


def test_no_agreement_is_reached_after_the_period(bureau, staff, in_may):
    matter = taken_up(bureau, staff, COMPLAINT)
    in_may.move_to(datetime(2026, 7, 8, 10, tzinfo=CITY_ZONE))
    with pytest.raises(InvalidInputError, match="请终止调解"):
        agree(matter, staff, date(2026, 7, 8))
    agree(matter, staff, date(2026, 7, 6))
    assert matter.outcome is MatterOutcome.MEDIATED
    assert matter.met_deadline is True


def test_a_filed_case_has_ninety_days_and_a_named_reporter_hears_within_five(bureau, staff):
    matter = taken_up(bureau, staff, REPORT)
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
    matter = taken_up(bureau, staff, REPORT, is_anonymous=True, contact=None)
    file_case(matter, staff)
    assert [one.step for one in matter.deadlines if one.met_on is None] == [MatterStep.DECIDE]
    with pytest.raises(ConflictError, match="匿名"):
        tracks.inform_reporter(matter=matter, staff=staff, text="已立案。")


def test_a_report_without_a_case_is_told_and_closed(bureau, staff):
    matter = taken_up(bureau, staff, REPORT)
    file_none(matter, staff, NotFiledGround.NO_VIOLATION)
    assert (matter.status, matter.step) == (MatterStatus.NOT_FILED, MatterStep.INFORM)
    close(matter, staff, MatterOutcome.UNFOUNDED)
    assert matter.status is MatterStatus.CLOSED
    assert matter.met_deadline is True


def test_a_clue_is_not_declined_on_grounds_of_a_complaint(bureau, staff):
    matter = make_matter(bureau=bureau, kind=REPORT)
    with pytest.raises(InvalidInputError):
        handling.decline_matter(
            matter=matter, staff=staff, ground=MatterDeclineGround.NOT_CONSUMER, text="不受理。"
        )


def both_tracks(bureau, staff):
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
    file_none(report, staff, NotFiledGround.MINOR)
    show_all_items(report, staff)
    close(report, staff, MatterOutcome.CORRECTED)
    assert (complaint.status, complaint.due_on) == (MatterStatus.IN_PROGRESS, due_on)


def test_another_body_goes_on_under_the_clock_that_runs(bureau, staff, in_may):
    matter = taken_up(bureau, staff, COMPLAINT)
    due_on, there = matter.due_on, make_bureau()
    in_may.shift(timedelta(days=7))
    referral.refer_matter(matter=matter, staff=staff, to_bureau_id=there.id, reason="生产环节")
    handling.accept_matter(matter=matter, staff=make_staff(bureau=there))
    assert matter.accepted_on == IN_MAY.date()
    assert (matter.step, matter.due_on) == (MatterStep.MEDIATE, due_on)
    assert len(matter.deadlines) == 2
