"""What takes long to make is made by the first worker that asks for it, for all of them."""

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True)
class Workshop:
    """The folder that all workers of one run have in common."""

    folder: Path

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What ``make`` returns in the first worker; the others wait for it and get the same."""
        kept = self.folder / f"{name}.made"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if kept.exists():
                found: Made = pickle.loads(kept.read_bytes())  # noqa: S301  # written below
                return found
            made = make()
            kept.write_bytes(pickle.dumps(made))
            return made

    @contextmanager
    def attended(self, leave: Callable[[], None]) -> Iterator[None]:
        """Be one of its workers. The last to go calls ``leave``, and what was made is forgotten."""
        with (self.folder / "attended.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            try:
                yield
            finally:
                if self._is_last(lock.fileno()):
                    for kept in self.folder.glob("*.made"):
                        kept.unlink()
                    leave()

    @staticmethod
    def _is_last(lock: int) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
