"""Which promises of the policy the register keeps count of, as the data file says."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data
from app.records.honours.rules import Goal, HonourGrade, HonourKind

FILE = Path(__file__).parent / "data" / "goals.json"


@cache
def goals() -> Mapping[str, Goal]:
    """By the code of the indicator what it counts, in the order of the policy."""
    return {
        entry["indicator"]: Goal(
            kind=HonourKind(entry["kind"]),
            grade=HonourGrade(entry["grade"]) if entry.get("grade") else None,
            by_holder=entry.get("by_holder", False),
        )
        for entry in read_data(FILE)["goals"]
    }
