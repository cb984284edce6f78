"""The unified social credit code (GB 32100-2015), and the registration number before it.

A code has 18 characters; the last checks the rest. Digits and capitals without I, O, S, V, Z.
"""

import re
import unicodedata
from dataclasses import dataclass

from flask_wtf import FlaskForm
from stdnum.cn import uscc as standard
from wtforms import Field
from wtforms.validators import ValidationError

from app.kernel.errors import InvalidInputError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
REGISTRATION_LENGTH = 15
"""Characters of a code, and digits of an older registration number."""
_WRITTEN_RIGHT = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
LOOKALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"}


class CompanyCodeError(InvalidInputError):
    """A code that can't be right; the message says which character, and what it should be."""


@dataclass(frozen=True)
class CompanyCode:
    """What was given: a credit code or, of older companies, a registration number."""

    uscc: str | None = None
    registration_number: str | None = None


def normalise(text: str) -> str:
    """Half-width capitals without spaces and hyphens, as a code is stored."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(folded.split()).replace("-", "")


def check_character(first_seventeen: str) -> str:
    """The 18th character that belongs to the first seventeen (GB 32100-2015)."""
    return standard.calc_check_digit(first_seventeen)


def parse(text: str) -> str:
    """The credit code that ``text`` means; raises CompanyCodeError when it can't be one."""
    code = normalise(text)
    if len(code) != LENGTH:
        raise CompanyCodeError(f"统一社会信用代码应为18位，现为{len(code)}位，请核对。")
    if not _WRITTEN_RIGHT.fullmatch(code):
        raise CompanyCodeError(_first_fault(code))
    if code[-1] != (right := check_character(code[:17])):
        raise CompanyCodeError(f"第18位校验码应为“{right}”，现为“{code[-1]}”，请核对整个代码。")
    return code


def is_valid(text: str) -> bool:
    """Whether ``text`` is a credit code."""
    try:
        parse(text)
    except CompanyCodeError:
        return False
    return True


def parse_any(text: str) -> CompanyCode:
    """A credit code or a 15-digit registration number; raises CompanyCodeError for any other."""
    code = normalise(text)
    if len(code) == REGISTRATION_LENGTH and code.isdigit():
        return CompanyCode(registration_number=code)
    return CompanyCode(uscc=parse(code))


def _first_fault(code: str) -> str:
    for position, character in enumerate(code, start=1):
        if character not in ALPHABET:
            return _illegal(position, character)
        if 3 <= position <= 8 and not character.isdigit():
            return f"第{position}位“{character}”应为数字（第3至8位是登记机关行政区划码）。"
    raise ValueError(code)


def _illegal(position: int, character: str) -> str:
    words = f"第{position}位“{character}”不是代码可用的字符（数字和不含I、O、S、V、Z的大写字母）"
    if likely := LOOKALIKES.get(character):
        return f"{words}，可能应为“{likely}”。"
    return f"{words}。"


def known_code(_form: FlaskForm, field: Field) -> None:
    """Refuse a credit code that can't be right, and say why."""
    if field.data:
        try:
            field.data = parse(field.data)
        except CompanyCodeError as error:
            raise ValidationError(error.message) from error


def known_number(_form: FlaskForm, field: Field) -> None:
    """Refuse what is no registration number of the days before the credit code."""
    if field.data and not (field.data.isdecimal() and len(field.data) in (13, 15)):
        raise ValidationError(f"{field.label.text}应为15位（2007年以前的为13位）数字")
