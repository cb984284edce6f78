"""Within how many working days a decision has to be public: the rule of its day."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data

RULES = Path(__file__).parent / "data" / "publication_limits.json"


@dataclass(frozen=True)
class Limit:
    """A rule: for which kinds of records, from when on, how long, and which regulation says so."""

    kinds: frozenset[str]
    since: date
    working_days: int
    basis: str


def limit_of(kind: str, decided_on: date) -> int | None:
    """The working days allowed for a decision of this day; None where no rule holds."""
    holding = (rule for rule in limits() if kind in rule.kinds and rule.since <= decided_on)
    return next((rule.working_days for rule in holding), None)


@cache
def limits() -> tuple[Limit, ...]:
    """All rules, the newest first."""
    rules = [
        Limit(
            kinds=frozenset(rule["kinds"]),
            since=date.fromisoformat(rule["since"]),
            working_days=rule["working_days"],
            basis=rule["basis"],
        )
        for rule in read_data(RULES)["rules"]
    ]
    return tuple(sorted(rules, key=lambda rule: rule.since, reverse=True))
