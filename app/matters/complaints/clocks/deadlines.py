"""When a step must be done, and the count of days behind the date."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.kernel.working_days import (
    ONE_DAY,
    PAUSED_NOTE,
    Calendar,
    CountedDay,
    Pause,
    explain,
    is_paused,
)
from app.matters.complaints.matter.rules.states import DayUnit

CARRIED_NOTE = "最后一日遇休息日，顺延"


def due_date(
    start: date, days: int, unit: DayUnit, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> date:
    """The last day of a period that begins the day after ``start``."""
    return counted_days(start, days, unit, calendar, pauses)[-1].day


def counted_days(
    start: date, days: int, unit: DayUnit, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> list[CountedDay]:
    """Each day from the one after ``start`` to the last, with why it counts or does not.

    A period in calendar days that would end on a day off ends on the next working day
    (Civil Code, article 203).
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
