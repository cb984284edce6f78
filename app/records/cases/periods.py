"""How long a penalty is published: by grade, under the rule in force on the day of the decision."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data
from app.publishing.life.rules import add_months
from app.records.cases.rules import Severity

RULES = Path(__file__).parent / "data" / "publication_periods.json"


@dataclass(frozen=True)
class PeriodRule:
    """Least and most months of publication, and the regulation that says so."""

    basis: str
    least: int
    most: int

    def repair_from(self, decided_on: date) -> date:
        """First day on which repair may be applied for: the least months from the decision."""
        return add_months(decided_on, self.least)

    def last_day(self, decided_on: date) -> date:
        """Last day of publication, which still counts: the most months from the decision."""
        return add_months(decided_on, self.most) - timedelta(days=1)

    @property
    def term_label(self) -> str:
        """The period in months or whole years, as a sentence says it."""
        if not self.least:
            return f"最长{_months(self.most)}"
        return f"最短{_months(self.least)}、最长{_months(self.most)}"


def period_rule(severity: Severity, decided_on: date) -> PeriodRule:
    """The rule for a decision of this grade on this day.

    Since 2026-04-01 that of the Measures for Credit Repair (order 36 of the National Development
    and Reform Commission), before them that of its order 58; ``basis`` names each. Raises
    LookupError for a day before the first rule.
    """
    for since, basis, months in _rules():
        if since <= decided_on:
            return PeriodRule(basis, *months[severity.value])
    raise LookupError(f"no publication rule for {decided_on}")


@cache
def _rules() -> list[tuple[date, str, dict[str, tuple[int, int]]]]:
    rules = read_data(RULES)["rules"]
    dated = [(date.fromisoformat(rule["since"]), rule["basis"], rule["months"]) for rule in rules]
    return sorted(dated, key=lambda rule: rule[0], reverse=True)


def _months(count: int) -> str:
    return f"{count // 12}年" if count % 12 == 0 else f"{count}个月"
