"""Building the index anew, comparing it with the database, and mending what differs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.core import clock
from app.core.db import reading_only
from app.search import sources, state
from app.search.documents import DocumentId, SearchKind


@dataclass(frozen=True, slots=True)
class Differences:
    """What the index lacks, what it should not have, and what has changed since."""

    missing: tuple[DocumentId, ...]
    extra: tuple[DocumentId, ...]
    stale: tuple[DocumentId, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.stale)


def rebuild(advance: Callable[[int], None] | None = None) -> int:
    """Build the index from all sources and switch to it; returns the number of records."""
    with reading_only():
        return state.current().engine.rebuild(sources.all_documents(), advance=advance)


def check() -> Differences:
    """Compare the index with the sources, as the public may see them today."""
    with reading_only():
        return _compare()


def _compare() -> Differences:
    today = clock.today()
    indexed = dict(state.current().engine.fingerprints(today))
    missing, stale = [], []
    for document in sources.all_documents():
        if not document.visible_on(today):
            continue
        fingerprint = indexed.pop(document.id, None)
        if fingerprint is None:
            missing.append(document.id)
        elif fingerprint != document.fingerprint:
            stale.append(document.id)
    return Differences(tuple(missing), tuple(indexed), tuple(stale))


def sync() -> Differences:
    """Mend what differs, and drop what the public may no longer see; returns what was mended."""
    differences = check()
    hidden = state.current().engine.hidden(clock.today())
    ids = (*differences.missing, *differences.extra, *differences.stale, *hidden)
    with reading_only():
        sources.refresh(_by_kind(ids))
    return differences


def tend() -> None:
    """What the worker does each minute: build an index where none can be read, drop what is over.

    Nothing depends on the second: searches leave out what is over by themselves.
    """
    engine = state.current().engine
    if not engine.health().ready:
        rebuild()
    elif hidden := engine.hidden(clock.today()):
        with engine.batch() as batch:
            batch.delete(hidden)


def _by_kind(ids: Iterable[DocumentId]) -> dict[SearchKind, list[int]]:
    keys: dict[SearchKind, list[int]] = {}
    for kind, key in ids:
        keys.setdefault(kind, []).append(key)
    return keys
