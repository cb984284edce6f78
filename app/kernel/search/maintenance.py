"""Building the index anew, comparing it with the database, and mending what differs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel import clock
from app.kernel.search import sources, state
from app.kernel.search.documents import DocumentId, SearchKind
from app.kernel.search.engine import SearchUnavailableError


@dataclass(frozen=True, slots=True)
class Differences:
    """What the index lacks, what it should not have, and what has changed since."""

    missing: tuple[DocumentId, ...]
    extra: tuple[DocumentId, ...]
    stale: tuple[DocumentId, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.stale)


def rebuild(advance: Callable[[int], None] | None = None) -> int:
    """Build the index from all sources and switch to it; returns the number of records.

    Raises IndexBusyError while another process writes.
    """
    with sources.reading():
        return state.current().engine.rebuild(sources.all_documents(), advance=advance)


def check() -> Differences:
    """Compare the index with the sources, as the public may see them today.

    Where there is no index that can be read, all records are missing.
    """
    today = clock.today()
    missing, stale = [], []
    with sources.reading():
        try:
            with state.usable_engine() as engine:
                indexed = dict(engine.fingerprints(today))
        except SearchUnavailableError:
            indexed = {}
        for document in sources.all_documents():
            if document.visible_on(today):
                fingerprint = indexed.pop(document.id, None)
                if fingerprint is None:
                    missing.append(document.id)
                elif fingerprint != document.fingerprint:
                    stale.append(document.id)
    return Differences(tuple(missing), tuple(indexed), tuple(stale))


def sync() -> Differences:
    """Mend what differs, and drop what the public may no longer see; returns what was mended.

    Raises IndexBusyError while another process writes.
    """
    differences = check()
    if not _readable():
        rebuild()
        return differences
    hidden = state.current().engine.hidden(clock.today())
    ids = (*differences.missing, *differences.extra, *differences.stale, *hidden)
    with sources.reading():
        sources.refresh(_by_kind(ids))
    return differences


def tend() -> None:
    """Build an index where none can be read, and turn it to the day; the worker, each minute.

    Nothing depends on the second: searches leave out what is over by themselves.
    """
    if not _readable():
        rebuild()
        return
    search, today = state.current(), clock.today()
    with sources.reading():
        sources.refresh(_by_kind(search.engine.hidden(today)))
        if search.turned_on != today:  # once a day, what reads otherwise than yesterday
            sources.refresh({kind: keys() for kind, keys in search.turning.items()})
            search.turned_on = today


def mend(reports: Sequence[Mapping[str, Any]]) -> None:
    """Build the index anew that could not answer, unless mended since; raises IndexBusyError."""
    if any(report["unreadable"] for report in reports) or not _readable():
        rebuild()


def _readable() -> bool:
    """Whether the files can be opened now; a reader that has them open would not notice."""
    return state.current().open().health().ready


def _by_kind(ids: Iterable[DocumentId]) -> dict[SearchKind, list[int]]:
    keys: dict[SearchKind, list[int]] = {}
    for kind, key in ids:
        keys.setdefault(kind, []).append(key)
    return keys
