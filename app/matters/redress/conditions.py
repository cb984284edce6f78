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

TERMS = Path(__file__).parent / "data" / "terms.json"

DONE = ("已履行", "履行完毕", "已全部履行", "已执行", "执行完毕", "已缴清", "已缴纳", "已整改")
NOT_DONE = ("未", "尚", "部分", "分期", "拒不", "逾期")


class Standing(LabelledEnum):
    """Whether a condition holds, as far as the record itself tells."""

    HOLDS = ("holds", "已符合")
    MISSING = ("missing", "还不符合")
    TO_SHOW = ("to_show", "须提供证明")


@dataclass(frozen=True)
class Condition:
    """One of the conditions, with what is known of it."""

    title: str
    standing: Standing
    words: str


@dataclass(frozen=True)
class RepairTerms:
    """What decides when a record may be repaired: from which day, under which rule."""

    earliest_on: date | None
    basis: str


@dataclass(frozen=True)
class Term:
    """A length of time and the rule that says so: working days or months."""

    length: int
    basis: str


def handling_term(received_on: date) -> Term:
    """In how many working days an application of this day is decided."""
    return _newest("handling", "days", received_on)


def listed_term(decided_on: date) -> Term:
    """After how many months an entry of the black list may be taken off early."""
    return _newest("listed", "months", decided_on)


def repair_conditions(terms: RepairTerms, *, execution: str | None, today: date) -> list[Condition]:
    """All conditions of a repair, each with how it stands on ``today``."""
    return [
        _period(terms, today),
        _duties(execution),
        Condition(
            "公开作出信用承诺",
            Standing.TO_SHOW,
            "申请时在网上作出，并上传加盖公章的信用承诺书。",
        ),
        Condition(
            "法律、行政法规规定的其他条件",
            Standing.TO_SHOW,
            "由决定机关审查；有专门要求的，一并上传证明。",
        ),
    ]


def may_apply(conditions: list[Condition]) -> bool:
    """Whether nothing is missing that only time can bring."""
    return all(condition.standing is not Standing.MISSING for condition in conditions)


def _period(terms: RepairTerms, today: date) -> Condition:
    title = "达到最短公示期限"
    if terms.earliest_on is None or terms.earliest_on <= today:
        return Condition(title, Standing.HOLDS, terms.basis)
    day = terms.earliest_on
    return Condition(
        title,
        Standing.MISSING,
        f"最早可在{day.year}年{day.month}月{day.day}日申请。{terms.basis}",
    )


def _duties(execution: str | None) -> Condition:
    title = "已经纠正失信行为，履行了决定和其他义务"
    said = execution or ""
    if any(word in said for word in DONE) and not any(word in said for word in NOT_DONE):
        return Condition(title, Standing.HOLDS, f"记录写明：{said}")
    told = f"记录写明：{said}。" if said else "记录没有写明执行情况。"
    return Condition(title, Standing.TO_SHOW, f"{told}须上传缴款凭证、整改验收等证明。")


def _newest(name: str, unit: str, day: date) -> Term:
    for since, length, basis in _terms(name, unit):
        if since <= day:
            return Term(length, basis)
    raise LookupError(f"no rule {name} for {day}")


@cache
def _terms(name: str, unit: str) -> list[tuple[date, int, str]]:
    rows = read_data(TERMS)[name]
    dated = [(date.fromisoformat(row["since"]), row[unit], row["basis"]) for row in rows]
    return sorted(dated, reverse=True)
