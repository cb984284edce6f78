"""A secret of each day with which addresses are hashed before they are counted.

It is drawn at random, and no key of the site is in it: whoever has the keys, the database and the
counters can't try out addresses. It is only in memory: in a file of a folder in memory, which all
processes of a host read, or in Redis for several hosts. It goes with its day, or with the power.
"""

import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import structlog
from flask import Flask, current_app

from app.kernel import clock

BYTES = 32
HASHED_DIGITS = 32
PAUSE = 60
"""Seconds between two tries to share where that has failed."""
EXTENSION = "day_salt"

log = structlog.get_logger()

Share = Callable[[date, bytes], bytes]
"""Offers a salt for a day to all processes; returns the one that the first of them offered.
"""


class DaySalt:
    """The salt of the present day, as all processes have it.

    ``failures`` are what ``share`` raises where there is nothing to share by.
    """

    def __init__(self, share: Share, failures: tuple[type[Exception], ...]) -> None:
        self._share = share
        self._failures = failures
        self._own = secrets.token_bytes(BYTES)
        self._of_day: tuple[date, bytes] | None = None
        self._pause_until = 0.0

    def today(self) -> bytes:
        """The salt. Where it can't be shared, those who were forked from here have the same."""
        day = clock.today()
        if self._of_day is not None and self._of_day[0] == day:
            return self._of_day[1]
        if time.monotonic() >= self._pause_until:
            try:
                salt = self._share(day, secrets.token_bytes(BYTES))
            except self._failures as error:
                log.warning("day_salt.not_shared", error=type(error).__name__)
                self._pause_until = time.monotonic() + PAUSE
            else:
                self._of_day = day, salt
                return salt
        return hmac.digest(self._own, day.isoformat().encode(), "sha256")


def init_app(app: Flask, share: Share, failures: tuple[type[Exception], ...]) -> None:
    """Draw the salts of this site from now on."""
    app.extensions[EXTENSION] = DaySalt(share, failures)


def hashed(value: str) -> str:
    """What stands for ``value`` today. Tomorrow nobody can say what it was."""
    salt: DaySalt = current_app.extensions[EXTENSION]
    return hmac.digest(salt.today(), value.encode(), "sha256").hex()[:HASHED_DIGITS]


def through_memory(folder: Path, data_dir: Path) -> Share:
    """Share by files in a folder in memory, of this user alone; OSError where that can't be."""
    site = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    prefix = f"mingjian-{os.getuid()}-{site}-"

    def share(day: date, offered: bytes) -> bytes:
        path = folder / f"{prefix}{day}"
        with suppress(FileExistsError):
            _write(path, offered)
        for older in folder.glob(f"{prefix}*"):
            if older.name < path.name:
                older.unlink(missing_ok=True)
        return _read(path)

    return share


def _write(path: Path, value: bytes) -> None:
    """Make the file whole, so that who finds it can read it. FileExistsError when it is there."""
    made = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(value)
        path.hardlink_to(made)
    finally:
        made.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    """What is in the file; OSError where another user could have put it there."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise PermissionError(f"{path.name} belongs to somebody else")
        return file.read(BYTES)
