"""The tables of the index: a row for each record, and one for each code and number.

On SQLite they stay empty; they are there so that the models are the same on both databases.
What they say changes with the records, or with the fact that the index was built.
"""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Date, Index, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.search.documents import FACETS, PROPERTIES
from app.kernel.search.facets import (
    AmountSpan,
    ChoiceFacet,
    CodeFacet,
    DaySpan,
    NumberFacet,
    WordFacet,
    YearFacet,
)
from app.kernel.search.properties import Property

TERMS = Text().with_variant(TSVECTOR(), "postgresql")
CODE = Text().with_variant(Text(collation="C"), "postgresql")
"""Ordered by code points, so that a B-tree finds what begins with a text."""


class SearchEntry(Base):
    """What the index knows of a record.

    ``names`` and ``texts`` are folded, a line for each text; ``texts`` begins with the names.
    ``name_terms`` and ``terms`` are the tokens of either, made by us and never by a parser.
    The columns of the properties of ``SearchDocument`` are added below.
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
    """Characters of the title."""
    fingerprint: Mapped[int] = mapped_column(Integer)
    visible_from: Mapped[date] = mapped_column(Date)
    visible_until: Mapped[date | None] = mapped_column(Date)
    names: Mapped[str] = mapped_column(Text)
    texts: Mapped[str] = mapped_column(Text)
    name_terms: Mapped[str] = mapped_column(TERMS)
    terms: Mapped[str] = mapped_column(TERMS)


COLUMN_TYPES: dict[type[Property], type[TypeEngine[Any]]] = {
    ChoiceFacet: SmallInteger,
    WordFacet: Text,
    CodeFacet: Text,
    NumberFacet: Integer,
    YearFacet: Integer,
    DaySpan: Date,
    AmountSpan: BigInteger,
}
NAMES = tuple(facet.named_by for facet in FACETS if facet.named_by)


def _add_columns() -> None:
    """Give the table a column for each property, and for each name of a value."""
    for each in PROPERTIES:
        if not hasattr(SearchEntry, each.name):  # the kind is part of the key
            setattr(SearchEntry, each.name, mapped_column(COLUMN_TYPES[type(each)]()))
    for name in NAMES:
        setattr(SearchEntry, name, mapped_column(Text()))


_add_columns()


class SearchCode(Base):
    """A code or number of a record, in the form in which it is compared."""

    __tablename__ = "search_codes"
    __table_args__ = (Index("ix_search_codes_record", "kind", "key"), NOT_PUBLIC)

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
