"""The tables of the index: a row for each record, and one for each code and number.

On SQLite they stay empty; they are there so that the models are the same on both databases.
What they say changes with the records, or with the fact that the index was built.
"""

from datetime import date

from sqlalchemy import BigInteger, Date, Index, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base

TERMS = Text().with_variant(TSVECTOR(), "postgresql")
CODE = Text().with_variant(Text(collation="C"), "postgresql")
"""Ordered by code points, so that a B-tree finds what begins with a text."""


class SearchEntry(Base):
    """What the index knows of a record.

    ``names`` and ``texts`` are folded, a line for each text; ``texts`` begins with the names.
    ``name_terms`` and ``terms`` are the tokens of either, made by us and never by a parser.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        Index("ix_search_entries_name_terms", "name_terms", postgresql_using="gin"),
        Index("ix_search_entries_terms", "terms", postgresql_using="gin"),
        Index("ix_search_entries_visible_until", "visible_until"),
        NOT_PUBLIC,
    )

    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rank: Mapped[int] = mapped_column(SmallInteger)
    length: Mapped[int] = mapped_column(SmallInteger)
    fingerprint: Mapped[int] = mapped_column(Integer)
    visible_from: Mapped[date] = mapped_column(Date)
    visible_until: Mapped[date | None] = mapped_column(Date)
    day: Mapped[date | None] = mapped_column(Date)
    year: Mapped[int | None] = mapped_column(Integer)
    bureau_id: Mapped[int | None] = mapped_column(Integer)
    amount: Mapped[int | None] = mapped_column(BigInteger)
    district: Mapped[str | None] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(Text)
    bureau_name: Mapped[str | None] = mapped_column(Text)
    names: Mapped[str] = mapped_column(Text)
    texts: Mapped[str] = mapped_column(Text)
    name_terms: Mapped[str] = mapped_column(TERMS)
    terms: Mapped[str] = mapped_column(TERMS)


class SearchCode(Base):
    """A code or number of a record, in the form in which it is compared."""

    __tablename__ = "search_codes"
    __table_args__ = (Index("ix_search_codes_record", "kind", "key"), NOT_PUBLIC)

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
