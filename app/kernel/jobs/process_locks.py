"""Which processes of this installation have ended: each holds a lock that dies with it.

The lock is the kernel's, so it goes with ``kill -9`` at once, and it stays with a process that
is only slow or stopped. It says nothing of processes on another host, or with another DATA_DIR.
"""

import fcntl
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from flask import current_app

EXTENSION = "lifeline"
UNFINISHED = ".new"


def own() -> str:
    """The name under which this process holds its lock, from the first time that it is asked."""
    pid, name, _ = current_app.extensions.get(EXTENSION, (0, "", -1))
    if pid != os.getpid():  # a fork inherits what is remembered, but not the lock
        name = secrets.token_hex(16)
        current_app.extensions[EXTENSION] = os.getpid(), name, _take(name)
    return str(name)


def ended() -> list[str]:
    """The names of processes that have ended and are not yet forgotten."""
    mine = own()
    return [path.name for path in _folder().iterdir() if path.name != mine and _is_free(path)]


def forget(names: Iterable[str]) -> None:
    """No more needs to be known of these processes."""
    for name in names:
        (_folder() / name).unlink(missing_ok=True)


def _take(name: str) -> int:
    """Lock a file, and only then give it its name: without a lock it would pass for an ended one.

    The file is never opened again here, for closing it would let go of the lock.
    """
    unnamed = _folder() / f"{name}{UNFINISHED}"
    descriptor = os.open(unnamed, os.O_CREAT | os.O_WRONLY, 0o600)
    fcntl.lockf(descriptor, fcntl.LOCK_EX)
    unnamed.rename(_folder() / name)
    return descriptor


def _is_free(path: Path) -> bool:
    if path.suffix == UNFINISHED:
        return False
    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # somebody holds it, or has just forgotten it
        return False
    return True


def _folder() -> Path:
    folder = Path(current_app.config["DATA_DIR"]) / "processes"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
