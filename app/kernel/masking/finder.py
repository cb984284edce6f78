"""Finding personal data in texts. Nothing is stored, logged or looked up: text in, places out."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from app.kernel.crypto.columns import ALTERED, is_altered
from app.kernel.masking import patterns
from app.kernel.masking.rules import PersonalData, PersonalDataFinding, hide

_NARROW = str.maketrans(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＳＴＵＶＷＸＹＺｘ－–—＋　",
    "0123456789ABCDEFGHJKLMNPQRSTUVWXYZx---+ ",
)
_WIDE = re.compile("[０-９－–—\u3000]")
_DIGITS = re.compile(r"\d[ \-]?\d[ \-]?\d[ \-]?\d[ \-]?\d[ \-]?\d[ \-]?\d")
_LETTERED = re.compile(r"[\u4e00-\u9fff][A-HJ-NP-Z][·•. \-]?[A-HJ-NP-Z0-9]{4}")
_HOME = re.compile("住|户籍|单元")
_BIRTH = re.compile("岁|生|男|女|未成年")
_TRAVEL = re.compile("护照|通行证|旅行证")
_ONLINE = re.compile(
    r"[@＠]|[(（\[]at[)）\]]|微信|vx|wx|wechat|weixin|qq|ＱＱ|企鹅|抖音|快手|微博|支付宝|旺旺", re.I
)
"""Cheap questions that most texts answer with no, before the costly ones."""
NUMBERS = frozenset({PersonalData.IDENTITY, PersonalData.PHONE, PersonalData.BANK})
PHONE_SHOWN = 7


def find(text: str, *, allowed: Collection[str] = ()) -> list[PersonalDataFinding]:
    """Personal data in ``text`` in the order of its places, none over another.

    ``allowed`` are names that may stand: of the one punished, of the legal representative.
    """
    narrow = text.translate(_NARROW) if _WIDE.search(text) else text
    return _apart(_with_original(text, _candidates(narrow, allowed)))


def hidden(text: str, *, allowed: Collection[str] = ()) -> str:
    """``text`` with all that ``find`` finds hidden as it proposes."""
    return hide(text, find(text, allowed=allowed))


def hide_numbers(text: str) -> str:
    """``text`` without numbers of identity papers, telephones and bank accounts."""
    if not _DIGITS.search(text.translate(_NARROW)):
        return text
    return hide(text, [each for each in find(text) if each.kind in NUMBERS])


def hide_identity(text: str) -> str:
    """``text`` without identity numbers."""
    return hide(text, [each for each in find(text) if each.kind is PersonalData.IDENTITY])


def mask_shown(text: str) -> str:
    """A value as a list of errors may show it: no personal data in it."""
    shown = hidden(text)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _candidates(text: str, allowed: Collection[str]) -> Iterator[PersonalDataFinding]:
    if _DIGITS.search(text):
        yield from patterns.find_numbers(text)
    searches: tuple[tuple[re.Pattern[str], Callable[[str], Iterable[PersonalDataFinding]]], ...] = (
        (_LETTERED, patterns.find_plates),
        (_BIRTH, patterns.find_births),
        (_HOME, patterns.find_homes),
        (_TRAVEL, patterns.find_passports),
        (_ONLINE, patterns.find_addresses_online),
    )
    for question, finder in searches:
        if question.search(text):
            yield from finder(text)
    yield from patterns.find_names(text, allowed)


def _with_original(
    text: str, findings: Iterable[PersonalDataFinding]
) -> Iterator[PersonalDataFinding]:
    """The findings with their text as it was written, wide digits included."""
    for each in findings:
        written = text[each.start : each.end]
        yield PersonalDataFinding(each.kind, each.start, each.end, written, each.replacement)


def _apart(findings: Iterable[PersonalDataFinding]) -> list[PersonalDataFinding]:
    apart: list[PersonalDataFinding] = []
    for each in findings:
        if not any(each.start < other.end and other.start < each.end for other in apart):
            apart.append(each)
    return sorted(apart, key=lambda finding: finding.start)


def mask_contact(contact: dict[str, str] | None) -> dict[str, str]:
    """Each part that there is, hidden but for what tells people apart: 王**, 138****0000.

    Of data that do not open where they stand, only that."""
    if is_altered(contact):
        return {"name": ALTERED}
    return {field: _mask(field, value) for field, value in (contact or {}).items() if value}


def _mask(field: str, value: str) -> str:
    if field == "name":
        return value[0] + "**"
    if field == "phone" and len(value) > PHONE_SHOWN:
        return f"{value[:3]}****{value[-4:]}"
    return "******"
