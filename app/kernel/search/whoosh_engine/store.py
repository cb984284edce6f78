"""Where the index lies, and one warm reader a process, which holds it as of one commit.

There are numbered directories, a pointer to the one in use, and a write lock. Readers look at the
pointer only. It is replaced whole after each commit, so a look at its stamp tells whether
anything has changed. A segment takes what it needs from its files, and keeps nothing twice.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC

from app.kernel.search.engine import IndexBusyError, SearchUnavailableError
from app.kernel.search.whoosh_engine.codec import columns_of, terms_of
from app.kernel.search.whoosh_engine.docsets import DocSet
from app.kernel.search.whoosh_engine.files import UNIT, Mask, Numbers, TextReader
from app.kernel.search.whoosh_engine.schema import (
    COLUMNS,
    KIND,
    SCHEMA,
    VERSION,
    Labels,
    combinations_of,
)

POINTER = "current.json"
LOCK = "write.lock"
OPENING_ATTEMPTS = 10
Stamp = tuple[int, int]


class IndexStore:
    """The folder of all index directories."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = str(root / POINTER)

    def stamp(self) -> Stamp | None:
        """Changes whenever the index does; None while there is no index."""
        try:
            status = os.stat(self._pointer)  # noqa: PTH116  # a path object takes much longer
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def current(self) -> Path:
        """The directory in use. Raises SearchUnavailableError when there is none that fits."""
        try:
            pointer = json.loads((self.root / POINTER).read_text(encoding="utf-8"))
            if pointer["version"] != VERSION:
                raise SearchUnavailableError
            return self.root / str(pointer["directory"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SearchUnavailableError from error

    def new_directory(self) -> Path:
        """An empty directory, beside the one in use."""
        numbers = [int(path.name) for path in self.root.iterdir() if path.name.isdigit()]
        directory = self.root / f"{max(numbers, default=0) + 1:06d}"
        directory.mkdir()
        return directory

    def point_to(self, directory: Path, *, generation: int) -> None:
        """Tell all readers, at once, to read ``directory`` as it is now."""
        draft = self.root / f"{POINTER}.new"
        pointer = {"directory": directory.name, "version": VERSION, "generation": generation}
        with draft.open("w", encoding="utf-8") as file:
            json.dump(pointer, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / POINTER)

    def remove_others(self, directory: Path) -> None:
        """Delete what earlier builds left. Readers keep the files that they have open."""
        for path in self.root.iterdir():
            if path.is_dir() and path != directory:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def locked(self, *, timeout: float) -> Iterator[None]:
        """Be the only writer of all processes. Raises IndexBusyError after ``timeout`` seconds."""
        self.root.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + timeout
        with (self.root / LOCK).open("w") as file:
            while True:
                try:
                    fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() >= deadline:
                        raise IndexBusyError from error
                    time.sleep(0.05)
            yield


class SegmentFiles:
    """The unchanging part of a segment: columns, terms and texts."""

    def __init__(self, directory: Path, segment: Any, texts: TextReader) -> None:
        self.id = str(segment.segment_id())
        self.size = int(segment.doc_count_all())
        self._file = file = columns_of(directory, segment)
        self.columns: Mapping[str, Numbers] = {name: file.mapped(name) for name in COLUMNS}
        self.combinations = combinations_of(file)
        self.fields = terms_of(directory, segment)
        self._texts = texts
        self._out_of_time: tuple[int, DocSet] | None = None
        if self.size:
            last = int(self.whole("text_place").argmax())
            end = int(self.columns["text_place"][last]) * UNIT + int(self.columns["text_end"][last])
            if end > texts.size:
                raise ValueError(f"{self.id} needs {end} bytes of texts, there are {texts.size}")

    def whole(self, column: str) -> Numbers:
        """All of a column that is seldom looked at: it is let go of, and stays in no memory."""
        return self._file.read(column, 0, self.size)

    def kinds(self, numbers: Numbers) -> Numbers:
        """The kinds of documents."""
        return self.combinations[:, KIND][self.columns["combination"][numbers]]

    def out_of_time(self, day: int) -> DocSet:
        """The documents whose time has passed on a day (``day_number``), or is still to come."""
        of_day = self._out_of_time
        if of_day is None or of_day[0] != day:
            out = (self.whole("visible_from") > day) | (self.whole("visible_until") < day)
            of_day = self._out_of_time = (day, DocSet.of_mask(out))
        return of_day[1]

    def holding(self, numbers: Numbers, phrases: Sequence[str], *, names_only: bool) -> Mask:
        """In which of the documents each phrase stands in a name or, also, another text."""
        stands = np.ones(len(numbers), np.bool_)
        places = self.columns["text_place"][numbers]
        ends = self.columns["names_end" if names_only else "text_end"][numbers]
        for phrase in phrases:
            left = np.flatnonzero(stands)
            stands[left] = self._texts.holding(places[left], ends[left], phrase)
        return stands


class LoadedSegment:
    """A segment as of one commit: its files, and which of its documents no longer count."""

    def __init__(self, files: SegmentFiles, segment: Any) -> None:
        deleted = np.fromiter(segment.deleted_docs(), np.int32)
        deleted.sort()
        self.files = files
        self.deleted = DocSet(files.size, deleted)
        self._hidden: tuple[int, DocSet] | None = None

    def hidden(self, day: int) -> DocSet:
        """The documents that the public may not see on a day; kept for the next question."""
        of_day = self._hidden
        if of_day is None or of_day[0] != day:
            of_day = self._hidden = (day, self.files.out_of_time(day) | self.deleted)
        return of_day[1]

    def shown(self, day: int) -> Numbers:
        """The documents that the public may see."""
        return np.flatnonzero(~self.hidden(day).mask).astype(np.int32)

    def past(self, day: int) -> Numbers:
        """The documents whose time has passed on a day."""
        past = DocSet.of_mask(self.files.whole("visible_until") < day)
        return (past - self.deleted).numbers


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
            LoadedSegment(
                known.get(segment.segment_id()) or SegmentFiles(directory, segment, texts), segment
            )
            for segment in contents.segments
        )
        return Snapshot(segments, Labels.load(directory), stamp, directory)
