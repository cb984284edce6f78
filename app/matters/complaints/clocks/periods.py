"""The clocks of a matter as they run: how long each is, and each of its days with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.kernel.clock import CITY_ZONE
from app.kernel.working_days import (
    ONE_DAY,
    PAUSED_NOTE,
    Calendar,
    CountedDay,
    Pause,
    Remaining,
    explain,
    is_paused,
    remaining,
    working_days_between,
)
from app.matters.complaints.matter.models.clocks import ClockPause, MatterDeadline
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.states import DayUnit


@dataclass(frozen=True)
class ClockPeriod:
    """A clock unfolded into its days.

    ``counted`` is empty where the count can't be told: the end was set under a calendar that was
    corrected later, or without a rule.
    """

    clock: MatterDeadline
    due_on: date
    """Where the clock stands still: the day it would end on if it went on tomorrow."""
    counted: list[CountedDay]
    share: int
    """How much is over, in percent."""
    left: Remaining | None
    """In working days; None once the clock has ended."""

    @property
    def paused(self) -> ClockPause | None:
        """The pause in which the clock stands still."""
        return next((pause for pause in self.clock.pauses if pause.is_open), None)

    @property
    def is_in_calendar_days(self) -> bool:
        """Whether days off count, too."""
        return bool(self.clock.rule and self.clock.rule.unit is DayUnit.CALENDAR)


def unfolded(clock: MatterDeadline, today: date, calendar: Calendar) -> ClockPeriod:
    """The clock with all that its readers ask of it."""
    counted = days_of(clock, today, calendar)
    due_on = counted[-1].day if counted and clock.is_paused else clock.due_on
    return ClockPeriod(
        clock=clock,
        due_on=due_on,
        counted=counted if counted and counted[-1].day == due_on else [],
        share=_share_of(counted, clock.met_on or today),
        left=remaining(due_on, today, calendar) if clock.met_on is None else None,
    )


def days_of(clock: MatterDeadline, today: date, calendar: Calendar) -> list[CountedDay]:
    """Each calendar day of the clock; a pause that still lasts is counted up to today."""
    if clock.rule is None:
        return []
    days = clock.rule.days + (clock.extension.days if clock.extension else 0)
    pauses = [_span(pause, today) for pause in clock.pauses]
    return counted_days(clock.started_on, days, clock.rule.unit, calendar, pauses)


def _share_of(counted: list[CountedDay], on: date) -> int:
    """How much of the days is over on ``on``, in percent; all of it on the last day."""
    if not counted:
        return 0
    over = max((day.number for day in counted if day.day <= on), default=0)
    return round(100 * over / counted[-1].number)


def days_taken(matter: Matter, on: date, calendar: Calendar) -> int:
    """Working days from receipt to ``on``, as the law counts: without those left out of a clock.

    Two clocks of a matter may stand still on the same day; it is left out once. Between a refusal
    and the review that overturned it no clock ran at all.
    """
    left_out = [_span(pause, on) for clock in matter.deadlines for pause in clock.pauses]
    return working_days_between(
        matter.received_on, on, calendar, [*left_out, *_between_rounds(matter)]
    )


def _between_rounds(matter: Matter) -> list[Pause]:
    """From the day after the refusal to the day of the review, which started a clock anew."""
    if not matter.was_refused or matter.accepted_on is None:
        return []
    ended = [clock.met_on for clock in matter.deadlines if clock.started_on < matter.accepted_on]
    refused_on = max((day for day in ended if day is not None), default=matter.accepted_on)
    return [(refused_on + ONE_DAY, matter.accepted_on)]


def _span(pause: ClockPause, today: date) -> Pause:
    return pause.first_day, today if pause.last_day is None else pause.last_day


CARRIED_NOTE = "最后一日遇休息日，顺延"


def due_date(
    start: date, days: int, unit: DayUnit, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> date:
    """The last day of a period of ``days`` (in ``unit``) that begins the day after ``start``."""
    return counted_days(start, days, unit, calendar, pauses)[-1].day


def counted_days(
    start: date, days: int, unit: DayUnit, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> list[CountedDay]:
    """Each calendar day from the one after ``start`` to the last, with why it counts or does not.

    ``days`` are in ``unit``. A period in calendar days that would end on a day off ends on the
    next working day (Civil Code, article 203).
    """
    if unit is DayUnit.WORKING:
        return explain(start, days, calendar, pauses)
    return list(_calendar_days(start, days, calendar, pauses))


def _calendar_days(
    start: date, days: int, calendar: Calendar, pauses: Sequence[Pause]
) -> Iterator[CountedDay]:
    number, day = 0, start
    while number < days:
        day += ONE_DAY
        paused = is_paused(day, pauses)
        number += not paused
        note = PAUSED_NOTE if paused else calendar.note(day)
        yield CountedDay(day, not paused, note, number, calendar.is_provisional(day))
    while not calendar.is_working(day):
        day += ONE_DAY
        provisional = calendar.is_provisional(day)
        yield CountedDay(
            day, counts=False, note=CARRIED_NOTE, number=number, is_provisional=provisional
        )


THRESHOLDS = (50, 80, 100)
"""Of each clock, in percent: when its people are reminded."""

OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(17, 30)
_OFFICE_DAY = datetime.combine(date.min, OFFICE_CLOSES) - datetime.combine(date.min, OFFICE_OPENS)


def offices_are_open(now: datetime, calendar: Calendar) -> bool:
    """Whether somebody is there to read a reminder: a working day, by the city's office hours."""
    here = now.astimezone(CITY_ZONE)
    return calendar.is_working(here.date()) and OFFICE_OPENS <= here.time() < OFFICE_CLOSES


def thresholds_reached(share: int) -> tuple[int, ...]:
    """The thresholds that a clock has passed of which ``share`` percent is over."""
    return tuple(threshold for threshold in THRESHOLDS if threshold <= share)


def share_of_office_hours(start: date, last: date, now: datetime, calendar: Calendar) -> int:
    """How much of a clock of few days is over, in percent, counted in office hours.

    It runs from the working day after ``start`` to the closing of offices on ``last``.
    """
    after = (start + ONE_DAY * number for number in range(1, (last - start).days + 1))
    days = [day for day in after if calendar.is_working(day)]
    over = sum((_office_time_over(day, now) for day in days), timedelta())
    return int(100 * over / (_OFFICE_DAY * len(days))) if days else 0


def _office_time_over(day: date, now: datetime) -> timedelta:
    """How much of the office hours of ``day`` is over."""
    opened = datetime.combine(day, OFFICE_OPENS, CITY_ZONE)
    return min(max(now - opened, timedelta()), _OFFICE_DAY)
