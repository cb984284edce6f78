"""Questions to a tsvector, written term by term. Nothing that was typed is parsed by PostgreSQL."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, cast, literal
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute

from app.kernel.search.postgres_engine.entries import LONGEST


def term(text: str, *, beginning: bool = False) -> str:
    """A term, or with ``beginning`` any that begins so."""
    quoted = text[:LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'{':*' if beginning else ''}"


def all_of(parts: Iterable[str]) -> str:
    """What has each of the parts."""
    return f"({' & '.join(parts)})"


def any_of(parts: Iterable[str]) -> str:
    """What has one of the parts."""
    return f"({' | '.join(parts)})"


def has(column: InstrumentedAttribute[str], question: str) -> ColumnElement[bool]:
    """Whether the terms in the column answer the question; an index knows."""
    return column.bool_op("@@")(cast(literal(question), TSQUERY))
