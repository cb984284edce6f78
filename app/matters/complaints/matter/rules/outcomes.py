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


class EndGround(LabelledEnum):
    """Grounds for ending a mediation (总局令121号 Art. 23)."""

    SETTLED = ("settled", "投诉人撤回投诉，或者双方自行和解")
    ABSENT = ("absent", "一方无正当理由不参加调解，或者明确拒绝调解")
    NO_AGREEMENT = ("no_agreement", "一方明确表示无法达成调解协议")
    TEST_COSTS = ("test_costs", "对检测、鉴定费用的承担协商不成")
    TIME_OVER = ("time_over", "调解期限届满，未能达成调解协议")
    NOT_TO_ACCEPT = ("not_to_accept", "受理后发现有不予受理等法定情形")
    PARTY_GONE = ("party_gone", "一方死亡或者主体灭失，没有权利义务承受人")
    OTHER = ("other", "法律、法规、规章规定的其他情形")


class SessionResult(LabelledEnum):
    """What came of a meeting of both sides."""

    AGREED = ("agreed", "双方达成一致")
    CONTINUED = ("continued", "没有达成一致，另行约定调解")
    FAILED = ("failed", "没有达成一致，不再继续调解")
    COMPLAINANT_ABSENT = ("complainant_absent", "投诉人没有到场")
    OTHER_ABSENT = ("other_absent", "被投诉人没有到场")


class NotFiledGround(LabelledEnum):
    """Why no case is filed (市场监督管理行政处罚程序规定 Art. 19 and 20)."""

    NO_VIOLATION = ("no_violation", "没有证据初步证明存在违法行为")
    MINOR = ("minor", "违法行为轻微并及时改正，没有造成危害后果")
    FIRST_TIME = ("first_time", "初次违法且危害后果轻微并及时改正")
    NO_FAULT = ("no_fault", "当事人有证据足以证明没有主观过错")
    NOT_COMPETENT = ("not_competent", "不属于本部门管辖")
    OTHER = ("other", "依法可以不予立案的其他情形")


ANSWERED = frozenset({MatterStatus.CLOSED, MatterStatus.DECLINED})
"""Where an answer, or the refusal to accept a matter, stands that can be looked at again."""


class ReviewStatus(LabelledEnum):
    """Whether the second look has been taken."""

    PENDING = ("pending", "待复核")
    DONE = ("done", "已复核")


class ReviewResult(LabelledEnum):
    """What it came to."""

    UPHELD = ("upheld", "维持原答复")
    CHANGED = ("changed", "改变原答复")

    def label_for(self, *, of_refusal: bool) -> str:
        """The result as its reporter reads it."""
        return _OF_REFUSAL[self] if of_refusal else self.label


_OF_REFUSAL = {
    ReviewResult.UPHELD: "维持不予受理",
    ReviewResult.CHANGED: "撤销不予受理，予以受理",
}


def is_review_round(number: int) -> bool:
    """Whether a round of answers is that of a review: those with even numbers are.

    The first ends with an answer or a refusal, the second with its review. After an overturned
    refusal the third ends with the answer, and the fourth with the review of that.
    """
    return number % 2 == 0


class ClosingItem(LabelledEnum):
    """The four things of the policy of 2011, none of which may be let go."""

    FACTS = ("facts", "案情查清")
    HAZARD = ("hazard", "安全隐患处理")
    PUNISHMENT = ("punishment", "违法者受到惩处")
    RECTIFICATION = ("rectification", "整改措施到位")

    @property
    def question(self) -> str:
        """What has to be shown, for those who show it."""
        return QUESTIONS[self]


QUESTIONS = {
    ClosingItem.FACTS: "查明了什么，有哪些证据",
    ClosingItem.HAZARD: "还有没有安全隐患，怎样消除的",
    ClosingItem.PUNISHMENT: "谁受到什么处罚、处理，文书号是什么",
    ClosingItem.RECTIFICATION: "怎样整改，谁在哪一天复查过",
}


class CheckState(LabelledEnum):
    """Where one of the four stands."""

    OPEN = ("open", "尚未完成")
    SHOWN = ("shown", "已经查证")
    ASKED = ("asked", "申请免予，待批准")
    WAIVED = ("waived", "经批准免予")
    REFUSED = ("refused", "不同意免予")
