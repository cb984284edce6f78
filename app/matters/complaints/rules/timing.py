"""What stops and prolongs a clock, and when people are reminded of it."""

from datetime import date, datetime, time, timedelta

from app.kernel.clock import CITY_ZONE
from app.kernel.labels import LabelledEnum
from app.kernel.working_days import ONE_DAY, Calendar
from app.matters.complaints.rules.states import MatterStatus, Step


class PauseReason(LabelledEnum):
    """What the law does not count into a period."""

    TEST = ("test", "检测、检验")
    APPRAISAL = ("appraisal", "鉴定")
    CORRECTION = ("correction", "反映人补正材料")


class ExtensionStatus(LabelledEnum):
    """What became of a request for more time."""

    REQUESTED = ("requested", "待批准")
    APPROVED = ("approved", "已批准")
    REFUSED = ("refused", "未批准")


PAUSABLE = frozenset({Step.ACCEPT, Step.MEDIATE, Step.VERIFY, Step.DECIDE})
"""The clocks of the work itself. Telling people what was decided waits for no examination."""

PAUSE_REASONS: dict[MatterStatus, tuple[PauseReason, ...]] = {
    MatterStatus.WAITING_REPORTER: (PauseReason.CORRECTION,),
    MatterStatus.IN_PROGRESS: (PauseReason.TEST, PauseReason.APPRAISAL),
    MatterStatus.CASE_OPEN: (PauseReason.TEST, PauseReason.APPRAISAL),
}
"""Why a clock can be stopped, by state: 补正 only while the reporter has been asked for it."""

UPLOADED = frozenset({PauseReason.TEST, PauseReason.APPRAISAL})
"""Reasons whose paper comes from elsewhere; what the reporter was asked for, the site issued."""

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
