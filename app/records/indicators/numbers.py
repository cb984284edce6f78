"""Numbers as they are written: read from what people type, and shown with their unit.

They are decimal and exact. 97.60 and 97.6 are one number, written 97.6.
"""

import re
import unicodedata
from decimal import Decimal

MOST_DIGITS = 14
MOST_DECIMALS = 4
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_CLOSE = frozenset("%‰℃")
"""Units that are written without a space before them."""


class NotANumberError(ValueError):
    """A text that is no number; the message says so in Chinese."""


def read_number(text: str, unit: str) -> Decimal:
    """The number in ``text``, which may end in the indicator's own ``unit``.

    Raises NotANumberError: nothing is guessed, and another unit is never converted.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    bare = folded.removesuffix(unicodedata.normalize("NFKC", unit)).strip() if unit else folded
    if not _NUMBER.fullmatch(bare):
        raise NotANumberError(f"“{folded[:30]}”不是数字，或者单位不是{unit or '空的'}")
    number = Decimal(bare.replace(",", "")).normalize() + 0
    if -int(number.as_tuple().exponent) > MOST_DECIMALS:
        raise NotANumberError(f"最多 {MOST_DECIMALS} 位小数")
    if number.adjusted() >= MOST_DIGITS - MOST_DECIMALS:
        raise NotANumberError("数字过大，请核对单位")
    return number


def write_number(number: Decimal) -> str:
    """The number in its one form, as it is kept: 97.6, 1000."""
    return f"{number.normalize() + 0:f}"


def show_number(number: Decimal, unit: str) -> str:
    """The number with its unit, as people read it: 97.6%, 1,000 家."""
    gap = "" if unit[:1] in _CLOSE or not unit else " "
    return f"{number.normalize() + 0:,f}{gap}{unit}"
