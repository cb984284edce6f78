"""By when an application is decided, and how the days were counted."""

from dataclasses import dataclass
from datetime import date

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.working_days import (
    CountedDay,
    Remaining,
    add_working_days,
    explain,
    remaining,
    share_over,
)
from app.matters.redress.conditions import handling_term
from app.matters.redress.models import RedressApplication


@dataclass(frozen=True)
class Clock:
    """The period of an application, day by day."""

    received_on: date
    due_on: date
    days: int
    basis: str
    counted: list[CountedDay]


@dataclass(frozen=True)
class Running:
    """A clock that runs: how much is left of it, and how much is over, in percent."""

    clock: Clock
    left: Remaining
    share: int


def clock_from(received_on: date) -> Clock:
    """The period of what is received on that day."""
    term, calendar = handling_term(received_on), city_calendar()
    due_on = add_working_days(received_on, term.length, calendar)
    counted = explain(received_on, term.length, calendar)
    return Clock(received_on, due_on, term.length, term.basis, counted)


def running(application: RedressApplication) -> Running | None:
    """The clock of an application; None when none runs any more."""
    today, calendar = clock.today(), city_calendar()
    left = remaining(application.due_on, today, calendar)
    if left is None:
        return None
    period = clock_from(application.received_on)
    return Running(period, left, share_over(period.received_on, left.due_on, today, calendar))
