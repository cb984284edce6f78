"""What in a decision's row contradicts itself or the law: pure, from the values alone.

A row that can't be right is refused; one that may be right is taken with a hint.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from app.kernel.imports.targets import Hint, Rejection
from app.records.cases.periods import PeriodRule

_ORGANISATION = r"(?:公司|厂|店|商行|合作社|经营部|服务部|中心|分行|支行|企业)"
_TWO_PARTIES = re.compile(
    rf"\S{{3,}}{_ORGANISATION}(?:[（(][^）)]*[）)])?\s*[、，,；;/\n]\s*\S{{3,}}{_ORGANISATION}"
)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLAIN = str.maketrans(
    "〇○一二两三四五六七八九十百千萬億圆兩", "零零壹贰贰叁肆伍陆柒捌玖拾佰仟万亿元贰"
)
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_WORDS = rf"[{_DIGITS}拾佰仟万亿]+"
_AMOUNT = rf"(?:(\d[\d,]*(?:\.\d+)?)\s*([万亿]?)|({_WORDS}))\s*元"
_BETWEEN = r"(?:[人民币金额共计合为处以:\s￥¥]|\(大写\))*"
_FINE = re.compile(rf"罚款{_BETWEEN}{_AMOUNT}|{_AMOUNT}(?:人民币)?的?罚款")
_OFF_BY_UNIT = {Decimal(10) ** power for power in (2, 4, 6, -2, -4, -6)}


def two_parties(name: str) -> bool:
    """Whether one cell names two firms: each needs a row with the penalty that is its own."""
    return bool(_TWO_PARTIES.search(name))


def fines_in(words: str) -> list[int]:
    """The fines that a decision names in words or figures, in 分."""
    found = []
    for groups in _FINE.findall(_folded(words)):
        figures, unit, written = groups[:3] if any(groups[:3]) else groups[3:]
        if written:
            found.append(_number(written) * 100)
        else:
            scale = {"": 100, "万": 1_000_000, "亿": 10_000_000_000}[unit]
            found.append(int(Decimal(figures.replace(",", "")) * scale))
    return found


def fine_against_words(fine: int | None, words: str) -> Rejection | Hint | None:
    """Whether the amount in its column, in 分, is one that the decision names, or their sum."""
    if not fine or not (named := fines_in(words)):
        return None
    if fine in named or fine == sum(named) or fine == sum(set(named)):
        return None
    stated = "、".join(f"{Decimal(each) / 100:,.2f}".removesuffix(".00") for each in named[:3])
    reason = f"与处罚内容里写的罚款 {stated} 元不一致，请核对金额和单位"
    by_unit = any(each and Decimal(fine) / each in _OFF_BY_UNIT for each in named)
    # Of several fines one may be another party's; a single one, or a slip of the unit, never is.
    if by_unit or len(set(named)) == 1:
        return Rejection(reason, "fine")
    return Hint(reason, "fine")


def fine_against_kinds(fine: int | None, kinds: Collection[str], stated: str | None) -> Hint | None:
    """Whether the column of kinds and the amount, in 分, tell the same."""
    if fine and stated and "fine" not in kinds:
        return Hint("有罚款金额，处罚类别里却没有罚款，请核对", "penalty_kinds")
    if fine == 0 and "fine" in kinds:
        return Hint("处罚类别含罚款，罚款金额却是 0，请核对", "fine")
    return None


def body_code_fault(code: str | None, party_code: str | None) -> str | None:
    """What is wrong with the deciding body's code, if anything."""
    if not code:
        return None
    if code == party_code:
        return "处罚机关的代码与行政相对人的代码相同，请核对"
    if code[:1] == "9":
        return "这是企业或个体工商户的代码，处罚机关的代码应以 1 开头，请核对"
    return None


class BodyCodes:
    """The codes under which a file names its bodies: one body has one code."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._codes: dict[str, str] = {}

    def contradiction(self, name: str, code: str | None) -> Hint | None:
        """Whether an earlier row has this code under another name, or this name with another."""
        if not code:
            return None
        other_name = self._names.setdefault(code, name)
        other_code = self._codes.setdefault(name, code)
        if other_name != name:
            return Hint(
                f"前面的行里，这个代码是“{other_name[:40]}”的，请核对", "deciding_body_code"
            )
        if other_code != code:
            return Hint(
                f"前面的行里，{name[:40]}的代码是 {other_code}，请核对", "deciding_body_code"
            )
        return None


def period_against_grade(
    until: date | None, decided_on: date | None, rule: PeriodRule
) -> Hint | None:
    """Whether the stated end of publication lies within the months of the rule of that day."""
    if until is None or decided_on is None:
        return None
    latest = rule.last_day(decided_on)
    if until > latest:
        return Hint(
            f"按失信程度公示{rule.term_label}（{rule.basis}），至 {latest} 为止，已按此缩短",
            "publish_until",
        )
    if rule.least and until < rule.repair_from(decided_on):
        return Hint(f"早于最短公示期（{rule.term_label}，{rule.basis}），请核对", "publish_until")
    return None


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).translate(_PLAIN)


def _number(written: str) -> int:
    """贰拾伍万陆仟 → 256000."""
    total = section = digit = 0
    for sign in written:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
    return total + section + digit
