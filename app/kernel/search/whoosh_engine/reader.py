"""One warm reader a process: it holds the index as of one commit, and moves on when told."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC

from app.kernel.search.engine import SearchUnavailableError
from app.kernel.search.whoosh_engine.labels import Labels
from app.kernel.search.whoosh_engine.schema import SCHEMA
from app.kernel.search.whoosh_engine.segments import LoadedSegment, SegmentFiles, loaded
from app.kernel.search.whoosh_engine.store import IndexStore, Stamp
from app.kernel.search.whoosh_engine.texts import TextReader

OPENING_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All segments and labels as of one commit."""

    segments: tuple[LoadedSegment, ...]
    labels: Labels
    stamp: Stamp
    directory: Path


class SnapshotReader:
    """Gives the newest snapshot. A look at the pointer's stamp, some microseconds, finds it."""

    def __init__(self, store: IndexStore) -> None:
        self._store = store
        self._snapshot: Snapshot | None = None
        self._lock = Lock()

    def snapshot(self) -> Snapshot:
        """The index as it is now. Raises SearchUnavailableError when it can't be read."""
        stamp = self._store.stamp()
        if stamp is None:
            raise SearchUnavailableError
        current = self._snapshot
        if current is not None and current.stamp == stamp:
            return current
        with self._lock:
            if self._snapshot is None or self._snapshot.stamp != stamp:
                self._snapshot = self._open()
            return self._snapshot

    def _open(self) -> Snapshot:
        """Read the index; a commit at the same moment may take files away, so try again."""
        for _ in range(OPENING_ATTEMPTS):
            stamp = self._store.stamp()
            directory = self._store.current()
            try:
                if stamp is not None:
                    return self._read(directory, stamp)
            except FileNotFoundError:
                continue
            except Exception as error:  # a damaged file can raise anything
                raise SearchUnavailableError from error
        raise SearchUnavailableError

    def _read(self, directory: Path, stamp: Stamp) -> Snapshot:
        storage = FileStorage(str(directory))
        contents = TOC.read(storage, _DEF_INDEX_NAME, schema=SCHEMA)
        known = {
            each.files.id: each.files
            for each in (self._snapshot.segments if self._snapshot else ())
        }
        texts = TextReader(directory)
        segments = tuple(
            loaded(
                known.get(segment.segment_id()) or SegmentFiles(directory, segment, texts),
                segment,
            )
            for segment in contents.segments
        )
        return Snapshot(segments, Labels.load(directory), stamp, directory)
