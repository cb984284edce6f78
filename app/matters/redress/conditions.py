"""What a repair asks for, and what of it a record shows by itself. Pure.

《信用修复管理办法》(发改委令36号): the shortest period has passed, duties are done, credit is
promised in public, and whatever else the law asks for.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data
from app.kernel.labels import LabelledEnum
from app.publishing.life.rules import RepairTerms

TERMS = Path(__file__).parent / "data" / "terms.json"

DONE = ("已履行", "履行完毕", "已全部履行", "已执行", "执行完毕", "已缴清", "已缴纳", "已整改")
NOT_DONE = ("未", "尚", "部分", "分期", "拒不", "逾期")


class ConditionState(LabelledEnum):
    """Whether a condition holds, as far as the record itself tells."""

    HOLDS = ("holds", "已符合")
    MISSING = ("missing", "还不符合")
    TO_SHOW = ("to_show", "须提供证明")


@dataclass(frozen=True)
class RepairCondition:
    """One of the conditions (发改委令36号), with what is known of it."""

    title: str
    standing: ConditionState
    words: str


@dataclass(frozen=True)
class HandlingTerm:
    """In how many working days something is done, and the rule that says so."""

    length: int
    basis: str


def handling_term(received_on: date) -> HandlingTerm:
    """In how many working days an application of this day is decided (《公示与更正规则》)."""
    return next(
        HandlingTerm(days, basis) for since, days, basis in _terms() if since <= received_on
    )


def repair_conditions(terms: RepairTerms, today: date) -> list[RepairCondition]:
    """All conditions of a repair (发改委令36号), each with how it stands on ``today``."""
    return [
        _period(terms, today),
        _duties(terms.execution),
        RepairCondition(
            "公开作出信用承诺",
            ConditionState.TO_SHOW,
            "申请时在网上作出，并上传加盖公章的信用承诺书。",
        ),
        RepairCondition(
            "法律、行政法规规定的其他条件",
            ConditionState.TO_SHOW,
            "由决定机关审查；有专门要求的，一并上传证明。",
        ),
    ]


def may_apply(conditions: list[RepairCondition]) -> bool:
    """Whether nothing is missing that only time can bring."""
    return all(condition.standing is not ConditionState.MISSING for condition in conditions)


def _period(terms: RepairTerms, today: date) -> RepairCondition:
    title = "达到最短公示期限"
    if terms.earliest_on <= today:
        return RepairCondition(title, ConditionState.HOLDS, terms.basis)
    day = terms.earliest_on
    return RepairCondition(
        title,
        ConditionState.MISSING,
        f"最早可在{day.year}年{day.month}月{day.day}日申请。{terms.basis}",
    )


def _duties(outcome: str) -> RepairCondition:
    title = "已经纠正失信行为，履行了决定和其他义务"
    if any(word in outcome for word in DONE) and not any(word in outcome for word in NOT_DONE):
        return RepairCondition(title, ConditionState.HOLDS, f"记录写明：{outcome}")
    remark = f"记录写明：{outcome}。" if outcome else "记录没有写明执行情况。"
    return RepairCondition(
        title, ConditionState.TO_SHOW, f"{remark}须上传缴款凭证、整改验收等证明。"
    )


@cache
def _terms() -> list[tuple[date, int, str]]:
    rows = read_data(TERMS)["handling"]
    dated = [(date.fromisoformat(row["since"]), row["days"], row["basis"]) for row in rows]
    return sorted(dated, reverse=True)
