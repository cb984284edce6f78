"""What this site counts itself of an indicator, never what anybody typed.

Beside it stands ``models.IndicatorValue``, which a body reported: pages show both alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.kernel import clock
from app.records.indicators.models import Indicator
from app.records.indicators.numbers import show_number, write_number
from app.records.indicators.periods import Period, read_period


@dataclass(frozen=True)
class Rows:
    """Where the rows are that were counted: an endpoint and its arguments."""

    endpoint: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Computed:
    """A number with its period, the count behind it, and the rows that were counted."""

    indicator: Indicator
    span: Period
    number: Decimal
    remark: str
    rows: Rows
    source: str = "由本站记录计算"
    id: int = 0
    link: None = None
    import_batch: None = None
    change_notes: Sequence[Any] = ()

    def told(self) -> dict[str, Any]:
        """All of it as JSON, to be kept; without the indicator."""
        return {
            "period": self.period,
            "number": str(self.number),
            "remark": self.remark,
            "rows": [self.rows.endpoint, dict(self.rows.arguments)],
            "source": self.source,
        }

    @classmethod
    def read(cls, indicator: Indicator, told: Mapping[str, Any]) -> "Computed":
        """What was kept of the indicator."""
        return cls(
            indicator=indicator,
            span=read_period(told["period"]),
            number=Decimal(told["number"]),
            remark=told["remark"],
            rows=Rows(*told["rows"]),
            source=told["source"],
        )

    @property
    def period(self) -> str:
        """Code of the period."""
        return self.span.code

    @property
    def period_ends_on(self) -> date:
        """Last day of the period."""
        return self.span.ends_on

    @property
    def source_on(self) -> date:
        """The day up to which was counted."""
        return min(self.span.ends_on, clock.today())

    @property
    def value(self) -> str:
        """The number as it is written."""
        return write_number(self.number)

    @property
    def words(self) -> str:
        """The number with its unit."""
        return show_number(self.number, self.indicator.unit)


def year_so_far(year: int) -> Period:
    """The whole of a year that has passed; of the present one January to the present month."""
    today = clock.today()
    if year != today.year or today.month == 12:
        return read_period(str(year))
    return read_period(f"{year}-01/{today.month:02}" if today.month > 1 else f"{year}-01")
