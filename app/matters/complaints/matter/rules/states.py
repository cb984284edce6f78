"""Where a matter stands: tracks, states, clocks, and the lists on a desk."""

from app.kernel.labels import LabelledEnum


class ComplaintKind(LabelledEnum):
    """The two tracks of the law (总局令121号 Art. 3). One submission may open both."""

    COMPLAINT = ("complaint", "投诉")
    VIOLATION_REPORT = ("violation_report", "举报")

    @property
    def letter(self) -> str:
        """First letter of the matter's number: T for 投诉, J for 举报."""
        return "T" if self is ComplaintKind.COMPLAINT else "J"


class MatterStatus(LabelledEnum):
    """Where a matter stands."""

    ROUTING = ("routing", "待分派")
    NEW = ("new", "新到")
    IN_PROGRESS = ("in_progress", "办理中")
    """Accepted: 投诉 are mediated, 举报 are verified."""
    CASE_OPEN = ("case_open", "立案调查")
    NOT_FILED = ("not_filed", "不予立案")
    """Decided, and still to be told and closed."""
    WAITING_REPORTER = ("waiting_reporter", "待补充材料")
    DECLINED = ("declined", "不予受理")
    CLOSED = ("closed", "已办结")
    WITHDRAWN = ("withdrawn", "已撤回")


class MatterStep(LabelledEnum):
    """What the running clock is for; its days and its article stand in a ``DeadlineRule``."""

    ACCEPT = ("accept", "决定是否受理")
    MEDIATE = ("mediate", "完成调解")
    VERIFY = ("verify", "决定是否立案")
    ROUTE = ("route", "确定承办部门")
    INFORM = ("inform", "告知实名举报人")
    DECIDE = ("decide", "作出处理决定")
    ASK_REVIEW = ("ask_review", "申请复核")
    REVIEW = ("review", "作出复核答复")
    TELL_END = ("tell_end", "终止调解并告知投诉人")


class MatterWorklist(LabelledEnum):
    """The lists on a handler's desk."""

    NEW = ("new", "新到")
    MINE = ("mine", "我经办")
    DUE_SOON = ("due_soon", "即将到期")
    OVERDUE = ("overdue", "已逾期")
    ROUTING = ("routing", "待分派")
    DISPUTED = ("disputed", "退回")
    RETURNED = ("returned", "退回后转来")
    WAITING = ("waiting", "待补充材料")
    TO_APPROVE = ("to_approve", "待负责人批准")
    ASSISTING = ("assisting", "协办")
    OPEN = ("open", "全部在办")
    ENDED = ("ended", "已办结")


class DayUnit(LabelledEnum):
    """How a deadline counts: in working days, or in calendar days."""

    WORKING = ("working", "个工作日")
    CALENDAR = ("calendar", "日")


OPEN = frozenset(
    {
        MatterStatus.ROUTING,
        MatterStatus.NEW,
        MatterStatus.IN_PROGRESS,
        MatterStatus.WAITING_REPORTER,
        MatterStatus.CASE_OPEN,
        MatterStatus.NOT_FILED,
    }
)

FIRST_STEP: dict[ComplaintKind, MatterStep] = {
    ComplaintKind.COMPLAINT: MatterStep.ACCEPT,
    ComplaintKind.VIOLATION_REPORT: MatterStep.VERIFY,
}


def step_after_acceptance(kind: ComplaintKind) -> MatterStep | None:
    """The clock that starts at acceptance; None where the first clock runs on."""
    return MatterStep.MEDIATE if kind is ComplaintKind.COMPLAINT else None


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


PAUSABLE = frozenset({MatterStep.ACCEPT, MatterStep.MEDIATE, MatterStep.VERIFY, MatterStep.DECIDE})
"""The clocks of the work itself. Telling people what was decided waits for no examination."""

PAUSE_REASONS: dict[MatterStatus, tuple[PauseReason, ...]] = {
    MatterStatus.WAITING_REPORTER: (PauseReason.CORRECTION,),
    MatterStatus.IN_PROGRESS: (PauseReason.TEST, PauseReason.APPRAISAL),
    MatterStatus.CASE_OPEN: (PauseReason.TEST, PauseReason.APPRAISAL),
}
"""Why a clock can be stopped, by state: 补正 only while the reporter has been asked for it."""

UPLOADED = frozenset({PauseReason.TEST, PauseReason.APPRAISAL})
"""Reasons whose paper comes from elsewhere; what the reporter was asked for, the site issued."""
