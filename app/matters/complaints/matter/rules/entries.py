"""What a matter and its submission keep: history, papers, hand-overs, requests, channels."""

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.states import ComplaintKind


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


class MatterDocumentKind(LabelledEnum):
    """The papers that a matter brings forth."""

    REGISTRATION = ("registration", "登记表")
    ACCEPTANCE = ("acceptance", "受理通知书")
    NON_ACCEPTANCE = ("non_acceptance", "不予受理通知书")
    CORRECTION = ("correction", "限期补充材料通知书")
    IDENTITY = ("identity", "限期提供身份证明材料通知书")
    DISPATCH = ("dispatch", "分送函")
    TRANSFER = ("transfer", "移送函")
    MEDIATION = ("mediation", "调解通知书")
    MEDIATION_ENDED = ("mediation_ended", "终止调解通知书")
    AGREEMENT = ("agreement", "调解书")
    RESULT = ("result", "处理结果告知书")

    def title_for(self, kind: ComplaintKind) -> str:
        """What the paper of a matter of that kind is called."""
        return f"{kind.label}{self.label}"


class Reader(LabelledEnum):
    """For whom a paper is."""

    FILE = ("file", "存档")
    REPORTER = ("reporter", "反映人")
    SUBJECT = ("subject", "被反映方")
    PARTIES = ("parties", "双方当事人")
    BODY = ("body", "其他部门")


class ReferralStatus(LabelledEnum):
    """What became of a referral from one body to another."""

    PENDING = ("pending", "待接收")
    ACCEPTED = ("accepted", "已接收")
    DISPUTED = ("disputed", "有争议")
    SETTLED = ("settled", "已裁定")


BINDING_RETURN = 2
"""The decision on this return is an adjudication (裁定): nothing is returned after it."""


class ReturnDecision(LabelledEnum):
    """What the coordination office said to a return."""

    MOVED = ("moved", "改由其他部门承办")
    KEPT = ("kept", "仍由退回的部门承办")


class AssistState(LabelledEnum):
    """Where the task of an assisting body stands."""

    OPEN = ("open", "待反馈")
    REPORTED = ("reported", "已反馈")
    ENDED = ("ended", "不再协办")


def is_binding(ordinal: int) -> bool:
    """Whether the decision on a matter's ``ordinal``-th return ends every dispute."""
    return ordinal >= BINDING_RETURN


def decision_on(*, returned_by: int, given_to: int) -> ReturnDecision:
    """What it means for the body that returned a matter who leads it now."""
    return ReturnDecision.KEPT if returned_by == given_to else ReturnDecision.MOVED


class RequestKind(LabelledEnum):
    """What a reporter asks of the body once the free ten minutes are over."""

    AMEND = ("amend", "更正")
    WITHDRAW = ("withdraw", "撤回")


class RequestStatus(LabelledEnum):
    """What became of it."""

    PENDING = ("pending", "待答复")
    GRANTED = ("granted", "同意")
    REFUSED = ("refused", "不同意")


class Channel(LabelledEnum):
    """By what way staff were told what they register."""

    PHONE = ("phone", "来电")
    LETTER = ("letter", "来信")
    VISIT = ("visit", "来访")
    HOTLINE = ("hotline", "12345热线转来")


class Pattern(LabelledEnum):
    """A pattern that staff are told of."""

    SAME_PERSON = ("same_person", "同一联系电话多次提交")
    SAME_WORDS = ("same_words", "相同的文字多次提交")


class TraitKind(LabelledEnum):
    """What is common to several reports."""

    STREET = ("street", "街道、路段")
    PRODUCT = ("product", "产品")
