"""``python -m tests.drills slow``: visitors who send half a request stand before a whole site.

40 connections whose header never ends, 40 whose body never comes, and 4 forms of 30 MB; meanwhile
``/healthz`` is asked again and again. The limits are those of the site, so it takes a minute.
"""

import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

from rich.console import Console

import config
from app import create_app
from app.ops import migrations
from tests.bench import servers

COUNT = 40
WATCHED = 35
"""Seconds; by then all must have been closed."""
HALVES = {
    "header": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never-Ends: ",
    "body": b"POST /complaints/track HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n",
}
LONG = (
    b"POST /complaints/track HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 30000000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)


def main(_arguments: list[str]) -> int:
    """Print how long others waited, and when the slow ones were let go; 1 when it was too long."""
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "site"
        site = create_app(config.load({"DATA_DIR": str(data)}))
        with site.app_context():
            migrations.upgrade()
        console.print(f"load on the machine before: {os.getloadavg()[0]:.1f}")
        with servers.ours(data, PROXY_HOPS="0") as server:
            waits = [_drill(console, server, kind, half) for kind, half in HALVES.items()]
            waits.append(_long_forms(console, server))
    return 0 if max(waits) < 1 else 1


def _drill(console: Console, server: servers.Server, kind: str, half: bytes) -> float:
    with _opened(server, half, COUNT) as connections:
        began, longest, asked, last = time.monotonic(), 0.0, 0, 0.0
        left = set(connections)
        while time.monotonic() - began < WATCHED:
            longest, asked = max(longest, _seconds_to_visit(server)), asked + 1
            closed = {one for one in left if _is_closed(one)}
            if closed:
                left, last = left - closed, time.monotonic() - began
            time.sleep(0.1)
    console.print(
        f"{COUNT} half a {kind}: /healthz asked {asked} times, at most {longest * 1000:.0f} ms; "
        f"{COUNT - len(left)} closed, the last after {last:.1f} s"
    )
    return longest if not left else float("inf")


def _long_forms(console: Console, server: servers.Server) -> float:
    began = time.monotonic()
    with _opened(server, LONG, 4) as connections:
        answers = [one.recv(12) for one in connections]
    seconds = time.monotonic() - began
    status = ", ".join(answer[-3:].decode() for answer in answers)
    console.print(f"4 forms of 30 MB: answered {status} after {seconds * 1000:.0f} ms")
    return seconds


@contextmanager
def _opened(server: servers.Server, data: bytes, count: int) -> Iterator[list[socket.socket]]:
    host, _, port = server.base.removeprefix("http://").partition(":")
    with ExitStack() as stack:
        opened = [
            stack.enter_context(socket.create_connection((host, int(port)), timeout=60))
            for _ in range(count)
        ]
        for one in opened:
            one.sendall(data)
        yield opened


def _is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        while connection.recv(4096):
            pass
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def _seconds_to_visit(server: servers.Server) -> float:
    began = time.monotonic()
    with urlopen(f"{server.base}/healthz", timeout=60) as answer:  # noqa: S310  # our own address
        answer.read()
    return time.monotonic() - began
