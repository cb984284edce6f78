"""Records of several kinds, read together.

A page of results names twenty records, which may be of as many kinds as there are. Asked table
by table it would take as many statements. So a kind says which columns a document is made of,
and what a page shows is asked for in one statement, a row of JSON for each record.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    Text,
    TypeDecorator,
    bindparam,
    literal_column,
    true,
    union_all,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from app.kernel.db.session import AnySelect, UTCDateTime, db
from app.kernel.search.documents import SearchDocument

Decoder = Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class RowSource:
    """Supplies the records of a table to the search index and to the pages of results.

    ``columns`` gives what is read of a record, the same statement all day long; its columns
    have distinct names. ``key`` is the primary key and among them. ``documents`` makes documents
    of the rows, those of one record together, which stand in the order of their keys; it leaves
    out records that are not approved. ``everything`` may narrow the walk through all of them.
    """

    columns: Callable[[], AnySelect]
    key: InstrumentedAttribute[int]
    documents: Callable[[Iterable[Any]], Iterator[SearchDocument]]
    everything: Callable[[], ColumnElement[bool]] = true

    def __call__(self, keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
        """The documents of all records, or of those with these keys."""
        if keys is None:
            whole = self.columns().where(self.everything()).order_by(self.key)
            return self.documents(db.session.execute(whole, execution_options={"yield_per": 1000}))
        return self.documents(db.session.execute(_some(self, self.columns()), {self.name: keys}))

    @property
    def name(self) -> str:
        """The parameter for the keys."""
        return f"{self.key.class_.__tablename__}_keys"


def read(keys: Mapping[RowSource, Sequence[int]]) -> Iterator[SearchDocument]:
    """The documents of the records with these keys, in one statement."""
    if len(keys) < 2:
        for source, ids in keys.items():
            yield from source(ids)
        return
    sources = tuple(keys)
    columns = tuple(source.columns() for source in sources)
    found: list[list[Any]] = [[] for _ in sources]
    parameters = {source.name: ids for source, ids in keys.items()}
    rows: Iterable[Any] = db.session.execute(_together(sources, columns), parameters)
    for position, values in rows:
        found[position].append(_decoded(columns[position], values))
    for source, of_source in zip(sources, found, strict=True):
        yield from source.documents(sorted(of_source, key=lambda row: getattr(row, source.key.key)))


class JsonRow(FunctionElement[str]):
    """AnySelect as the text of a JSON array."""

    type = Text()
    inherit_cache = True
    name = "json_row"


@compiles(JsonRow, "sqlite")
def _on_sqlite(element: JsonRow, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **options)})"


@compiles(JsonRow, "postgresql")
def _on_postgres(element: JsonRow, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(json_build_array({compiler.process(element.clauses, **options)}) AS TEXT)"


@lru_cache(maxsize=100)
def _some(source: RowSource, columns: AnySelect) -> AnySelect:
    """Made once a day: to put a statement together takes longer than to ask for a page by it."""
    return _of_keys(source, columns).order_by(source.key)


@lru_cache(maxsize=500)
def _together(
    sources: tuple[RowSource, ...], columns: tuple[AnySelect, ...]
) -> CompoundSelect[Any]:
    arms: list[AnySelect] = [
        _of_keys(source, read_).with_only_columns(
            literal_column(str(position)).label("source"),
            JsonRow(*read_.selected_columns).label("row"),
            maintain_column_froms=True,
        )
        for position, (source, read_) in enumerate(zip(sources, columns, strict=True))
    ]
    return union_all(*arms)


def _of_keys(source: RowSource, columns: AnySelect) -> AnySelect:
    """By keys alone: asked for a status at once, SQLite walks through all that is published."""
    return columns.where(source.key.in_(bindparam(source.name, expanding=True)))


def _decoded(columns: AnySelect, values: str) -> Any:
    row, decoders = _shape(columns)
    return row(
        *(
            value if decode is None or value is None else decode(value)
            for decode, value in zip(decoders, json.loads(values), strict=True)
        )
    )


@lru_cache(maxsize=100)
def _shape(columns: AnySelect) -> tuple[type[Any], list[Decoder | None]]:
    selected = columns.selected_columns
    return namedtuple("Row", selected.keys()), [_decoder(each.type) for each in selected]


def _decoder(kind: TypeEngine[Any]) -> Decoder | None:
    """How a value of this type comes back from JSON; None where it comes as it was."""
    match kind:
        case SqlEnum():
            return kind.enum_class
        case UTCDateTime():
            return _instant
        case Date():
            return date.fromisoformat
        case Boolean():
            return bool
        case JSON():
            return _nested
        case TypeDecorator():
            raise TypeError(f"nobody has said how {kind!r} comes back from JSON")
    return None


def _nested(value: Any) -> Any:
    """SQLite keeps JSON as text, which PostgreSQL puts into the row as what it says."""
    return json.loads(value) if isinstance(value, str) else value


def _instant(text: str) -> datetime:
    """SQLite keeps UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
