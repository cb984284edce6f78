"""Other engines under the same tokens and the same questions, to compare with.

Tantivy is measured when it is installed: ``pip install .[bench]``.
"""

import sqlite3
from collections.abc import Iterable
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from app.kernel.search.analysis import exact_key, fold, index_tokens
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.plan import QueryPlan, plan
from tests.bench.corpus import BY_DATE, PAGE, Query

try:
    import tantivy
except ImportError:
    tantivy = None

KINDS = tuple(SearchKind)
CODE_KINDS = {"code", "beginning of a code"}
MANY = 20_000
FACETS = ("kind", "district", "bureau", "year")

Answer = tuple[list[int], int]


class Rival(Protocol):
    """An engine that is asked what ours is asked."""

    name: str

    def build(self, documents: Iterable[SearchDocument]) -> None:
        """Index the records."""

    def ask(self, kind: str, query: Query) -> Answer:
        """The keys of one page, and the total."""


def rivals(folder: Path) -> list[Rival]:
    """Those that can be measured here."""
    found: list[Rival] = [Fts5(folder / "fts5.db")]
    if tantivy is not None:
        (folder / "tantivy").mkdir()
        found.append(Tantivy(folder / "tantivy"))
    return found


def tokens_of(document: SearchDocument) -> set[str]:
    """All tokens of a record, as our engine files them."""
    texts = (
        document.title,
        *document.names,
        *document.codes,
        *document.numbers,
        *(text for _, text in document.texts),
    )
    return set[str]().union(*(index_tokens(fold(text)) for text in texts))


def values_of(document: SearchDocument) -> tuple[int, int, int, int, int]:
    """Kind, district, bureau, year and day."""
    return (
        KINDS.index(document.kind),
        int(document.district or 0),
        document.bureau_id or 0,
        document.year or 0,
        document.on.toordinal() if document.on else 0,
    )


class Fts5:
    """SQLite's full-text search, with the codes and values in an ordinary table."""

    name = f"SQLite FTS5 {sqlite3.sqlite_version}"

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript(
            "CREATE VIRTUAL TABLE f USING fts5(t, content='', detail=none);"
            "CREATE TABLE d (id INTEGER PRIMARY KEY, code TEXT, kind, district, bureau, year, day);"
        )

    def build(self, documents: Iterable[SearchDocument]) -> None:
        """Index the records in one transaction."""
        for document in documents:
            row = (document.key, exact_key(document.codes[0]), *values_of(document))
            self._db.execute("INSERT INTO d VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            words = " ".join(tokens_of(document))
            self._db.execute("INSERT INTO f (rowid, t) VALUES (?, ?)", (document.key, words))
        self._db.execute("CREATE INDEX d_code ON d (code)")
        self._db.commit()

    def ask(self, kind: str, query: Query) -> Answer:
        """Codes from the table's index; words from the full-text index."""
        if kind in CODE_KINDS:
            key = exact_key(query.text)
            where, values = "d.code >= ? AND d.code < ?", [key, key + "~"]
            source = "d"
        else:
            where, values = "f MATCH ?", [_fts5_words(plan(query.text))]
            source = "f"
        if query.filters["kind"] is not None or query.sort is BY_DATE or query.counts:
            source = "d" if source == "d" else "f JOIN d ON d.id = f.rowid"
        if query.filters["kind"] is not None:
            where += " AND d.kind = ? AND d.district = ?"
            values += [str(KINDS.index(query.filters["kind"])), str(query.filters["district"])]
        return self._page(source, where, values, query)

    def _page(self, source: str, where: str, values: list[str], query: Query) -> Answer:
        chosen = f"FROM {source} WHERE {where}"
        key = "d.id" if source == "d" else "f.rowid"
        order = "ORDER BY d.day DESC " if query.sort is BY_DATE else ""
        page = f"SELECT {key} {chosen} {order}LIMIT {PAGE} OFFSET {query.offset}"
        keys = [row[0] for row in self._db.execute(page, values)]
        total = self._db.execute(f"SELECT count(*) {chosen}", values).fetchone()[0]
        for facet in FACETS if query.counts else ():
            counted = f"SELECT d.{facet}, count(*) {chosen} GROUP BY 1"
            self._db.execute(counted, values).fetchall()
        return keys, total


def _fts5_words(query: QueryPlan) -> str:
    return " AND ".join(f'"{token}"' for token in query.tokens)


class Tantivy:
    """Tantivy, with the values as fast fields; of very many hits it need not score each."""

    def __init__(self, folder: Path) -> None:
        self.name = f"tantivy {version('tantivy')}"
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("t", tokenizer_name="whitespace", index_option="basic")
        builder.add_text_field("code", tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("key", fast=True, stored=True)
        for name in (*FACETS, "day"):
            builder.add_integer_field(name, fast=True, indexed=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))

    def build(self, documents: Iterable[SearchDocument]) -> None:
        """Index the records with one thread."""
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        remaining = iter(documents)
        while chunk := list(islice(remaining, 10_000)):
            for each in chunk:
                row: dict[str, Any] = dict(zip((*FACETS, "day"), values_of(each), strict=True))
                row |= {"t": " ".join(tokens_of(each)), "key": each.key}
                row["code"] = exact_key(each.codes[0])
                writer.add_document(tantivy.Document(**row))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, kind: str, query: Query) -> Answer:
        """One search; counts are an aggregation beside it."""
        asked = self._query(kind, query)
        by_date = {"order_by_field": "day"} if query.sort is BY_DATE else {}
        found = self._searcher.search(asked, PAGE, offset=query.offset, **by_date)
        if query.counts:
            wanted = {name: {"terms": {"field": name, "size": 100}} for name in FACETS}
            self._searcher.aggregate(asked, wanted)
        return [self._searcher.doc(place)["key"][0] for _, place in found.hits], found.count

    def _query(self, kind: str, query: Query) -> Any:
        key, must = exact_key(query.text), tantivy.Occur.Must
        if kind == "code":
            return tantivy.Query.term_query(self._schema, "code", key)
        if kind in CODE_KINDS:
            return tantivy.Query.regex_query(self._schema, "code", key + ".*")
        wanted: list[tuple[str, Any]] = [("t", token) for token in plan(query.text).tokens]
        if query.filters["kind"] is not None:
            wanted.append(("kind", KINDS.index(query.filters["kind"])))
            wanted.append(("district", int(query.filters["district"] or 0)))
        terms = [tantivy.Query.term_query(self._schema, *each) for each in wanted]
        together = tantivy.Query.boolean_query([(must, term) for term in terms])
        if min(self._searcher.doc_freq(*each) for each in wanted) > MANY:
            return tantivy.Query.const_score_query(together, 1.0)
        return together
