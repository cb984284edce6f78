"""What stops and prolongs a clock, and when people are reminded of it."""

from datetime import datetime, time

from app.complaints.rules.states import MatterStatus, Step
from app.core.clock import CITY_ZONE
from app.core.labels import LabelledEnum
from app.core.working_days import Calendar


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

THRESHOLDS = (50, 80, 100)
"""Of each clock, in percent: when its people are reminded."""

OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(17, 30)


def offices_are_open(now: datetime, calendar: Calendar) -> bool:
    """Whether somebody is there to read a reminder: a working day, in office hours."""
    here = now.astimezone(CITY_ZONE)
    return calendar.is_working(here.date()) and OFFICE_OPENS <= here.time() < OFFICE_CLOSES


def thresholds_reached(share: int) -> tuple[int, ...]:
    """The thresholds that a clock has passed of which ``share`` percent is over."""
    return tuple(threshold for threshold in THRESHOLDS if threshold <= share)
