"""Serves ``confined``: loads one module, and forks a process with limits for each piece of work.

Run by path, not imported. ``app`` and ``app.kernel`` wire the whole site, which takes seconds and a
hundred megabytes; here they are empty, with the same folders. No thread is ever started, so that
forking is sound. A fork that crashes or passes its limits is told as a failure; the server leaves
when its pipe is closed, or after a minute without work.
"""

import json
import os
import resource
import select
import signal
import struct
import sys
import time
import types
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

LENGTH = struct.Struct("!Q")
IDLE_SECONDS = 60
NICER = 5
"""Pages go before files."""
FAILED, DONE = b"0", b"1"
INPUT, OUTPUT = 0, 1
CHUNK = 1024 * 1024

Function = Callable[[bytes], bytes]


def main(name: str) -> None:
    """Load the module, and work until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICER)
    app = Path(__file__).resolve().parents[2]
    for package, folder in (("app", app), ("app.kernel", app / "kernel")):
        sys.modules[package] = types.ModuleType(package)
        sys.modules[package].__path__ = [str(folder)]
    module = import_module(name)
    while (request := next_request()) is not None:
        head, payload = request
        function: Function = getattr(module, head["function"])
        result = forked(function, payload, head)
        answer = b"" if result is None else result
        write(OUTPUT, (FAILED if result is None else DONE) + LENGTH.pack(len(answer)))
        write(OUTPUT, answer)


def next_request() -> tuple[dict[str, Any], bytes] | None:
    """Its head and payload; None when nothing comes."""
    if not select.select([INPUT], [], [], IDLE_SECONDS)[0]:
        return None
    head, payload = read_part(), read_part()
    return None if head is None or payload is None else (json.loads(head), payload)


def read_part() -> bytes | None:
    """A length and as many bytes; None at the end."""
    length = read(LENGTH.size)
    return None if len(length) < LENGTH.size else read(LENGTH.unpack(length)[0])


def read(size: int) -> bytes:
    """As many bytes, or fewer at the end."""
    parts = []
    while size and (part := os.read(INPUT, min(size, CHUNK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def write(descriptor: int, data: bytes) -> None:
    """All of it."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def forked(function: Function, payload: bytes, limits: dict[str, Any]) -> bytes | None:
    """What a process of its own made of it; None where it failed or took too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(function, payload, limits, writing)
    os.close(writing)
    answer = received(reading, time.monotonic() + limits["patience"])
    os.close(reading)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return answer if status == 0 else None


def work(function: Function, payload: bytes, limits: dict[str, Any], writing: int) -> NoReturn:
    """In the fork: take the limits on, do it, and leave without a trace."""
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
        resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        write(writing, function(payload))
        status = 0
    finally:
        os._exit(status)


def received(reading: int, until: float) -> bytes | None:
    """All that the fork writes; None where it takes longer."""
    parts: list[bytes] = []
    while select.select([reading], [], [], max(until - time.monotonic(), 0))[0]:
        part = os.read(reading, CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


if __name__ == "__main__":
    main(sys.argv[1])
