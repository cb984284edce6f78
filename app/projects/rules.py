"""Fields of key projects, and the state that follows from plan and reports."""

from datetime import date

from app.core.labels import LabelledEnum

DELAYED_DAYS = 30


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


def next_due(planned: list[tuple[date, date | None]]) -> date | None:
    """The oldest planned date not yet reached; None when all are (pairs of planned, actual)."""
    return min((plan for plan, actual in planned if actual is None), default=None)


def days_late(next_due_on: date | None, today: date) -> int:
    """Days since the oldest unreached planned date passed; 0 when none has."""
    return max((today - next_due_on).days, 0) if next_due_on else 0


def state(*, stopped: bool, percent: int, next_due_on: date | None, today: date) -> ProjectState:
    """The state shown to the public: over 30 days late is DELAYED, any lateness AT_RISK."""
    if stopped:
        return ProjectState.STOPPED
    if percent >= 100:
        return ProjectState.DONE
    late = days_late(next_due_on, today)
    if late > DELAYED_DAYS:
        return ProjectState.DELAYED
    return ProjectState.AT_RISK if late else ProjectState.ON_TRACK
