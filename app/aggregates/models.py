"""What was counted ahead."""

from datetime import date, datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.aggregates.kinds import Content
from app.core.db import Base
from app.core.revision import NOT_PUBLIC


class Aggregate(Base):
    """What was counted of one part of a scope, as its kind writes it; never of one person.

    The row whose part is ``kinds.WHOLE`` says that all parts of the scope were counted: what has
    no row has nothing to count. Kept pages need not be told of changes here: they are told of
    those in the rows that were counted, and what is kept tells nothing else.
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
