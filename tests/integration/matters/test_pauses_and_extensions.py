"""Clocks stand still on a paper from today, are prolonged once by another person, and say so."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from app.kernel import clock
from app.kernel.clock import CITY_ZONE
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.services import handling, tracks
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    MatterStatus,
    MatterStep,
    PauseReason,
)
from app.matters.complaints.reporter.services import tracking
from app.people.models import Bureau, Staff
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, paper
from tests.support.factories import make_staff

pytestmark = pytest.mark.usefixtures("app")

IN_MAY = datetime(2026, 5, 6, 10, tzinfo=CITY_ZONE)
DUE = date(2026, 5, 26)
"""Fifteen working days later, past the exchanged Saturday of 9 May."""


@pytest.fixture(autouse=True)
def in_may(frozen_clock: time_machine.Traveller) -> time_machine.Traveller:
    frozen_clock.move_to(IN_MAY)
    return frozen_clock


@pytest.fixture
def staff(bureau: Bureau) -> Staff:
    return make_staff(bureau=bureau)


@pytest.fixture
def matter(bureau: Bureau, staff: Staff) -> Matter:
    """A clue that is being verified."""
    made = make_matter(bureau=bureau)
    handling.accept_matter(matter=made, staff=staff)
    return made


def pause(matter: Matter, staff: Staff, reason: PauseReason = PauseReason.TEST) -> None:
    timing.pause_matter(
        matter=matter,
        staff=staff,
        pause_reason=reason,
        document="检验委托书温试检〔2026〕3号",
        paper=paper(),
    )


def extend(matter: Matter, staff: Staff, head: Staff) -> None:
    timing.request_extension(matter=matter, staff=staff, reason="需要外地协查。")
    timing.approve_extension(matter=matter, staff=head)


def told(matter: Matter, kind: MatterEventKind) -> str:
    event = next(one for one in reversed(matter.events) if one.kind is kind)
    assert event.is_visible_to_reporter
    return event.text or ""


def test_the_end_moves_by_the_working_days_that_were_left_out(matter, staff, in_may):
    assert matter.due_on == DUE
    in_may.move_to(datetime(2026, 5, 11, 10, tzinfo=CITY_ZONE))
    pause(matter, staff)
    assert matter.due_on is None
    in_may.move_to(datetime(2026, 5, 18, 10, tzinfo=CITY_ZONE))
    timing.resume_matter(matter=matter, staff=staff)
    assert matter.due_on == date(2026, 6, 2)
    assert told(matter, MatterEventKind.RESUMED) == (
        "决定是否立案的期限：原为2026年5月26日，现为2026年6月2日。"
    )


def test_a_pause_begins_on_the_day_of_the_act_and_names_its_paper(matter, staff):
    pause(matter, staff)
    (made,) = matter.deadlines[-1].pauses
    assert made.first_day == clock.today()
    assert "2026年5月6日起暂停" in told(matter, MatterEventKind.PAUSED)
    assert "温试检〔2026〕3号" in told(matter, MatterEventKind.PAUSED)


def test_pauses_never_overlap(matter, staff, in_may):
    pause(matter, staff)
    with pytest.raises(ConflictError, match="已经暂停"):
        pause(matter, staff, PauseReason.APPRAISAL)
    in_may.shift(timedelta(days=1))
    timing.resume_matter(matter=matter, staff=staff)
    pause(matter, staff, PauseReason.APPRAISAL)
    first, second = matter.deadlines[-1].pauses
    assert first.last_day < second.first_day


def test_a_pause_that_ends_on_its_first_day_moves_nothing(matter, staff):
    pause(matter, staff)
    timing.resume_matter(matter=matter, staff=staff)
    assert matter.due_on == DUE


def test_a_clock_that_is_over_stands_still_no_more(matter, staff, in_may):
    in_may.move_to(datetime(2026, 5, 28, 10, tzinfo=CITY_ZONE))
    with pytest.raises(ConflictError, match="逾期由系统计算"):
        pause(matter, staff)
    with pytest.raises(ConflictError, match="逾期由系统计算"):
        timing.request_extension(matter=matter, staff=staff, reason="忙。")


def test_material_is_waited_for_only_after_asking(matter, staff):
    with pytest.raises(InvalidInputError):
        pause(matter, staff, PauseReason.CORRECTION)


def test_material_that_comes_lets_the_clock_go_on(matter, staff, in_may):
    handling.request_correction(matter=matter, staff=staff, text="请补充小票。")
    pause(matter, staff, PauseReason.CORRECTION)
    in_may.move_to(datetime(2026, 5, 11, 10, tzinfo=CITY_ZONE))
    tracking.add_material(submission_id=matter.submission_id, text="小票在此。", files=[])
    assert matter.status is MatterStatus.IN_PROGRESS
    assert matter.due_on == date(2026, 5, 29)
    assert "现为2026年5月29日" in told(matter, MatterEventKind.RESUMED)


def test_what_is_closed_while_its_clock_stands_still_met_its_time(matter, staff, in_may):
    pause(matter, staff)
    in_may.move_to(datetime(2026, 7, 1, 10, tzinfo=CITY_ZONE))
    tracks.file_case(matter=matter, staff=staff, document_number="温试立〔2026〕1号", reason="属实")
    verify = next(one for one in matter.deadlines if one.step is MatterStep.VERIFY)
    assert verify.met_on <= verify.due_on
    assert not verify.is_paused


def test_more_time_is_granted_once_by_the_head_and_both_dates_are_told(matter, staff, head):
    extend(matter, staff, head)
    assert matter.due_on == date(2026, 6, 16)
    assert told(matter, MatterEventKind.EXTENDED) == (
        "决定是否立案的期限：原为2026年5月26日，现为2026年6月16日。理由：需要外地协查。"
    )
    with pytest.raises(ConflictError, match="不能延长，或者已经延长过"):
        timing.request_extension(matter=matter, staff=staff, reason="还要时间。")


def test_a_request_moves_nothing_and_is_not_told_to_the_reporter(matter, staff, head):
    timing.request_extension(matter=matter, staff=staff, reason="需要外地协查。")
    assert matter.due_on == DUE
    assert not matter.events[-1].is_visible_to_reporter
    timing.refuse_extension(matter=matter, staff=head, reason="本地可以查清。")
    assert matter.due_on == DUE
    assert not matter.events[-1].is_visible_to_reporter


def test_only_the_head_of_the_body_grants_more_time(matter, staff, bureau):
    timing.request_extension(matter=matter, staff=staff, reason="需要外地协查。")
    for other in (staff, make_staff(bureau=bureau)):
        with pytest.raises(NotAllowedError, match="科室负责人批准"):
            timing.approve_extension(matter=matter, staff=other)
    assert matter.due_on == DUE


def test_a_head_does_not_grant_their_own_request(matter, head, bureau):
    timing.request_extension(matter=matter, staff=head, reason="需要外地协查。")
    with pytest.raises(NotAllowedError, match="不能由申请人自己批准"):
        timing.approve_extension(matter=matter, staff=head)
    timing.approve_extension(matter=matter, staff=make_staff(Role.HEAD, bureau=bureau))
    assert matter.due_on == date(2026, 6, 16)


def test_a_mediation_is_never_prolonged(bureau, staff):
    matter = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    handling.accept_matter(matter=matter, staff=staff)
    with pytest.raises(ConflictError, match="不能延长"):
        timing.request_extension(matter=matter, staff=staff, reason="还要调解。")


def test_a_case_is_prolonged_by_thirty_days(matter, staff, head):
    tracks.file_case(matter=matter, staff=staff, document_number="温试立〔2026〕1号", reason="属实")
    extend(matter, staff, head)
    decide = next(one for one in matter.deadlines if one.step is MatterStep.DECIDE)
    assert decide.due_on == date(2026, 9, 3)
    assert matter.step is MatterStep.INFORM


def test_a_pause_does_not_touch_the_clock_for_telling_the_reporter(matter, staff):
    tracks.file_case(matter=matter, staff=staff, document_number="温试立〔2026〕1号", reason="属实")
    due_on = matter.due_on
    pause(matter, staff)
    assert (matter.step, matter.due_on) == (MatterStep.INFORM, due_on)
