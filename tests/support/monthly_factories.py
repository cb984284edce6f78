"""Monthly reports in tests."""

from typing import Any

from app.insight.monthly.models import MonthlyReport
from app.insight.monthly.rules import month_before, written
from app.insight.monthly.tables import tables_of
from app.kernel import clock
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
