"""When the people of a clock are reminded of it."""

from datetime import date, datetime, time, timedelta

from app.kernel.clock import CITY_ZONE
from app.kernel.working_days import ONE_DAY, Calendar

THRESHOLDS = (50, 80, 100)
"""Of each clock, in percent: when its people are reminded."""


OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(17, 30)

_OFFICE_DAY = datetime.combine(date.min, OFFICE_CLOSES) - datetime.combine(date.min, OFFICE_OPENS)


def offices_are_open(now: datetime, calendar: Calendar) -> bool:
    """Whether somebody is there to read a reminder: a working day, in office hours."""
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
