"""Processes of the site as the system knows them: started, recognised, ended.

A process is known by its number and the tick in which it began: numbers are given out again.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import NamedTuple, NoReturn

FIRST_SOCKET = 3
"""Where systemd's protocol has them (sd_listen_fds)."""
PARENT_DEATH = 1
"""PR_SET_PDEATHSIG of Linux."""


class ProcessKey(NamedTuple):
    """A process that can't be taken for a later one of the same number."""

    pid: int
    began: int
    """In ticks since the machine started; 0 where the system does not say."""

    @property
    def is_running(self) -> bool:
        """Whether it has not ended; a zombie has."""
        return self.began != 0 and _began(self.pid) == self.began


def key_of(pid: int) -> ProcessKey:
    """The process that has the number now."""
    return ProcessKey(pid, _began(pid))


def start(
    arguments: Sequence[str], environment: Mapping[str, str], sockets: Sequence[socket]
) -> int:
    """Run this Python with ``arguments`` in a session of its own; returns its number.

    It gets the sockets as systemd would pass them, and ends in its own time (SIGTERM) when this
    process dies.
    """
    sys.stdout.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become(arguments, dict(environment), [each.fileno() for each in sockets], parent)
    return pid


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signal a process that ``start`` began, and all that it has started; they may be gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def end_leftovers(left: Sequence[ProcessKey], patience: float) -> int:
    """End processes of a supervisor that has died; returns how many there were."""
    running = [key for key in left if key.is_running]
    _end_by(signal.SIGTERM, running, patience)
    _end_by(signal.SIGKILL, running, 1.0)
    return len(running)


def _end_by(number: signal.Signals, running: Sequence[ProcessKey], patience: float) -> None:
    for key in running:
        if key.is_running:
            signal_group(key.pid, number)
    end = time.monotonic() + patience
    while any(key.is_running for key in running) and time.monotonic() < end:
        time.sleep(0.05)


def _began(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[19])


def _become(
    arguments: Sequence[str], environment: dict[str, str], sockets: Sequence[int], parent: int
) -> NoReturn:
    """Never returns: a child that can't become the program ends."""
    try:
        os.setsid()
        _end_with(parent)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for place, descriptor in enumerate(sockets, FIRST_SOCKET):
            os.dup2(descriptor, place)
        if sockets:
            environment |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(sockets))}
        os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606  # no shell
    finally:
        os._exit(127)


def _end_with(parent: int) -> None:
    """Be told to end when the parent dies; elsewhere than on Linux the next start sees to it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(0)


def forget_counts(folder: Path) -> None:
    """Take away what processes that have ended had counted (``app.kernel.metrics``).

    For the start of a site, when its sums begin anew: later, whoever watches would take sums that
    fall for a start.
    """
    for file in folder.glob("*_*.db"):
        if not key_of(int(file.stem.rpartition("_")[2])).began:
            file.unlink(missing_ok=True)
