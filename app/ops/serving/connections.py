"""One visitor's connection: what has come of a request, and what has yet to go out of an answer.

A thread of the site is only ever given a request that is there as a whole, and what it answers
is taken from it at once. Whoever sends or reads slowly waits here, at the cost of a socket and
not of a thread, until the deadline:

- a header is there within 10 seconds,
- a request within 30 seconds of its first byte, and one second more for each 32 KiB of its body
  that have come: evidence over a slow line goes on as long as it comes at 0.25 Mbit/s,
- an answer is taken within 30 seconds, and one second more for each 32 KiB taken.
"""

import socket
import time
from collections.abc import Callable
from enum import Enum, auto
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

HEADER_SECONDS: Final = 10.0
REQUEST_SECONDS: Final = 30.0
IDLE_SECONDS: Final = 5.0
"""Between two requests. A proxy that keeps connections drops them sooner, so as to meet no end."""
LINGER_SECONDS: Final = 2.0
"""For who still sends when the answer is final: closed at once, they would not get to read it."""
SLOWEST: Final = 32 * 1024
"""Bytes a second."""
LONGEST_HEADER: Final = 64 * 1024
BLOCK: Final = 64 * 1024
IN_MEMORY: Final = 256 * 1024
"""Bytes of one body, or of one answer that waits; the rest is in a file without a name."""

BodyLimit = Callable[[str, str, str], int]
"""How many bytes a body may have, by method, path and content type of its request."""


class Phase(Enum):
    """What a connection waits for."""

    HEADER = auto()
    BODY = auto()
    SITE = auto()
    READER = auto()
    END = auto()


SLOW_VISITOR = frozenset({Phase.HEADER, Phase.BODY, Phase.READER, Phase.END})
"""Those in which it is the visitor for whom we wait."""


class RefusedRequestError(Exception):
    """What came is no request that the site takes; ``status`` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Connection:
    """What Gunicorn's ``Response`` takes for a socket, around one that never blocks."""

    def __init__(self, sock: socket.socket, client: Any, server: Any) -> None:
        sock.settimeout(0)
        self.sock, self.client, self.server = sock, client, server
        self.request: Any = None
        self.events: int | None = None
        """What the loop waits for on its socket."""
        self.goes_on = False
        """Whether another request may follow the answer."""
        self._came = bytearray()
        self._missing = 0
        self._waiting: Any = None
        """What has yet to go out; its position is what has gone."""
        self.await_request(time.monotonic() + HEADER_SECONDS)

    def await_request(self, deadline: float) -> None:
        """From now on, wait for the header of a request."""
        self.request, self.phase, self.deadline = None, Phase.HEADER, deadline
        self._began = 0.0

    @property
    def has_begun(self) -> bool:
        """Whether a part of a request has come."""
        return bool(self._came) or self.phase is Phase.BODY

    def receive(self, cfg: Any, limit: BodyLimit) -> bool:
        """Take what has come; answers whether a request is there as a whole.

        Raises RefusedRequestError, and OSError when the visitor has gone.
        """
        try:
            data = self.sock.recv(BLOCK)
        except (BlockingIOError, InterruptedError):
            return False
        if not data:
            raise ConnectionResetError
        if self.phase is Phase.END:
            return False
        if self.phase is Phase.BODY:
            return self._take_body(data)
        self._came += data
        return self.take_header(cfg, limit)

    def take_header(self, cfg: Any, limit: BodyLimit) -> bool:
        """Look for a request in what has come already, of which there may be more than one."""
        now = time.monotonic()
        if self._came and not self._began:
            self._began, self.deadline = now, now + HEADER_SECONDS
        end = self._came.find(b"\r\n\r\n")
        if end < 0 and len(self._came) < LONGEST_HEADER:
            return False
        if end < 0 or end > LONGEST_HEADER:
            raise RefusedRequestError(431)
        header = bytes(self._came[: end + 4])
        del self._came[: end + 4]
        self.request = _parsed(cfg, header, self.client)
        return self._begin_body(limit)

    def _begin_body(self, limit: BodyLimit) -> bool:
        request = self.request
        fields = dict(request.headers)
        if "TRANSFER-ENCODING" in fields:
            raise RefusedRequestError(411)
        length = int(fields.get("CONTENT-LENGTH", 0))
        request.body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when answered
        most = limit(request.method, request.path, fields.get("CONTENT-TYPE", "")) if length else 0
        asks, request._expected_100_continue = request._expected_100_continue, False
        if length > most:  # the site refuses it by its length alone, in its own words
            request.force_close()
            return True
        if asks:  # Gunicorn would say it only to who has sent all
            self.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._missing, self.phase = length, Phase.BODY
        self.deadline = self._began + REQUEST_SECONDS
        came, self._came = self._came, bytearray()
        return self._take_body(bytes(came))

    def _take_body(self, data: bytes) -> bool:
        body, rest = data[: self._missing], data[self._missing :]
        self.request.body.write(body)
        self._missing -= len(body)
        self.deadline += len(body) / SLOWEST
        self._came += rest
        if not self._missing:
            self.request.body.seek(0)
        return not self._missing

    def sendall(self, data: bytes) -> None:
        """Send what goes out at once, and keep the rest: whoever calls never waits.

        Raises OSError when the visitor has gone.
        """
        sent = 0
        if self._waiting is None:
            try:
                sent = self.sock.send(data)
            except (BlockingIOError, InterruptedError):
                sent = 0
        if sent < len(data):
            if self._waiting is None:
                self._waiting = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # see close
            self._waiting.write(data[sent:])

    def send(self, data: bytes) -> int:
        """The same, as ``socket.send`` answers."""
        self.sendall(data)
        return len(data)

    def answered(self) -> bool:
        """The site has said all; whether all of it has gone out, so that nobody need wait."""
        if self.request is not None:
            self.request.body.close()
        if self._waiting is None:
            return True
        self._waiting.seek(0)
        self.phase, self.deadline = Phase.READER, time.monotonic() + REQUEST_SECONDS
        return False

    def flush(self) -> bool:
        """Send on what waits; answers whether that was all. Raises OSError as ``sendall`` does."""
        block = self._waiting.read(BLOCK)
        try:
            sent = self.sock.send(block) if block else 0
        except (BlockingIOError, InterruptedError):
            sent = 0
        self.deadline += sent / SLOWEST
        if sent < len(block):
            self._waiting.seek(sent - len(block), 1)
            return False
        if block:
            return False
        self._waiting.close()
        self._waiting = None
        return True

    def end(self) -> None:
        """Say that nothing more comes, and let the visitor finish what is being sent."""
        self.phase, self.deadline = Phase.END, time.monotonic() + LINGER_SECONDS
        self.sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Be done with it, and with what was kept of it."""
        if self.request is not None:
            self.request.body.close()
        if self._waiting is not None:
            self._waiting.close()
        self.sock.close()


STATUSES: dict[type[Exception], int] = {
    errors.UnsupportedTransferCoding: 501,
    errors.LimitRequestLine: 414,
    errors.LimitRequestHeaders: 431,
    errors.ExpectationFailed: 417,
}
"""Of what can't be read as a request, all else is 400."""


def _parsed(cfg: Any, header: bytes, client: Any) -> Any:
    try:
        return Request(cfg, IterUnreader([header]), client)
    except (errors.ParseException, StopIteration) as error:
        raise RefusedRequestError(STATUSES.get(type(error), 400)) from None
