"""Honours that are not shown while their holders stand on the black list (ADR 15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.records.credit.models import CreditEntry
from app.records.credit.queries import black_entries, off_black_list
from app.records.credit.rules import ListKind
from app.records.honours.models import Honour


@dataclass(frozen=True)
class Suspension:
    """The entries of the black list that suspend an honour, or soon will."""

    entries: Sequence[CreditEntry]

    @property
    def has_begun(self) -> bool:
        """Whether one of these approved entries is public already."""
        today = clock.today()
        return any((entry.published_on or date.max) <= today for entry in self.entries)


def suspension_of(honour: Honour) -> Suspension | None:
    """What suspends the honour, or soon will; None where nothing does."""
    entries = black_entries(honour.company_id)
    return Suspension(entries) if entries else None


def beside_black(black_keys: Sequence[int]) -> list[int]:
    """Keys of the honours whose holders have these entries of the black list."""
    listed = select(CreditEntry.company_id).where(
        CreditEntry.id.in_(black_keys), CreditEntry.list == ListKind.BLACK
    )
    return list(db.session.scalars(select(Honour.id).where(Honour.company_id.in_(listed))))


def returning_keys() -> list[int]:
    """Keys of the honours that may have come back this month with the day."""
    statement = select(Honour.id).where(Honour.company_id.in_(off_black_list()))
    return list(db.session.scalars(statement))
