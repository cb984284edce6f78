"""Monthly reports in tests."""

from typing import Any

from app.core import clock
from app.monthly.models import MonthlyReport
from app.monthly.rules import month_before, written
from app.monthly.tables import tables_of
from tests.support.factories import add


def make_report(**changes: Any) -> MonthlyReport:
    """The report on the month before, as it is counted now."""
    month = month_before(clock.today())
    defaults = {
        "month": month,
        "edition": 1,
        "counted_at": clock.now(),
        "content": written(tables_of(month)),
    }
    return add(MonthlyReport(**{**defaults, **changes}))
