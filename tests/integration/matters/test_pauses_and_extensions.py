"""Clocks stand still on a paper from today, are prolonged once by another person, and say so."""

from datetime import date, datetime, timedelta

import pytest

from app.kernel import clock
from app.kernel.clock import CITY_ZONE
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    MatterStatus,
    MatterStep,
    PauseReason,
)
from app.matters.complaints.reporter.services import tracking
from app.people.rules import Role
from tests.support.factories import make_staff
from tests.support.matter_desk import file_case, pause, taken_up

pytestmark = pytest.mark.usefixtures("app")

DUE = date(2026, 5, 26)
"""Fifteen working days later, past the exchanged Saturday of 9 May."""


def may(day):
    return datetime(2026, 5, day, 10, tzinfo=CITY_ZONE)


@pytest.fixture(autouse=True)
def in_may(frozen_clock):
    frozen_clock.move_to(may(6))
    return frozen_clock


@pytest.fixture
def staff(bureau):
    return make_staff(bureau=bureau)


@pytest.fixture
def matter(bureau, staff):
    """A clue that is being verified."""
    return taken_up(bureau, staff, ComplaintKind.VIOLATION_REPORT)


def extend(matter, staff, head):
    timing.request_extension(matter=matter, staff=staff, reason="需要外地协查。")
    timing.approve_extension(matter=matter, staff=head)


def text_of(matter, kind):
    event = next(one for one in reversed(matter.events) if one.kind is kind)
    assert event.is_visible_to_reporter
    return event.text or ""


def test_the_end_moves_by_the_working_days_that_were_left_out(matter, staff, in_may):
    assert matter.due_on == DUE
    in_may.move_to(may(11))
    pause(matter, staff)
    assert matter.due_on is None
    in_may.move_to(may(18))
    timing.resume_matter(matter=matter, staff=staff)
    assert matter.due_on == date(2026, 6, 2)
    assert text_of(matter, MatterEventKind.RESUMED) == (
        "决定是否立案的期限：原为2026年5月26日，现为2026年6月2日。"
    )


def test_a_pause_begins_on_the_day_of_the_act_and_moves_nothing_if_it_ends_on_it(matter, staff):
    pause(matter, staff)
    (made,) = matter.deadlines[-1].pauses
    assert made.first_day == clock.today()
    assert "2026年5月6日起暂停" in text_of(matter, MatterEventKind.PAUSED)
    assert "温试检〔2026〕3号" in text_of(matter, MatterEventKind.PAUSED)
    timing.resume_matter(matter=matter, staff=staff)
    assert matter.due_on == DUE


def test_pauses_never_overlap(matter, staff, in_may):
    pause(matter, staff)
    with pytest.raises(ConflictError, match="已经暂停"):
        pause(matter, staff, PauseReason.APPRAISAL)
    in_may.shift(timedelta(days=1))
    timing.resume_matter(matter=matter, staff=staff)
    pause(matter, staff, PauseReason.APPRAISAL)
    first, second = matter.deadlines[-1].pauses
    assert first.last_day < second.first_day


def test_a_clock_that_is_over_stands_still_no_more(matter, staff, in_may):
    in_may.move_to(may(28))
    with pytest.raises(ConflictError, match="逾期由系统计算"):
        pause(matter, staff)
    with pytest.raises(ConflictError, match="逾期由系统计算"):
        timing.request_extension(matter=matter, staff=staff, reason="忙。")


def test_material_is_waited_for_after_asking_and_lets_the_clock_go_on(matter, staff, in_may):
    with pytest.raises(InvalidInputError):
        pause(matter, staff, PauseReason.CORRECTION)
    handling.request_correction(matter=matter, staff=staff, text="请补充小票。")
    pause(matter, staff, PauseReason.CORRECTION)
    in_may.move_to(may(11))
    tracking.add_material(submission_id=matter.submission_id, text="小票在此。", files=[])
    assert matter.status is MatterStatus.IN_PROGRESS
    assert matter.due_on == date(2026, 5, 29)
    assert "现为2026年5月29日" in text_of(matter, MatterEventKind.RESUMED)


def test_what_is_closed_while_its_clock_stands_still_met_its_time(matter, staff, in_may):
    pause(matter, staff)
    in_may.move_to(may(6) + timedelta(days=56))
    file_case(matter, staff)
    verify = next(one for one in matter.deadlines if one.step is MatterStep.VERIFY)
    assert verify.met_on <= verify.due_on
    assert not verify.is_paused


def test_more_time_is_granted_once_by_the_head_and_both_dates_are_told(matter, staff, head):
    extend(matter, staff, head)
    assert matter.due_on == date(2026, 6, 16)
    assert text_of(matter, MatterEventKind.EXTENDED) == (
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


def test_only_another_head_of_the_body_grants_more_time(matter, staff, head, bureau):
    timing.request_extension(matter=matter, staff=head, reason="需要外地协查。")
    for other, why in (
        (staff, "科室负责人批准"),
        (make_staff(bureau=bureau), "科室负责人批准"),
        (head, "不能由申请人自己批准"),
    ):
        with pytest.raises(NotAllowedError, match=why):
            timing.approve_extension(matter=matter, staff=other)
    assert matter.due_on == DUE
    timing.approve_extension(matter=matter, staff=make_staff(Role.HEAD, bureau=bureau))
    assert matter.due_on == date(2026, 6, 16)


def test_a_mediation_is_never_prolonged(bureau, staff):
    matter = taken_up(bureau, staff, ComplaintKind.COMPLAINT)
    with pytest.raises(ConflictError, match="不能延长"):
        timing.request_extension(matter=matter, staff=staff, reason="还要调解。")


def test_a_case_is_prolonged_by_thirty_days_and_telling_the_reporter_waits_for_nothing(
    matter, staff, head
):
    file_case(matter, staff)
    to_inform = (MatterStep.INFORM, matter.due_on)
    extend(matter, staff, head)
    decide = next(one for one in matter.deadlines if one.step is MatterStep.DECIDE)
    assert decide.due_on == date(2026, 9, 3)
    pause(matter, staff)
    assert (matter.step, matter.due_on) == to_inform
