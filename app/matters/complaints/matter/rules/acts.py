"""What staff can do with a matter: who, in which state, and on which track."""

from dataclasses import dataclass

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.outcomes import CLOSING
from app.matters.complaints.matter.rules.reviews import ANSWERED
from app.matters.complaints.matter.rules.states import OPEN, ComplaintKind, MatterStatus
from app.matters.complaints.matter.rules.timing import PAUSE_REASONS


class Relation(LabelledEnum):
    """What a member of staff's body is to a matter."""

    LEAD = ("lead", "主办")
    ASSISTANT = ("assistant", "协办")
    COORDINATION = ("coordination", "质量强市办")


class Act(LabelledEnum):
    """What staff can do with a matter."""

    TAKE = ("take", "由我承办")
    ASSIGN = ("assign", "分派承办人")
    ACCEPT = ("accept", "受理")
    DECLINE = ("decline", "不予受理")
    REFER = ("refer", "转办其他部门")
    RETURN = ("return", "退回质量强市办")
    SETTLE = ("settle", "确定承办部门")
    ASK_ASSISTANCE = ("ask_assistance", "交办协办任务")
    REPORT_BACK = ("report_back", "向主办部门反馈")
    REQUEST_CORRECTION = ("request_correction", "要求补充材料")
    INVITE = ("invite", "邀请双方调解")
    RECORD_SESSION = ("record_session", "记录调解情况")
    AGREE = ("agree", "达成调解协议")
    END_MEDIATION = ("end_mediation", "终止调解")
    FILE_CASE = ("file_case", "立案")
    NOT_FILE = ("not_file", "不予立案")
    INFORM = ("inform", "告知实名举报人")
    PAUSE = ("pause", "暂停计时")
    RESUME = ("resume", "恢复计时")
    REQUEST_EXTENSION = ("request_extension", "申请延长期限")
    APPROVE_EXTENSION = ("approve_extension", "同意延长期限")
    REFUSE_EXTENSION = ("refuse_extension", "不同意延长期限")
    REPLY = ("reply", "答复")
    NOTE = ("note", "内部备注")
    ATTACH = ("attach", "上传现场材料")
    CLOSE = ("close", "办结")
    MERGE = ("merge", "并案")
    SPLIT = ("split", "撤出并案")
    SHOW_IDENTITY = ("reveal", "查看身份")  # the value stands in the log
    ANSWER_REQUEST = ("answer_request", "答复反映人的申请")
    DRAFT_CASE = ("draft_case", "拟写案件草稿")
    SHOW_ITEM = ("show_item", "四不放过：写查证情况")
    ASK_WAIVER = ("ask_waiver", "四不放过：申请免予")
    GRANT_WAIVER = ("grant_waiver", "四不放过：批准免予")
    REFUSE_WAIVER = ("refuse_waiver", "四不放过：不同意免予")
    REVIEW = ("review", "复核")


ADDING = frozenset({Act.NOTE, Act.ATTACH, Act.REPORT_BACK})
"""Acts that only add something: they are welcome however old the page is they come from."""


TOGETHER = frozenset({Act.ACCEPT, Act.REPLY, Act.REQUEST_CORRECTION, Act.CLOSE})
"""Acts that can be done at once to all matters that are handled together."""


@dataclass(frozen=True)
class Allowed:
    """Who may do an act, in which states, on which tracks."""

    relations: frozenset[Relation]
    statuses: frozenset[MatterStatus]
    kinds: frozenset[ComplaintKind] = frozenset(ComplaintKind)


_ANY = frozenset(MatterStatus)

_OPEN_AT_BODY = OPEN - {MatterStatus.ROUTING}

_UNDECIDED = _OPEN_AT_BODY - {MatterStatus.CASE_OPEN, MatterStatus.NOT_FILED}

_ARRIVED = frozenset({MatterStatus.NEW, MatterStatus.WAITING_REPORTER})

_IN_PROGRESS = frozenset({MatterStatus.IN_PROGRESS})

_CASE_OPEN = frozenset({MatterStatus.CASE_OPEN})

_WORKED_ON = frozenset(PAUSE_REASONS)

_BEGUN = _IN_PROGRESS | _CASE_OPEN | {MatterStatus.NOT_FILED}


_LEAD = frozenset({Relation.LEAD})

_COMPLAINT = frozenset({ComplaintKind.COMPLAINT})

_REPORT = frozenset({ComplaintKind.VIOLATION_REPORT})


_ALLOWED: dict[Act, Allowed] = {
    Act.TAKE: Allowed(_LEAD, _OPEN_AT_BODY),
    Act.ASSIGN: Allowed(_LEAD, _OPEN_AT_BODY),
    Act.ACCEPT: Allowed(_LEAD, _ARRIVED),
    Act.DECLINE: Allowed(_LEAD, _ARRIVED),
    Act.REFER: Allowed(_LEAD, _UNDECIDED),
    Act.RETURN: Allowed(_LEAD, frozenset({MatterStatus.NEW})),
    Act.SETTLE: Allowed(frozenset({Relation.COORDINATION}), _UNDECIDED | {MatterStatus.ROUTING}),
    Act.ASK_ASSISTANCE: Allowed(_LEAD, _OPEN_AT_BODY),
    Act.REPORT_BACK: Allowed(frozenset({Relation.ASSISTANT}), OPEN),
    Act.REQUEST_CORRECTION: Allowed(_LEAD, _IN_PROGRESS | {MatterStatus.NEW}),
    Act.INVITE: Allowed(_LEAD, _IN_PROGRESS, _COMPLAINT),
    Act.RECORD_SESSION: Allowed(_LEAD, _IN_PROGRESS, _COMPLAINT),
    Act.AGREE: Allowed(_LEAD, _IN_PROGRESS, _COMPLAINT),
    Act.END_MEDIATION: Allowed(_LEAD, _IN_PROGRESS, _COMPLAINT),
    Act.FILE_CASE: Allowed(_LEAD, _IN_PROGRESS, _REPORT),
    Act.NOT_FILE: Allowed(_LEAD, _IN_PROGRESS, _REPORT),
    Act.INFORM: Allowed(_LEAD, _CASE_OPEN | {MatterStatus.NOT_FILED}, _REPORT),
    Act.PAUSE: Allowed(_LEAD, _WORKED_ON),
    Act.RESUME: Allowed(_LEAD, _WORKED_ON),
    Act.REQUEST_EXTENSION: Allowed(_LEAD, _WORKED_ON),
    Act.APPROVE_EXTENSION: Allowed(_LEAD, _WORKED_ON),
    Act.REFUSE_EXTENSION: Allowed(_LEAD, _WORKED_ON),
    Act.REPLY: Allowed(_LEAD, _ANY),
    Act.NOTE: Allowed(frozenset(Relation), _ANY),
    Act.ATTACH: Allowed(frozenset({Relation.LEAD, Relation.ASSISTANT}), _OPEN_AT_BODY),
    Act.CLOSE: Allowed(_LEAD, frozenset(status for _, status in CLOSING)),
    Act.MERGE: Allowed(_LEAD, _OPEN_AT_BODY),
    Act.SPLIT: Allowed(_LEAD, _ANY),
    Act.SHOW_IDENTITY: Allowed(_LEAD, _ANY),
    Act.ANSWER_REQUEST: Allowed(_LEAD, _OPEN_AT_BODY),
    Act.DRAFT_CASE: Allowed(_LEAD, _CASE_OPEN | {MatterStatus.CLOSED}, _REPORT),
    Act.SHOW_ITEM: Allowed(_LEAD, _BEGUN, _REPORT),
    Act.ASK_WAIVER: Allowed(_LEAD, _BEGUN, _REPORT),
    Act.GRANT_WAIVER: Allowed(_LEAD, _BEGUN, _REPORT),
    Act.REFUSE_WAIVER: Allowed(_LEAD, _BEGUN, _REPORT),
    Act.REVIEW: Allowed(frozenset({Relation.LEAD, Relation.COORDINATION}), ANSWERED),
}


def available_acts(status: MatterStatus, relation: Relation, kind: ComplaintKind) -> list[Act]:
    """What someone of ``relation`` may do with a matter in ``status``, in the order shown.

    Only the lead body replies, decides and sees the reporter; those that assist report to it; the
    coordination office decides which body leads.
    """
    return [
        act
        for act, allowed in _ALLOWED.items()
        if relation in allowed.relations
        and status in allowed.statuses
        and kind in allowed.kinds
        and (act is not Act.CLOSE or (kind, status) in CLOSING)
    ]


MOST_IN_BULK = 50
