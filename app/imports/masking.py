"""Personal data that arrives in public columns: hidden before anything is stored."""

import re

from stdnum.cn import ric, uscc

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(
    r"(?<!\d)[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"
)
_LONG_NUMBER = re.compile(r"\d{11}")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_COMPOUND = (
    *("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "夏侯", "皇甫", "尉迟", "公孙", "令狐"),
    *("慕容", "长孙", "宇文", "端木", "独孤", "南宫", "西门", "轩辕", "闻人", "澹台", "钟离"),
)
_BRACKETS = re.compile(r"[（(].*$")

HIDDEN_IDENTITY = "［证件号码已隐去］"
HIDDEN_PHONE = "［电话已隐去］"


def mask_person(name: str) -> str:
    """A natural person's name as it may be shown: the surname and 某某 (某 for one character)."""
    bare = _BRACKETS.sub("", name).strip()
    surname = next((each for each in _COMPOUND if bare.startswith(each)), bare[:1])
    rest = len(bare) - len(surname)
    return surname + "某" * min(max(rest, 1), 2)


def hide_numbers(text: str) -> str:
    """``text`` without identity numbers and mobile numbers of people."""
    if not _LONG_NUMBER.search(text):
        return text
    hidden = _IDENTITY.sub(lambda match: _hide_identity(match[0]), text)
    return _PHONE.sub(HIDDEN_PHONE, hidden)


def hide_identity(text: str) -> str:
    """``text`` without identity numbers, those of 15 digits included."""
    hidden = _IDENTITY.sub(lambda match: _hide_identity(match[0]), text)
    return _OLD_IDENTITY.sub(HIDDEN_IDENTITY, hidden)


def mask_shown(text: str) -> str:
    """A value as a list of errors may show it: no identity number, no phone number."""
    hidden = _OLD_IDENTITY.sub(HIDDEN_IDENTITY, hide_numbers(text))
    return hidden if len(hidden) <= 60 else hidden[:59] + "…"


def _hide_identity(number: str) -> str:
    """Identity numbers and codes of companies are both 18 long: their check digits tell."""
    upper = number.upper()
    if uscc.is_valid(upper) and not ric.is_valid(upper):
        return number
    is_dated = re.match(r"\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", upper)
    return HIDDEN_IDENTITY if is_dated else number
