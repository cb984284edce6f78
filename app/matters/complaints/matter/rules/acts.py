"""What staff can do with a matter: who, in which state, and on which track."""

from collections.abc import Iterable
from itertools import product

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.outcomes import ANSWERED, CLOSING
from app.matters.complaints.matter.rules.states import (
    OPEN,
    PAUSE_REASONS,
    ComplaintKind,
    MatterStatus,
)
from app.people.acting.rules import Allowed, Table, allowed


class MatterRelation(LabelledEnum):
    """What a member of staff's body is to a matter."""

    LEAD = ("lead", "主办")
    HEAD = ("head", "主办部门的科室负责人")
    ASSISTANT = ("assistant", "协办")
    COORDINATION = ("coordination", "质量强市办")


class MatterAct(LabelledEnum):
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


ADDING = frozenset({MatterAct.NOTE, MatterAct.ATTACH, MatterAct.REPORT_BACK})
"""Acts that only add something: they are welcome however old the page is they come from."""

TOGETHER = frozenset(
    {MatterAct.ACCEPT, MatterAct.REPLY, MatterAct.REQUEST_CORRECTION, MatterAct.CLOSE}
)
"""Acts that can be done at once to all matters that are handled together."""


def _in(
    statuses: Iterable[MatterStatus],
    kinds: Iterable[ComplaintKind] = ComplaintKind,
    relations: Iterable[MatterRelation] = (MatterRelation.LEAD,),
) -> Allowed:
    return allowed(relations, product(kinds, statuses))


_ANY = frozenset(MatterStatus)
_OPEN_AT_BODY = OPEN - {MatterStatus.ROUTING}
_UNDECIDED = _OPEN_AT_BODY - {MatterStatus.CASE_OPEN, MatterStatus.NOT_FILED}
_ARRIVED = frozenset({MatterStatus.NEW, MatterStatus.WAITING_REPORTER})
_IN_PROGRESS = frozenset({MatterStatus.IN_PROGRESS})
_CASE_OPEN = frozenset({MatterStatus.CASE_OPEN})
_WORKED_ON = frozenset(PAUSE_REASONS)
_BEGUN = _IN_PROGRESS | _CASE_OPEN | {MatterStatus.NOT_FILED}

_COMPLAINT = (ComplaintKind.COMPLAINT,)
_REPORT = (ComplaintKind.VIOLATION_REPORT,)

ACTS: Table[MatterAct] = {
    MatterAct.TAKE: _in(_OPEN_AT_BODY),
    MatterAct.ASSIGN: _in(_OPEN_AT_BODY),
    MatterAct.ACCEPT: _in(_ARRIVED),
    MatterAct.DECLINE: _in(_ARRIVED),
    MatterAct.REFER: _in(_UNDECIDED),
    MatterAct.RETURN: _in(frozenset({MatterStatus.NEW})),
    MatterAct.SETTLE: _in(
        _UNDECIDED | {MatterStatus.ROUTING}, relations=[MatterRelation.COORDINATION]
    ),
    MatterAct.ASK_ASSISTANCE: _in(_OPEN_AT_BODY),
    MatterAct.REPORT_BACK: _in(OPEN, relations=[MatterRelation.ASSISTANT]),
    MatterAct.REQUEST_CORRECTION: _in(_IN_PROGRESS | {MatterStatus.NEW}),
    MatterAct.INVITE: _in(_IN_PROGRESS, _COMPLAINT),
    MatterAct.RECORD_SESSION: _in(_IN_PROGRESS, _COMPLAINT),
    MatterAct.AGREE: _in(_IN_PROGRESS, _COMPLAINT),
    MatterAct.END_MEDIATION: _in(_IN_PROGRESS, _COMPLAINT),
    MatterAct.FILE_CASE: _in(_IN_PROGRESS, _REPORT),
    MatterAct.NOT_FILE: _in(_IN_PROGRESS, _REPORT),
    MatterAct.INFORM: _in(_CASE_OPEN | {MatterStatus.NOT_FILED}, _REPORT),
    MatterAct.PAUSE: _in(_WORKED_ON),
    MatterAct.RESUME: _in(_WORKED_ON),
    MatterAct.REQUEST_EXTENSION: _in(_WORKED_ON),
    MatterAct.APPROVE_EXTENSION: _in(_WORKED_ON, relations=[MatterRelation.HEAD]),
    MatterAct.REFUSE_EXTENSION: _in(_WORKED_ON, relations=[MatterRelation.HEAD]),
    MatterAct.REPLY: _in(_ANY),
    MatterAct.NOTE: _in(_ANY, relations=MatterRelation),
    MatterAct.ATTACH: _in(_OPEN_AT_BODY, relations=[MatterRelation.LEAD, MatterRelation.ASSISTANT]),
    MatterAct.CLOSE: allowed([MatterRelation.LEAD], CLOSING),
    MatterAct.MERGE: _in(_OPEN_AT_BODY),
    MatterAct.SPLIT: _in(_ANY),
    MatterAct.SHOW_IDENTITY: _in(_ANY),
    MatterAct.ANSWER_REQUEST: _in(_OPEN_AT_BODY),
    MatterAct.DRAFT_CASE: _in(_CASE_OPEN | {MatterStatus.CLOSED}, _REPORT),
    MatterAct.SHOW_ITEM: _in(_BEGUN, _REPORT),
    MatterAct.ASK_WAIVER: _in(_BEGUN, _REPORT),
    MatterAct.GRANT_WAIVER: _in(_BEGUN, _REPORT),
    MatterAct.REFUSE_WAIVER: _in(_BEGUN, _REPORT),
    MatterAct.REVIEW: _in(ANSWERED, relations=[MatterRelation.LEAD, MatterRelation.COORDINATION]),
}
"""Who may do an act, on which track and in which state of it, in the order shown.

Only the lead body replies, decides and sees the reporter; those that assist report to it; the
coordination office decides which body leads.
"""

MOST_IN_BULK = 50
"""Matters to which one act is done at once, at most."""
