"""When a step must be done, and the count of days behind the date."""

from datetime import date, timedelta

from app.complaints.rules import DayUnit
from app.core.working_days import (
    Calendar,
    CountedDay,
    add_working_days,
    explain,
    on_or_after,
    working_days_between,
)


def due_date(start: date, days: int, unit: DayUnit, calendar: Calendar) -> date:
    """The last day of a period that begins the day after ``start``.

    A period in calendar days that would end on a day off ends on the next working day
    (Civil Code, article 203).
    """
    if unit is DayUnit.WORKING:
        return add_working_days(start, days, calendar)
    return on_or_after(start + timedelta(days=days), calendar)


def counted_days(start: date, due_on: date, calendar: Calendar) -> list[CountedDay]:
    """Each day from the one after ``start`` to ``due_on``, with why it counts or does not."""
    return explain(start, working_days_between(start, due_on, calendar), calendar)
