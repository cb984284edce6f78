"""What lists that name companies are asked for."""

from typing import Any

from sqlalchemy import bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.publishing.life.listing import Criterion
from app.records.companies import uscc


def is_code(*codes: InstrumentedAttribute[Any]) -> Criterion:
    """One of the columns holds the code typed, in whatever way it was written."""
    condition = or_(*(code == bindparam("code") for code in codes))
    return Criterion(condition, lambda words: {"code": uscc.normalise(words)})
