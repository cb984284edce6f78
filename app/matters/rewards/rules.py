"""Tiers, states and acts of rewards, and what of them may be told in public."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.kernel.labels import LabelledEnum
from app.people.acting.rules import Table, allowed


class RewardTier(LabelledEnum):
    """How good the clue was (国市监稽规〔2021〕4号)."""

    FIRST = ("first", "一级")
    SECOND = ("second", "二级")
    THIRD = ("third", "三级")

    @property
    def test(self) -> str:
        """When it is this tier, in the words of the rule."""
        return TIER_TESTS[self]


TIER_TESTS = {
    RewardTier.FIRST: "提供被举报方的详细违法事实及直接证据，举报内容与违法事实完全相符，"
    "违法行为特别重大或者涉嫌犯罪",
    RewardTier.SECOND: "提供被举报方的违法事实及直接证据，举报内容与违法事实完全相符",
    RewardTier.THIRD: "提供被举报方的基本违法事实及相关证据，举报内容与违法事实基本相符",
}


class GraveViolation(LabelledEnum):
    """Why the violation is a grave one (国市监稽规〔2021〕4号)."""

    CRIME = ("crime", "涉嫌犯罪，移送司法机关")
    CLOSURE = ("closure", "责令停产停业、责令关闭、吊销（撤销）许可证件")
    LARGE = ("large", "较大数额罚没款")
    SAFETY = ("safety", "食品、药品、特种设备、工业产品质量安全的重大违法行为")
    SYSTEMIC = ("systemic", "具有区域性、系统性风险的重大违法行为")
    SOCIAL = ("social", "造成重大社会影响的重大违法行为")


class RewardCondition(LabelledEnum):
    """What has to hold for any reward; all of it (国市监稽规〔2021〕4号)."""

    GRAVE = ("grave", "举报的是重大违法行为")
    CLEAR = ("clear", "有明确的被举报方、具体违法事实或者线索，并提供了关键证据")
    UNKNOWN = ("unknown", "举报内容事先未被市场监督管理部门掌握")
    PROVEN = ("proven", "经查证属实，已经结案，或者已经移送追究刑事责任")
    ENTITLED = (
        "entitled",
        "举报人不是监管人员、法定报告义务人、被侵权方及其代理人、违法行为人（内部举报人除外）",
    )


class PaymentWay(LabelledEnum):
    """How a reporter wants to be paid."""

    TRANSFER = ("transfer", "转入银行账户")
    COUNTER = ("counter", "凭领取码到窗口领取，不留姓名和账号")


class RewardStatus(LabelledEnum):
    """Where a reward stands."""

    PROPOSED = ("proposed", "待科室负责人审批")
    ENDORSED = ("endorsed", "待质量强市办审批")
    WITH_FINANCE = ("with_finance", "待财政部门同意")
    RETURNED = ("returned", "已退回")
    APPROVED = ("approved", "待领取")
    CLAIMED = ("claimed", "待发放")
    PAID = ("paid", "已发放")


class LapsedLabel(LabelledEnum):
    """The same as people see it: what was not claimed in time is given up."""

    LAPSED = ("lapsed", "逾期未领取，视为放弃")


class RewardRelation(LabelledEnum):
    """What a member of staff is to a reward."""

    DRAFTER = ("drafter", "承办人")
    HEAD = ("head", "科室负责人")
    COORDINATION = ("coordination", "质量强市办")
    FINANCE = ("finance", "财政部门")
    PAYER = ("payer", "发放人员")


class RewardAct(LabelledEnum):
    """What staff do with a reward."""

    PROPOSE = ("propose", "拟定奖励")
    ENDORSE = ("endorse", "科室负责人同意")
    AGREE = ("agree", "质量强市办同意")
    CONSENT = ("consent", "财政部门同意")
    SEND_BACK = ("send_back", "退回")
    PAY = ("pay", "发放")
    REFUSE_CLAIM = ("refuse_claim", "退回领取信息")
    READ_PAYEE = ("read_payee", "查看领奖信息")


class RewardEventKind(LabelledEnum):
    """A step of a reward's history beside the acts of staff."""

    CLAIMED = ("claimed", "举报人领取")
    PAYEE_ERASED = ("payee_erased", "领奖信息已删除")


@dataclass(frozen=True)
class RewardProposal:
    """What its drafter says of a reward."""

    tier: RewardTier
    scope: GraveViolation
    base_cents: int
    """Fine and confiscation together, in 分."""
    document_number: str
    reason: str = field(repr=False)
    conditions: Collection[RewardCondition] = ()
    raise_percent: int = 0
    """By how many percent the reward of an insider (内部举报人) is raised."""
    raise_reason: str = field(default="", repr=False)


@dataclass(frozen=True)
class RewardClaim:
    """How the reporter wants to be paid; ``details`` only for a transfer."""

    way: PaymentWay
    details: dict[str, str] = field(default_factory=dict, repr=False)


ACTS: Table[RewardAct] = {
    RewardAct.PROPOSE: allowed([RewardRelation.DRAFTER], [None, RewardStatus.RETURNED]),
    RewardAct.ENDORSE: allowed([RewardRelation.HEAD], [RewardStatus.PROPOSED]),
    RewardAct.AGREE: allowed([RewardRelation.COORDINATION], [RewardStatus.ENDORSED]),
    RewardAct.CONSENT: allowed([RewardRelation.FINANCE], [RewardStatus.WITH_FINANCE]),
    RewardAct.PAY: allowed([RewardRelation.PAYER], [RewardStatus.CLAIMED]),
    RewardAct.REFUSE_CLAIM: allowed([RewardRelation.PAYER], [RewardStatus.CLAIMED]),
    RewardAct.READ_PAYEE: allowed(
        [RewardRelation.PAYER], [RewardStatus.CLAIMED, RewardStatus.PAID]
    ),
    RewardAct.SEND_BACK: frozenset(
        {
            (RewardRelation.HEAD, RewardStatus.PROPOSED),
            (RewardRelation.COORDINATION, RewardStatus.ENDORSED),
            (RewardRelation.FINANCE, RewardStatus.WITH_FINANCE),
        }
    ),
}
"""Who may do an act, by where a reward stands; who decides next may send it back instead.

None stands for a reward that nobody has proposed yet.
"""
LEAST = 3
"""Fewer of a kind are not told: one could be known by them."""


def standing(status: RewardStatus, claim_due_on: date | None, today: date) -> str:
    """Where a reward stands today, in words."""
    return LapsedLabel.LAPSED.label if has_lapsed(status, claim_due_on, today) else status.label


def has_lapsed(status: RewardStatus, claim_due_on: date | None, today: date) -> bool:
    """Whether nobody claimed it in time: the date says so, no job."""
    waits = status is RewardStatus.APPROVED and claim_due_on is not None
    return waits and claim_due_on is not None and claim_due_on < today


def publishable(counts: Sequence[int]) -> list[bool]:
    """Which of the parts of a total may be told beside it, so that none under three is known.

    Where one alone would be hidden, the total would give it away: so the next smallest is, too.
    """
    shown = [count == 0 or count >= LEAST for count in counts]
    if shown.count(False) == 1:
        others = [place for place, is_shown in enumerate(shown) if is_shown and counts[place]]
        if others:
            shown[min(others, key=lambda place: counts[place])] = False
    return shown


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter, from 1 to 4."""
    return day.year, (day.month + 2) // 3


def quarter_ended(quarter: tuple[int, int], today: date) -> bool:
    """Whether nothing can be added to a quarter any more."""
    return quarter < quarter_of(today)
