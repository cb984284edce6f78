"""Kinds and states of creation (创建), how scores settle, and who may do what next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from app.kernel.labels import LabelledEnum
from app.people.acting.rules import Table, allowed

SCORERS = 2
"""How many score an application, unless they differ too much: then one more does."""


class CreationKind(LabelledEnum):
    """What can be created (二（三）1 of the policy), and brands and ecology (二（一）3)."""

    COUNTY = ("county", "质量强县（市、区）")
    TOWN = ("town", "质量强镇（乡、街道）")
    TRADE = ("trade", "质量强业")
    FIRM = ("firm", "质量强企")
    BRAND = ("brand", "品牌示范")
    ECOLOGY = ("ecology", "生态乡镇")


TOTALS = {
    CreationKind.TOWN: "CJ01",
    CreationKind.TRADE: "CJ02",
    CreationKind.FIRM: "CJ03",
}
"""By kind the indicator that says how many there are; districts are known to the site."""

MEASURES = {
    CreationKind.COUNTY: "strong_counties",
    CreationKind.TOWN: "strong_towns",
    CreationKind.TRADE: "strong_trades",
    CreationKind.FIRM: "strong_firms",
}
"""By kind the computation of the promise that is kept by covering enough of them."""


class CreationState(LabelledEnum):
    """How far an application has come."""

    DRAFT = ("draft", "草稿")
    IN_REVIEW = ("in_review", "评审中")
    NOTICE = ("notice", "公示中")
    AWARDED = ("awarded", "已授牌")
    REFUSED = ("refused", "未通过")


class CreationRelation(LabelledEnum):
    """What a member of staff is to an application."""

    APPLICANT = ("applicant", "申报单位")
    JUDGE = ("judge", "评定单位")


class CreationAct(LabelledEnum):
    """What staff do with an application."""

    EVIDENCE = ("evidence", "上传证明材料")
    SUBMIT = ("submit", "提交评审")
    SCORE = ("score", "评分")
    RETURN = ("return", "退回补充")
    NOTICE = ("notice", "开始公示")
    REFUSE = ("refuse", "不予通过")
    ANSWER = ("answer", "答复异议")
    AWARD = ("award", "授牌")


_APPLYING = allowed([CreationRelation.APPLICANT], [CreationState.DRAFT])
_IN_REVIEW = allowed([CreationRelation.JUDGE], [CreationState.IN_REVIEW])
_UNDER_NOTICE = allowed([CreationRelation.JUDGE], [CreationState.NOTICE])
ACTS: Table[CreationAct] = {
    CreationAct.EVIDENCE: _APPLYING,
    CreationAct.SUBMIT: _APPLYING,
    CreationAct.SCORE: _IN_REVIEW,
    CreationAct.RETURN: _IN_REVIEW,
    CreationAct.REFUSE: _IN_REVIEW,
    CreationAct.NOTICE: _IN_REVIEW,
    CreationAct.AWARD: _UNDER_NOTICE,
    CreationAct.ANSWER: _UNDER_NOTICE,
}
"""Who may do an act, and in which state; which of them is next, ``next_acts`` says."""


@dataclass(frozen=True)
class CreationCriterion:
    """A line of a standard: what is wanted, for how many points, shown by which evidence."""

    code: str
    text: str
    points: int
    evidence: str


@dataclass(frozen=True)
class Standard:
    """The criteria of a kind in a year, and what follows from scores by them."""

    kind: CreationKind
    year: int
    pass_points: int
    """With so many points, or more, it passes."""
    gap: int
    """By how many points two scores may differ; beyond it a third is wanted."""
    notice_days: int
    """Calendar days on which anyone may object, after that on which the notice begins."""
    valid_years: int
    """Years of the badge, from the day of the award."""
    lead: str
    """Code of the body that scores and decides, beside the coordination office."""
    basis: str
    """The document, and its place in it, on which the criteria rest."""
    criteria: tuple[CreationCriterion, ...]

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(one.points for one in self.criteria)


@dataclass(frozen=True)
class CreationStanding:
    """Where an application stands today, ``totals`` in points, for the rule of what is next."""

    state: CreationState
    totals: tuple[int, ...]
    open_objections: int
    notice_until: date | None


def settled(totals: Sequence[int], gap: int) -> Decimal | None:
    """The result of the scores, in points; None while another is wanted.

    Two that differ by no more than ``gap`` give their mean. Else the two of three that lie
    nearest do, and of two pairs as near the lower: nobody gains by an outlier.
    """
    ordered = sorted(totals)
    if len(ordered) < SCORERS:
        return None
    if len(ordered) == SCORERS and ordered[1] - ordered[0] > gap:
        return None
    low, high = min(pairwise(ordered), key=lambda pair: (pair[1] - pair[0], pair[0]))
    return Decimal(low + high) / 2


def next_acts(
    standing: CreationStanding, standard: Standard, today: date
) -> frozenset[CreationAct]:
    """What may be done next by somebody, be it only by some."""
    match standing.state:
        case CreationState.DRAFT:
            return frozenset({CreationAct.EVIDENCE, CreationAct.SUBMIT})
        case CreationState.IN_REVIEW:
            result = settled(standing.totals, standard.gap)
            if result is None:
                return frozenset({CreationAct.SCORE, CreationAct.RETURN})
            return frozenset(
                {CreationAct.NOTICE if result >= standard.pass_points else CreationAct.REFUSE}
            )
        case CreationState.NOTICE:
            if standing.open_objections:
                return frozenset({CreationAct.ANSWER})
            is_over = standing.notice_until is not None and standing.notice_until < today
            return frozenset({CreationAct.AWARD}) if is_over else frozenset()
    return frozenset()


def faults_of_scores(scores: Sequence[int], criteria: Sequence[CreationCriterion]) -> list[str]:
    """What is wrong with the points, criterion by criterion; nothing when all is well."""
    return [
        f"“{one.text[:20]}”应为 0 至 {one.points} 分"
        for one, score in zip(criteria, scores, strict=True)
        if not 0 <= score <= one.points
    ]


def title_of(applicant: str, kind: CreationKind) -> str:
    """Who, and for which badge."""
    return f"{applicant}：{kind.label}"
