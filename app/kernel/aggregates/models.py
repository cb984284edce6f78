"""What was counted ahead."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.aggregates.kinds import Content, SummedKind
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base


class Aggregate(Base):
    """What was counted of one part of a scope, as its kind writes it; never of one person.

    Of a kind that is counted anew, the row whose part is ``kinds.WHOLE`` says that all parts of
    the scope were counted: what has no row has nothing to count. Of a kind that is summed, the
    row whose scope is WHOLE too says how far summing has come, and until which day turns are in
    it. Kept pages need not be told of changes here: they are told of those in the rows that were
    counted, and what is kept tells nothing else.
    """

    __tablename__ = "aggregates"
    __table_args__ = NOT_PUBLIC

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    part: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[Content] = mapped_column(JSON)
    """Empty where there is nothing to count any more; of the whole, the version of the kind."""
    day: Mapped[date | None]
    """The only day on which it holds, for what changes with the day; else it holds on any."""
    counted_at: Mapped[datetime]
    """The moment before the rows were read."""


class AggregateTurn(Base):
    """What is added to a part of a scope when a day begins: records come and go, time runs out."""

    __tablename__ = "aggregate_turns"
    __table_args__ = NOT_PUBLIC

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    part: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[Content] = mapped_column(JSON)


class CountedItem(Base):
    """The facts of an item that are in the sums, so that they can be taken out of them."""

    __tablename__ = "counted_items"
    __table_args__ = NOT_PUBLIC

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    run: Mapped[int]
    """Which summing of the kind has taken it in; what an earlier one left means nothing."""
    facts: Mapped[Content] = mapped_column(JSON)


@dataclass(frozen=True)
class SumProgress:
    """How far the sums of a kind have come."""

    version: int
    run: int
    through: int | None
    """The last item that was taken in; None when all were."""
    day: date
    """Until this day turns are in the sums."""
    at: datetime
    """When that was noted."""

    @property
    def content(self) -> Content:
        """As it is kept."""
        return {"version": self.version, "run": self.run, "through": self.through}

    @property
    def holds(self) -> bool:
        """Whether the sums are complete, and of no day to come."""
        return self.through is None and self.day <= clock.today()

    @classmethod
    def of(cls, kind: SummedKind, row: Any) -> "SumProgress | None":
        """As the row says; None where there is none, or it is of another version."""
        if row is None or row.content["version"] != kind.version:
            return None
        return cls(**row.content, day=row.day, at=row.counted_at)
