"""Tracks, states, acts and outcomes of a matter: what may follow what, as tables."""

from app.core.labels import LabelledEnum


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
    WAITING_REPORTER = ("waiting_reporter", "待补充材料")
    DECLINED = ("declined", "不予受理")
    CLOSED = ("closed", "已办结")
    WITHDRAWN = ("withdrawn", "已撤回")


class Step(LabelledEnum):
    """What the running clock is for."""

    ACCEPT = ("accept", "决定是否受理")
    MEDIATE = ("mediate", "完成调解")
    VERIFY = ("verify", "决定是否立案")
    ROUTE = ("route", "确定承办部门")
    INFORM = ("inform", "告知实名举报人")
    DECIDE = ("decide", "作出处理决定")


class Outcome(LabelledEnum):
    """How a matter ended. The words shown to the reporter hang on this, never on the clerk."""

    SOLVED = ("solved", "已解决")
    PARTLY_SOLVED = ("partly_solved", "部分解决")
    MEDIATED = ("mediated", "达成调解协议")
    MEDIATION_ENDED = ("mediation_ended", "终止调解")
    CASE_FILED = ("case_filed", "已立案查处")
    CORRECTED = ("corrected", "已责令改正")
    UNFOUNDED = ("unfounded", "查无实据")
    NOT_COMPETENT = ("not_competent", "不属于职责范围")


class DeclineGround(LabelledEnum):
    """Grounds for not accepting a complaint (总局令121号 Art. 16)."""

    NOT_COMPETENT = ("not_competent", "不属于本部门职责或者无处理权限")
    ALREADY_HANDLED = ("already_handled", "已经受理或者处理过同一消费者权益争议")
    NOT_CONSUMER = ("not_consumer", "不是为生活消费需要，或者不能证明存在消费者权益争议")
    TOO_LATE = ("too_late", "自知道或者应当知道权益受到侵害之日起超过三年")
    NO_MATERIAL = ("no_material", "未按规定提供材料，或者材料虚假")
    FALSE_IDENTITY = ("false_identity", "冒用他人名义，或者拒不配合核验身份")
    OTHER = ("other", "法律、法规、规章规定的其他情形")


class EventKind(LabelledEnum):
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


class Satisfaction(LabelledEnum):
    """Whether the reporter's problem is solved, in the reporter's view."""

    SOLVED = ("solved", "已解决")
    PARTLY = ("partly", "部分解决")
    UNSOLVED = ("unsolved", "没有解决")


class Manner(LabelledEnum):
    """How the reporter found the way they were treated."""

    VERY_GOOD = ("very_good", "很满意")
    GOOD = ("good", "满意")
    FAIR = ("fair", "一般")
    POOR = ("poor", "不满意")
    VERY_POOR = ("very_poor", "很不满意")


class ReferralStatus(LabelledEnum):
    """What became of a referral from one body to another."""

    PENDING = ("pending", "待接收")
    ACCEPTED = ("accepted", "已接收")
    DISPUTED = ("disputed", "有争议")
    SETTLED = ("settled", "已裁定")


class Worklist(LabelledEnum):
    """The lists on a handler's desk."""

    NEW = ("new", "新到")
    MINE = ("mine", "我经办")
    DUE_SOON = ("due_soon", "即将到期")
    OVERDUE = ("overdue", "已逾期")
    ROUTING = ("routing", "待分派")
    DISPUTED = ("disputed", "退回")
    WAITING = ("waiting", "待补充材料")
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
    }
)


class Relation(LabelledEnum):
    """What a member of staff's body is to a matter."""

    LEAD = ("lead", "主办")
    ASSISTANT = ("assistant", "协办")
    COORDINATION = ("coordination", "质量强市办")


class Act(LabelledEnum):
    """What staff can do with a matter."""

    TAKE = ("take", "由我承办")
    ACCEPT = ("accept", "受理")
    DECLINE = ("decline", "不予受理")
    REFER = ("refer", "转办其他部门")
    RETURN = ("return", "退回质量强市办")
    SETTLE = ("settle", "确定承办部门")
    REQUEST_CORRECTION = ("request_correction", "要求补充材料")
    REPLY = ("reply", "答复")
    NOTE = ("note", "内部备注")
    CLOSE = ("close", "办结")
    REVEAL = ("reveal", "查看身份")


_OPEN_AT_BODY = OPEN - {MatterStatus.ROUTING}
_ANY = frozenset(MatterStatus)

_ALLOWED: dict[Act, tuple[frozenset[Relation], frozenset[MatterStatus]]] = {
    Act.TAKE: (frozenset({Relation.LEAD}), _OPEN_AT_BODY),
    Act.ACCEPT: (
        frozenset({Relation.LEAD}),
        frozenset({MatterStatus.NEW, MatterStatus.WAITING_REPORTER}),
    ),
    Act.DECLINE: (
        frozenset({Relation.LEAD}),
        frozenset({MatterStatus.NEW, MatterStatus.WAITING_REPORTER}),
    ),
    Act.REFER: (frozenset({Relation.LEAD}), _OPEN_AT_BODY),
    Act.RETURN: (frozenset({Relation.LEAD}), frozenset({MatterStatus.NEW})),
    Act.SETTLE: (frozenset({Relation.COORDINATION}), OPEN),
    Act.REQUEST_CORRECTION: (
        frozenset({Relation.LEAD}),
        frozenset({MatterStatus.NEW, MatterStatus.IN_PROGRESS}),
    ),
    Act.REPLY: (frozenset({Relation.LEAD, Relation.COORDINATION}), _ANY),
    Act.NOTE: (frozenset(Relation), _ANY),
    Act.CLOSE: (frozenset({Relation.LEAD}), frozenset({MatterStatus.IN_PROGRESS})),
    Act.REVEAL: (frozenset({Relation.LEAD}), _ANY),
}


def available_acts(status: MatterStatus, relation: Relation) -> list[Act]:
    """What someone of ``relation`` may do with a matter in ``status``, in the order shown.

    Only the lead body replies, decides and sees the reporter; the coordination office decides
    which body leads.
    """
    return [
        act
        for act, (relations, statuses) in _ALLOWED.items()
        if relation in relations and status in statuses
    ]


OUTCOMES: dict[ComplaintKind, tuple[Outcome, ...]] = {
    ComplaintKind.COMPLAINT: (
        Outcome.MEDIATED,
        Outcome.SOLVED,
        Outcome.PARTLY_SOLVED,
        Outcome.MEDIATION_ENDED,
        Outcome.NOT_COMPETENT,
    ),
    ComplaintKind.VIOLATION_REPORT: (
        Outcome.CASE_FILED,
        Outcome.CORRECTED,
        Outcome.UNFOUNDED,
        Outcome.NOT_COMPETENT,
    ),
}
"""How each track can end: a mediation is never 查无实据, a clue is never 达成调解协议."""

FIRST_STEP: dict[ComplaintKind, Step] = {
    ComplaintKind.COMPLAINT: Step.ACCEPT,
    ComplaintKind.VIOLATION_REPORT: Step.VERIFY,
}


def step_after_acceptance(kind: ComplaintKind) -> Step | None:
    """The clock that starts at acceptance; None where the first clock runs on."""
    return Step.MEDIATE if kind is ComplaintKind.COMPLAINT else None
