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
    """What the running clock is for."""

    ACCEPT = ("accept", "决定是否受理")
    MEDIATE = ("mediate", "完成调解")
    VERIFY = ("verify", "决定是否立案")
    ROUTE = ("route", "确定承办部门")
    INFORM = ("inform", "告知实名举报人")
    DECIDE = ("decide", "作出处理决定")
    ASK_REVIEW = ("ask_review", "申请复核")
    REVIEW = ("review", "作出复核答复")
    TELL_END = ("tell_end", "终止调解并告知投诉人")


class MatterEventKind(LabelledEnum):
    """A step in a matter's history."""

    SUBMITTED = ("submitted", "已提交")
    ROUTED = ("routed", "已分派")
    ACCEPTED = ("accepted", "已受理")
    DECLINED = ("declined", "不予受理")
    REFERRED = ("referred", "转交其他部门")
    REFERRAL_DISPUTED = ("referral_disputed", "退回质量强市办")
    REFERRAL_SETTLED = ("referral_settled", "质量强市办确定承办部门")
    CORRECTION_REQUESTED = ("correction_requested", "请您补充材料")
    MATERIAL_ADDED = ("material_added", "已补充材料")
    REPLIED = ("replied", "已答复")
    CLOSED = ("closed", "已办结")
    WITHDRAWN = ("withdrawn", "已撤回")
    ASSIGNED = ("assigned", "确定承办人")
    RATED = ("rated", "已评价")
    REWARDED = ("rewarded", "举报奖励")
    MEDIATION_INVITED = ("mediation_invited", "邀请调解")
    MEDIATION_HELD = ("mediation_held", "已进行调解")
    AGREED = ("agreed", "达成调解协议")
    MEDIATION_EXPIRED = ("mediation_expired", "调解期限届满")
    MEDIATION_ENDED = ("mediation_ended", "终止调解")
    CASE_FILED = ("case_filed", "决定立案")
    CASE_NOT_FILED = ("case_not_filed", "决定不予立案")
    INFORMED = ("informed", "已告知是否立案")
    PAUSED = ("paused", "暂停计时")
    RESUMED = ("resumed", "恢复计时")
    EXTENSION_REQUESTED = ("extension_requested", "申请延长期限")
    EXTENDED = ("extended", "延长期限")
    EXTENSION_REFUSED = ("extension_refused", "不同意延长期限")
    RECALCULATED = ("recalculated", "期限重新计算")
    AMENDED = ("amended", "已更正内容")
    AMEND_ASKED = ("amend_asked", "申请更正")
    WITHDRAW_ASKED = ("withdraw_asked", "申请撤回")
    REQUEST_ANSWERED = ("request_answered", "已答复申请")
    REVIEW_ASKED = ("review_asked", "申请复核")
    REVIEWED = ("reviewed", "已复核")
    VISITED = ("visited", "已回答回访")
    ERASED = ("erased", "反映人的资料已删除")
    MERGED = ("merged", "并案办理")
    SPLIT = ("split", "恢复单独办理")
    SITE_EVIDENCE = ("site_evidence", "上传现场材料")
    ASSISTANCE_ASKED = ("assistance_asked", "交办协办任务")
    ASSISTANCE_REPORTED = ("assistance_reported", "协办部门反馈")
    CASE_DRAFTED = ("case_drafted", "已拟写案件草稿")
    ITEM_SHOWN = ("item_shown", "四不放过：已写查证情况")
    WAIVER_ASKED = ("waiver_asked", "四不放过：申请免予")
    WAIVER_GRANTED = ("waiver_granted", "四不放过：批准免予")
    WAIVER_REFUSED = ("waiver_refused", "四不放过：不同意免予")


class ReferralStatus(LabelledEnum):
    """What became of a referral from one body to another."""

    PENDING = ("pending", "待接收")
    ACCEPTED = ("accepted", "已接收")
    DISPUTED = ("disputed", "有争议")
    SETTLED = ("settled", "已裁定")


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
    """How a deadline counts."""

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
