"""What only fields of the complaint forms must hold."""

import re

from stdnum.cn import ric
from wtforms import Field, Form, ValidationError

_OTHER_PAPER = re.compile(r"[A-Z0-9()]{5,20}")

_RIC_LENGTH = 18


def check_id_number(_form: Form, field: Field) -> None:
    """A resident identity number with the right check digit, or another paper's number."""
    value = field.data
    if not value:
        return
    if len(value) == _RIC_LENGTH and not ric.is_valid(value):
        raise ValidationError("身份证号码校验不通过，请对照证件逐位核对")
    if not _OTHER_PAPER.fullmatch(value):
        raise ValidationError("证件号码只含字母和数字，居民身份证为 18 位")
