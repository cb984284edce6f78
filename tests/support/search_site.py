"""A site whose published records are those of the test, found by the real index."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import Flask

from app.kernel.search import maintenance, state
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.sources import register_source
from app.kernel.search.state import Source
from tests.support.search_documents import document

ON_POSTGRES = os.environ.get("TEST_DATABASE_URL", "").startswith("postgresql")
ENGINES = ["whoosh", "postgres"] if ON_POSTGRES else ["whoosh"]

Cases = dict[int, SearchDocument]
REFS = {SearchKind.COMPANY: "91330399MA{:08d}", SearchKind.PROJECT: "ZD2026-{:03d}"}


class PublishedRecords:
    """What the features would supply: add records, publish them, take them away again."""

    def __init__(self) -> None:
        self.rows: dict[SearchKind, dict[int, SearchDocument]] = {kind: {} for kind in SearchKind}

    def add(self, kind: SearchKind, title: str, text: str = "", **changes: Any) -> SearchDocument:
        """A record of this kind; it is found after ``publish``."""
        key = sum(len(rows) for rows in self.rows.values()) + 1
        values: dict[str, Any] = {"kind": kind, "key": key, "on": date(2026, 1, key % 28 + 1)}
        values["ref"] = REFS.get(kind, "{}").format(key)
        made = document(title, text, **{**values, **changes})
        self.rows[kind][made.key] = made
        return made

    def publish(self) -> None:
        """Build the index of all that was added."""
        maintenance.rebuild()

    def withdraw(self, record: SearchDocument) -> None:
        """Take a record out of the database; the index does not know yet."""
        del self.rows[record.kind][record.key]

    def source(self, kind: SearchKind) -> Source:
        """What the feature of this kind registers."""

        def read(keys: Sequence[int] | None) -> Iterator[SearchDocument]:
            rows = self.rows[kind]
            yield from (rows[key] for key in (rows if keys is None else keys) if key in rows)

        return read


@contextmanager
def published_records(app: Flask) -> Iterator[PublishedRecords]:
    """Let a test's records be all that the site has, until it ends."""
    before = dict(state.of(app).sources)
    records = PublishedRecords()
    for kind, appearance in state.of(app).appearances.items():
        register_source(app, kind, records.source(kind), appearance=appearance)
    yield records
    state.of(app).sources.clear()
    state.of(app).sources.update(before)


@contextmanager
def known_cases(app: Flask) -> Iterator[Cases]:
    """Let the cases of this dictionary be all that is published."""
    with published_records(app) as records:
        yield records.rows[SearchKind.CASE]
