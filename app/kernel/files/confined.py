"""Work on what others made, in processes of their own with limits of memory and time.

A decoder may be led by a hostile file to take gigabytes and minutes, or to crash. So it runs where
that is no matter of the site's: a server (``confined_server``) loads the code once, and forks a
process for each piece of work. At most ``DECODERS`` of a kind work at once on a host, as many wait,
and who comes then is asked to try again: the threads of the web server are for all visitors.
"""

import fcntl
import json
import os
import struct
import subprocess  # our own server, by a fixed path
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from app.kernel.errors import InvalidInputError

SERVER = Path(__file__).with_name("confined_server.py")
NO_SECRETS = {"LANG": "C.UTF-8", "PATH": os.defpath}
"""The environment of a server: keys and passwords of the site are none of its business."""
LENGTH = struct.Struct("!Q")
LOOK_SECONDS = 0.02
MEBIBYTE = 1024 * 1024


class ConfinedWorkError(Exception):
    """The work failed: it crashed, or would have passed its limits."""


class TooBusyError(InvalidInputError):
    """All turns are taken. A form says so beside what was typed, which it keeps."""

    message = "现在上传的人较多，请稍后再试，已填内容都在。"


@dataclass(frozen=True)
class ConfinedWork:
    """A function of ours, from bytes to bytes, and what a call of it may use."""

    module: str
    function: str
    memory: int = 512 * MEBIBYTE
    """Of address space, in bytes (OWASP ASVS 5.0, 5.2 asks for limits)."""
    cpu_seconds: int = 10
    patience_seconds: int = 30
    """Until it is ended, however little it used."""
    wait_seconds: int = 10
    """For its turn."""

    @property
    def kind(self) -> str:
        """The last part of the module's name: works of one kind share servers and turns."""
        return self.module.rpartition(".")[2]

    def __call__(self, payload: bytes) -> bytes:
        """What the function makes of ``payload``; ConfinedWorkError, or TooBusyError."""
        head = {
            "function": self.function,
            "memory": self.memory,
            "cpu": self.cpu_seconds,
            "patience": self.patience_seconds,
        }
        with _turn(self.kind, self.wait_seconds):
            return _SERVERS.ask(self.module, json.dumps(head).encode(), payload)


class _Server:
    """A process that does one piece of work after the other, and leaves when nothing comes."""

    def __init__(self, module: str) -> None:
        command = [sys.executable, "-I", str(SERVER), module]
        self._process = subprocess.Popen(  # noqa: S603  # fixed
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=NO_SECRETS,
        )

    def ask(self, head: bytes, payload: bytes) -> tuple[bool, bytes] | None:
        """Whether it went well, and what came of it; None where the server has left."""
        to_server, from_server = self._process.stdin, self._process.stdout
        if to_server is None or from_server is None:
            return None
        try:
            for part in (head, payload):
                to_server.write(LENGTH.pack(len(part)))
                to_server.write(part)
            to_server.flush()
        except BrokenPipeError:
            return None
        done = from_server.read(1)
        length = from_server.read(LENGTH.size) if done else b""
        if len(length) < LENGTH.size:
            return None
        return done == b"1", from_server.read(LENGTH.unpack(length)[0])

    def end(self) -> None:
        """Nothing more comes: it leaves by itself, and is not left behind as a zombie."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.kill()
        self._process.wait()


class _Servers:
    """The servers of this process that have nothing to do, by module."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[str, list[_Server]] = {}

    def ask(self, module: str, head: bytes, payload: bytes) -> bytes:
        """Have one of them do it; one that has left meanwhile is replaced."""
        for server in self._taken(module):
            answer = server.ask(head, payload)
            if answer is None:
                server.end()
                continue
            with self._lock:
                self._idle.setdefault(module, []).append(server)
            went_well, result = answer
            if went_well:
                return result
            break
        raise ConfinedWorkError

    def _taken(self, module: str) -> Iterator[_Server]:
        with self._lock:
            waiting = self._idle.get(module)
            server = waiting.pop() if waiting else None
        if server is not None:
            yield server
        yield _Server(module)

    def forget(self) -> None:
        """They belong to the process before the fork."""
        self._lock = threading.Lock()
        self._idle = {}


_SERVERS = _Servers()
os.register_at_fork(after_in_child=_SERVERS.forget)


@contextmanager
def _turn(kind: str, wait_seconds: int) -> Iterator[None]:
    """Wait for one of the turns of the host, in one of as many places to wait."""
    most = int(current_app.config["DECODERS"])
    folder = Path(current_app.config["DATA_DIR"]) / "turns"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    turns = [folder / f"{kind}-{number}" for number in range(most)]
    places = [folder / f"{kind}-waiting-{number}" for number in range(most)]
    turn = _lock_one(turns) or _waited(turns, places, wait_seconds)
    try:
        yield
    finally:
        turn.close()


def _waited(turns: list[Path], places: list[Path], seconds: int) -> BinaryIO:
    place = _lock_one(places)
    if place is None:
        raise TooBusyError
    until = time.monotonic() + seconds
    with place:
        while time.monotonic() < until:
            if turn := _lock_one(turns):
                return turn
            time.sleep(LOOK_SECONDS)
    raise TooBusyError


def _lock_one(paths: list[Path]) -> BinaryIO | None:
    """Hold one of the files that nobody holds; the system lets go of it if we are killed."""
    for path in paths:
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            return file
    return None
