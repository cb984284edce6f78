"""Where the index lies: numbered directories, a pointer to the one in use, and a write lock.

Readers look at the pointer only. It is replaced whole after each commit, so a look at its
stamp tells whether anything has changed.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.kernel.search.engine import SearchUnavailableError
from app.kernel.search.whoosh_engine.schema import VERSION

POINTER = "current.json"
LOCK = "write.lock"

Stamp = tuple[int, int]


class IndexBusyError(SearchUnavailableError):
    """Another process is writing to the index, and has been for long."""

    message = "索引正在更新，请稍后再试。"


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
        """Be the only writer, over all processes. Raises IndexBusyError after ``timeout``."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / LOCK).open("w") as file:
            _acquire(file.fileno(), time.monotonic() + timeout)
            yield


def _acquire(descriptor: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise IndexBusyError from error
            time.sleep(0.05)
