"""Fields of key projects, and the state that follows from plan and reports."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.labels import LabelledEnum

DELAYED_DAYS = 30
"""Calendar days; who is later than that is delayed."""
REPORT_DAY = 10
"""Lead bodies report by this day of each month."""
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?")


class ProjectField(LabelledEnum):
    """Which of the policy's four fields of quality, or three strategies, a project serves."""

    PRODUCT = ("product", "产品质量")
    ENGINEERING = ("engineering", "工程质量")
    SERVICE = ("service", "服务质量")
    ENVIRONMENT = ("environment", "环境质量")
    INTELLECTUAL_PROPERTY = ("intellectual_property", "知识产权")
    STANDARDS = ("standards", "标准化")
    BRANDS = ("brands", "品牌")


class ProjectState(LabelledEnum):
    """How a project stands, computed from its milestones; never typed."""

    ON_TRACK = ("on_track", "按计划")
    AT_RISK = ("at_risk", "滞后")
    DELAYED = ("delayed", "严重滞后")
    DONE = ("done", "已完成")
    STOPPED = ("stopped", "已停止")


class ReportsEvery(LabelledEnum):
    """How often a lead body reports on a project."""

    MONTH = ("month", "每月")
    QUARTER = ("quarter", "每季度")


def code_fault(*, uscc: str | None, implementing_firm: str | None) -> str:
    """What is wrong with a credit code; nothing where it has the firm that it names beside it."""
    return "填写了统一社会信用代码，也要填写建设单位" if uscc and not implementing_firm else ""


def next_due(planned: list[tuple[date, date | None]]) -> date | None:
    """The oldest planned date not yet reached; None when all are (pairs of planned, actual)."""
    return min((plan for plan, actual in planned if actual is None), default=None)


def days_late(next_due_on: date | None, today: date) -> int:
    """Calendar days since the oldest unreached planned date passed; 0 when none has."""
    return max((today - next_due_on).days, 0) if next_due_on else 0


def state(*, stopped: bool, percent: int, next_due_on: date | None, today: date) -> ProjectState:
    """The state shown to the public: over 30 calendar days late is DELAYED, any lateness AT_RISK.

    ``percent`` is what is done, from 0 to 100.
    """
    if stopped:
        return ProjectState.STOPPED
    if percent >= 100:
        return ProjectState.DONE
    late = days_late(next_due_on, today)
    if late > DELAYED_DAYS:
        return ProjectState.DELAYED
    return ProjectState.AT_RISK if late else ProjectState.ON_TRACK


def lateness_step(late: int, total: int) -> int:
    """The shade of a district's tile: 0 without projects, 4 where none is late, to 1 over 25 %."""
    if not total:
        return 0
    share = late / total
    return next((step for step, most in ((4, 0.0), (3, 0.1), (2, 0.25)) if share <= most), 1)


class ProjectProgress(LabelledEnum):
    """What the list can be narrowed to: a state, any lateness, or a missing report."""

    ON_TRACK = ("on_track", "按计划")
    LATE = ("late", "滞后（含严重滞后）")
    DELAYED = ("delayed", "严重滞后")
    UNREPORTED = ("unreported", "本期未报")
    DONE = ("done", "已完成")
    STOPPED = ("stopped", "已停止")


class ProjectOrder(StrEnum):
    """Orders of the list: late ones first, by code, by progress, newest report first."""

    LATE = "late"
    CODE = "code"
    PERCENT = "percent"
    REPORT = "report"


@dataclass(frozen=True, kw_only=True)
class ProjectFilters:
    """Which projects to show; empty values leave nothing out."""

    field: ProjectField | None = None
    district: str = ""
    bureau: int | None = None
    year: int | None = None
    progress: ProjectProgress | None = None
    q: str = ""


@dataclass(frozen=True)
class PlannedStep:
    """A milestone as far as the plan goes: its weight in percent, its first and last day."""

    weight: int
    starts_on: date | None
    ends_on: date


def reports_due_since(today: date, every: ReportsEvery = ReportsEvery.MONTH) -> date:
    """A project without a report since this day has missed one: they are due by the 10th.

    Of each month, or of the first month of each quarter.
    """
    months = 1 if every is ReportsEvery.MONTH else 3
    begun = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    if today > begun.replace(day=REPORT_DAY):
        return begun
    last_before = begun - timedelta(days=1)
    return last_before.replace(day=1, month=(last_before.month - 1) // months * months + 1)


def planned_percent(steps: list[PlannedStep], day: date) -> int | None:
    """How much of the plan should be done on ``day``, in percent; None where there is no plan.

    A step counts evenly from its planned start to its end, all at once where no start is
    planned. Steps without any weight count alike.
    """
    if not steps:
        return None
    weights = [step.weight for step in steps]
    if not any(weights):
        weights = [1] * len(steps)
    done = sum(weight * _share(step, day) for weight, step in zip(weights, steps, strict=True))
    return round(100 * done / sum(weights))


def _share(step: PlannedStep, day: date) -> float:
    if day >= step.ends_on:
        return 1.0
    if step.starts_on is None or day <= step.starts_on:
        return 0.0
    return (day - step.starts_on).days / (step.ends_on - step.starts_on).days


class StepOutcome(LabelledEnum):
    """How a milestone fared against its planned date."""

    EARLY = ("early", "提前")
    ON_TIME = ("on_time", "按期")
    LATE = ("late", "迟")
    OVERDUE = ("overdue", "滞后")
    AHEAD = ("ahead", "未到期")


def step_outcome(planned_on: date, actual_on: date | None, today: date) -> tuple[StepOutcome, int]:
    """How a milestone fared, and by how many calendar days, which are never negative."""
    difference = ((actual_on or today) - planned_on).days
    if actual_on is None:
        return (StepOutcome.OVERDUE, difference) if difference > 0 else (StepOutcome.AHEAD, 0)
    if difference == 0:
        return StepOutcome.ON_TIME, 0
    return (StepOutcome.LATE if difference > 0 else StepOutcome.EARLY), abs(difference)


def period_words(period: str) -> str:
    """2026年10月, 2026年第3季度 or 2026年, from a report's ``period``."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        return f"{year}年第{part[1:]}季度"
    return f"{year}年{int(part)}月" if part.isdecimal() else f"{year}年"
