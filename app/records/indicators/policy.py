"""The policy whose promises are kept track of: its name, and what it says without numbers."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data

FILE = Path(__file__).parent / "data" / "targets.json"


@dataclass(frozen=True)
class Unmeasured:
    """A promise whose words give no number to compare with."""

    item: str
    quote: str


@dataclass(frozen=True)
class Policy:
    """The document (关于建设质量强市的若干意见)."""

    title: str
    issued_on: date
    unmeasured: tuple[Unmeasured, ...]


@cache
def policy() -> Policy:
    """The document, as the data file describes it."""
    file = read_data(FILE)
    return Policy(
        title=file["policy"]["title"],
        issued_on=date.fromisoformat(file["policy"]["issued_on"]),
        unmeasured=tuple(
            Unmeasured(one["item"], one["quote"].replace(",", "，")) for one in file["unmeasured"]
        ),
    )
