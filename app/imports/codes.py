"""Codes of companies: the 18-character credit code (GB 32100-2015) and the older numbers."""

import re
import unicodedata
from typing import NamedTuple

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from app.imports.cells import Cell
from app.imports.problems import BadValueError
from app.imports.values import plain

LOST_DIGITS = "数字已丢失精度，请把该列设为文本后重新导出"

_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_LOOKS_LIKE = {"O": "0", "I": "1", "Z": "2", "S": "5"}
_EXPONENT = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_OLD_NUMBER = re.compile(r"\d{13}|\d{15}")


class Code(NamedTuple):
    """What a code column held: a credit code or an old registration number, never both."""

    uscc: str | None = None
    registration_number: str | None = None


def company_code(cell: Cell, _unit: str | None = None) -> Code:
    """A checked credit code, or a registration number of 13 or 15 digits."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 1e15:
        if isinstance(cell, int) and len(str(cell)) == 18:
            return Code(uscc=check_uscc(str(cell)))
        raise BadValueError(LOST_DIGITS)
    value = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", plain(cell)).lstrip("'")).upper()
    if _EXPONENT.fullmatch(value):
        raise BadValueError(LOST_DIGITS)
    if _OLD_NUMBER.fullmatch(value):
        return Code(registration_number=value)
    if len(value) != 18:
        raise BadValueError(f"统一社会信用代码应为 18 位（注册号为 15 位），现有 {len(value)} 位")
    return Code(uscc=check_uscc(value))


def check_uscc(value: str) -> str:
    """``value`` if its 18 characters are a valid credit code; else says which one is wrong."""
    wrong = [(index, char) for index, char in enumerate(value) if char not in _ALPHABET]
    if wrong:
        raise BadValueError(_illegal_letter(value, *wrong[0]))
    if not value[2:8].isdigit():
        raise BadValueError("统一社会信用代码第 3 至 8 位应为 6 位数字的行政区划")
    expected = uscc.calc_check_digit(value[:17])
    if expected != value[17]:
        message = (
            f"统一社会信用代码第 18 位校验不通过：按前 17 位计算应为“{expected}”，"
            f"填写的是“{value[17]}”"
        )
        raise BadValueError(f"{message}；{LOST_DIGITS}" if value.endswith("000") else message)
    return value


def _illegal_letter(value: str, index: int, char: str) -> str:
    message = f"统一社会信用代码第 {index + 1} 位“{char}”不是可用的字符"
    similar = _LOOKS_LIKE.get(char)
    if similar is None:
        return message
    mended = "".join(_LOOKS_LIKE.get(each, each) for each in value)
    try:
        uscc.validate(mended)
    except ValidationError:
        return f"{message}，可能是数字“{similar}”"
    return f"{message}，应为数字“{similar}”（改正后校验通过）"
