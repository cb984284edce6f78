"""After how long an entry of the black list may be taken off early. Pure."""

from datetime import date
from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data
from app.publishing.life.rules import RepairTerms, add_months

TERMS = Path(__file__).parent / "data" / "terms.json"


def removal_terms(decided_on: date) -> RepairTerms:
    """From which day, so many months after its decision, an entry may leave (总局令44号)."""
    months, basis = next(
        (months, basis) for since, months, basis in _rules() if since <= decided_on
    )
    words = f"列入满{_span(months)}，可以申请提前移出。依据：{basis}。"
    return RepairTerms(add_months(decided_on, months), words)


@cache
def _rules() -> list[tuple[date, int, str]]:
    rows = read_data(TERMS)["removal"]
    dated = [(date.fromisoformat(row["since"]), row["months"], row["basis"]) for row in rows]
    return sorted(dated, reverse=True)


def _span(months: int) -> str:
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"
