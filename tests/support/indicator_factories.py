"""Indicators and their values for tests."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select

from app.kernel.db.session import db
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.rules import Direction, Frequency, Strand
from tests.support.factories import make, make_bureau, publication

_numbers = count(1)

PROMISE = {
    "item": "一（二）1",
    "quote": "试验合格率达到92%以上",
    "direction": Direction.AT_LEAST,
    "target": "92",
    "due_on": date(2015, 12, 31),
}


def indicator(code: str) -> Indicator:
    """An indicator that ``flask setup`` has loaded."""
    return db.session.scalars(select(Indicator).where(Indicator.code == code)).one()


def make_indicator(**changes: Any) -> Indicator:
    """A promise of at least 92%; with ``target=None`` and so on, an indicator without one."""
    number = next(_numbers)
    defaults = {
        "code": f"SY{number:02}",
        "position": 1000 + number,
        "name": f"试验合格率{number}",
        "strand": Strand.PRODUCTS,
        "unit": "%",
        "formula": "合格批次 ÷ 抽查批次 × 100%",
        "source": "抽查通报",
        "frequency": Frequency.QUARTER,
        **PROMISE,
    }
    if "bureau_id" not in changes and "bureau" not in changes:
        defaults["bureau"] = make_bureau()
    return make(Indicator, defaults, changes)


def make_value(**changes: Any) -> IndicatorValue:
    """A published value of 97.6 for the last quarter of 2025."""
    if "indicator_id" not in changes and "indicator" not in changes:
        changes["indicator"] = make_indicator()
    defaults = {
        **publication(),
        "publish_until": None,
        "period": "2025-Q4",
        "value": "97.6",
        "source": "2025年四季度抽查通报",
        "source_on": date(2026, 1, 15),
    }
    return make(IndicatorValue, defaults, changes)
