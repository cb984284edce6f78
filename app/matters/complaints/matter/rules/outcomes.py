"""How a matter ends, and what the reporter says of it."""

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus


class MatterOutcome(LabelledEnum):
    """How a matter ended. The words shown to the reporter hang on this, never on the clerk."""

    SOLVED = ("solved", "已解决")
    PARTLY_SOLVED = ("partly_solved", "部分解决")
    MEDIATED = ("mediated", "达成调解协议")
    MEDIATION_ENDED = ("mediation_ended", "终止调解")
    CASE_FILED = ("case_filed", "已立案查处")
    CORRECTED = ("corrected", "已责令改正")
    UNFOUNDED = ("unfounded", "查无实据")
    NO_PENALTY = ("no_penalty", "不予行政处罚")
    CASE_DROPPED = ("case_dropped", "撤销案件")
    HANDED_OVER = ("handed_over", "移送其他机关")
    NOT_COMPETENT = ("not_competent", "不属于职责范围")


class MatterDeclineGround(LabelledEnum):
    """Grounds for not accepting a complaint (总局令121号 Art. 16)."""

    NOT_COMPETENT = ("not_competent", "不属于本部门职责或者无处理权限")
    ALREADY_HANDLED = ("already_handled", "已经受理或者处理过同一消费者权益争议")
    NOT_CONSUMER = ("not_consumer", "不是为生活消费需要，或者不能证明存在消费者权益争议")
    TOO_LATE = ("too_late", "自知道或者应当知道权益受到侵害之日起超过三年")
    NO_MATERIAL = ("no_material", "未按规定提供材料，或者材料虚假")
    FALSE_IDENTITY = ("false_identity", "冒用他人名义，或者拒不配合核验身份")
    OTHER = ("other", "法律、法规、规章规定的其他情形")


DECLINE_GROUNDS: dict[ComplaintKind, tuple[MatterDeclineGround, ...]] = {
    ComplaintKind.COMPLAINT: tuple(MatterDeclineGround),
    ComplaintKind.VIOLATION_REPORT: (MatterDeclineGround.NOT_COMPETENT, MatterDeclineGround.OTHER),
}
"""The seven grounds are for 投诉; whether a clue is followed is decided by verifying it."""


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


OUTCOMES: dict[ComplaintKind, tuple[MatterOutcome, ...]] = {
    ComplaintKind.COMPLAINT: (
        MatterOutcome.MEDIATED,
        MatterOutcome.SOLVED,
        MatterOutcome.PARTLY_SOLVED,
        MatterOutcome.MEDIATION_ENDED,
        MatterOutcome.NOT_COMPETENT,
    ),
    ComplaintKind.VIOLATION_REPORT: (
        MatterOutcome.CASE_FILED,
        MatterOutcome.CORRECTED,
        MatterOutcome.UNFOUNDED,
        MatterOutcome.NO_PENALTY,
        MatterOutcome.CASE_DROPPED,
        MatterOutcome.HANDED_OVER,
        MatterOutcome.NOT_COMPETENT,
    ),
}
"""How each track can end: a mediation is never 查无实据, a clue is never 达成调解协议."""


BASIS_IN_WORDS: dict[MatterOutcome, str] = {
    MatterOutcome.MEDIATED: "双方自愿达成协议，调解结束（《市场监督管理投诉举报处理办法》）。",
    MatterOutcome.MEDIATION_ENDED: (
        "出现了法律规定应当终止调解的情形（《市场监督管理投诉举报处理办法》第二十三条）。"
        "您仍可以向人民法院起诉，或者申请仲裁。"
    ),
}
"""What the law says of endings that have an act of their own."""


CLOSING: dict[tuple[ComplaintKind, MatterStatus], tuple[MatterOutcome, ...]] = {
    (ComplaintKind.COMPLAINT, MatterStatus.IN_PROGRESS): (
        MatterOutcome.SOLVED,
        MatterOutcome.PARTLY_SOLVED,
        MatterOutcome.NOT_COMPETENT,
    ),
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.CASE_OPEN): (
        MatterOutcome.CASE_FILED,
        MatterOutcome.NO_PENALTY,
        MatterOutcome.CASE_DROPPED,
        MatterOutcome.HANDED_OVER,
    ),
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.NOT_FILED): (
        MatterOutcome.CORRECTED,
        MatterOutcome.UNFOUNDED,
        MatterOutcome.HANDED_OVER,
        MatterOutcome.NOT_COMPETENT,
    ),
}
"""The outcomes that are chosen at closing, by track and state.

达成调解协议 and 终止调解 have acts of their own, which ask for the agreement and for the ground.
"""


def closing_outcomes(kind: ComplaintKind, status: MatterStatus) -> tuple[MatterOutcome, ...]:
    """How a matter of that track can be closed from where it stands; nothing where it can't."""
    return CLOSING.get((kind, status), ())
