"""From documents to rows, into the tables in use or into those of a build."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    SmallInteger,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    tuple_,
)
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import ARRAY, insert

from app.kernel.search.documents import (
    FACETS,
    FORM,
    SPANS,
    DocumentId,
    IndexTerms,
    SearchDocument,
    SearchKind,
    index_terms,
)
from app.kernel.search.engine import IndexChanges
from app.kernel.search.facets import ChoiceFacet, Facet
from app.kernel.search.postgres_engine.models import NAMES, SearchCode, SearchEntry

VERSION = f"2-{FORM}"
"""Changes with properties by itself, and with other columns or tokens by hand.

An index of another version is rebuilt."""

KINDS = tuple(SearchKind)

WHOLE = "#"
"""Before a name, code or number that is filed as one term, to be found when typed whole."""

LONGEST = 500
"""Characters of a term that count: PostgreSQL takes 2,046 bytes, and people type at most 200."""

SEPARATOR = "\n"
"""Between texts: folding leaves no line break in one, so nothing is found across two."""

PIECE = 1_000
VECTORS = ("name_terms", "terms")
Row = dict[str, Any]


def rows_of(document: SearchDocument) -> tuple[Row, list[Row]]:
    """The row of a record, and one for each of its codes and numbers."""
    texts = index_terms(document)
    entry = _entry(document, texts)
    number = {"kind": entry["kind"], "key": entry["key"]}
    return entry, [{"code": code, **number} for code in _cut(texts.codes)]


def _entry(document: SearchDocument, texts: IndexTerms) -> Row:
    """Terms are lists, to be made into vectors by the database."""
    whole_names = {WHOLE + name for name in texts.whole_names}
    whole = whole_names | {WHOLE + code for code in texts.codes}
    return {
        **{facet.name: stored(facet, facet.of(document)) for facet in FACETS},
        **{span.name: span.of(document) for span in SPANS},
        **{name: getattr(document, name) for name in NAMES},
        "key": document.key,
        "rank": min(max(document.rank, 0), 63),
        "length": min(len(document.title), 255),
        "fingerprint": document.fingerprint,
        "visible_from": document.visible_from,
        "visible_until": document.visible_until,
        "names": _lines(texts.names),
        "texts": _lines((*texts.names, *texts.others)),
        "name_terms": _cut(texts.name_tokens | texts.sounds | whole_names),
        "terms": _cut(texts.tokens | whole),
    }


def stored(facet: Facet, value: Any) -> Any:
    """A value as its column has it: a member of an enumeration is a number."""
    if value is not None and isinstance(facet, ChoiceFacet):
        return list(facet.members).index(value)
    return value


def counted(facet: Facet, value: str) -> Any:
    """The value that a column has, from JSON, which has texts for keys."""
    if isinstance(facet, ChoiceFacet):
        return list(facet.members)[int(value)]
    return facet.value_of(value)


def _lines(texts: tuple[str, ...]) -> str:
    return "".join(text + SEPARATOR for text in texts if text)


def _cut(terms: set[str] | frozenset[str]) -> list[str]:
    return sorted({term[:LONGEST] for term in terms})


@dataclass(frozen=True, slots=True)
class Tables:
    """Where an index is."""

    entries: Table
    codes: Table


def table_of(model: Any) -> Table:
    """The table of a model."""
    table: Table = model.__table__
    return table


IN_USE = Tables(table_of(SearchEntry), table_of(SearchCode))


def write(connection: Connection, changes: IndexChanges, tables: Tables = IN_USE) -> None:
    """Write in the connection's transaction; always in the same order, against deadlocks."""
    ids = sorted(changes.documents, key=_number)
    gone = [each for each in ids if changes.documents[each] is None]
    rows = [rows_of(document) for each in ids if (document := changes.documents[each])]
    _delete(connection, tables.entries, gone)
    if rows:
        connection.execute(_upsert(tables.entries), [entry for entry, _ in rows])
    _delete(connection, tables.codes, ids)
    if codes := [code for _, found in rows for code in found]:
        connection.execute(plain_insert(tables.codes), codes)


def in_pieces(ids: Iterable[DocumentId]) -> Iterator[list[DocumentId]]:
    """The ids in the order in which all take their locks, some at a time."""
    remaining = iter(sorted(set(ids), key=_number))
    while piece := list(islice(remaining, PIECE)):
        yield piece


def lock(connection: Connection, ids: Sequence[DocumentId]) -> None:
    """Let nobody else write the rows of these records before the transaction ends."""
    table = IN_USE.entries
    rows = select(table.c.key).where(_among(table, ids)).order_by(table.c.kind, table.c.key)
    connection.execute(rows.with_for_update())


def _number(document_id: DocumentId) -> tuple[int, int]:
    return KINDS.index(document_id.kind), document_id.key


def _upsert(table: Table) -> Any:
    vectors = {name: func.array_to_tsvector(bindparam(name, type_=ARRAY(Text))) for name in VECTORS}
    others = {
        column.name: bindparam(column.name, type_=column.type)
        for column in table.columns
        if column.name not in VECTORS
    }
    statement = insert(table).values(vectors | others)
    changed = {
        name: statement.excluded[name]
        for name in (*vectors, *others)
        if not table.columns[name].primary_key
    }
    return statement.on_conflict_do_update(constraint=table.primary_key, set_=changed)


def _delete(connection: Connection, table: Table, ids: Sequence[DocumentId]) -> None:
    if ids:
        connection.execute(delete(table).where(_among(table, ids)))


def _among(table: Table, ids: Sequence[DocumentId]) -> ColumnElement[bool]:
    numbers = list(zip(*map(_number, ids), strict=True))
    listed = func.unnest(
        bindparam("kinds", list(numbers[0]), ARRAY(SmallInteger)),
        bindparam("keys", list(numbers[1]), ARRAY(Integer)),
    )
    ids_table = listed.table_valued("kind", "key").render_derived()
    return tuple_(table.c.kind, table.c.key).in_(select(ids_table.c.kind, ids_table.c.key))
