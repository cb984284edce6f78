"""Whoever is slow, rude or not understood keeps no other visitor waiting."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from gunicorn.config import Config

from app.ops.serving.connections import Connection
from tests.support import bare_site
from tests.support.servers import free_port
from tests.support.source import ROOT

PATIENCE = 30
QUICK = ("HEADER_SECONDS=1", "REQUEST_SECONDS=1", "IDLE_SECONDS=0.5", "LINGER_SECONDS=0.2")


@contextmanager
def serving(log: Path, *shorter: str) -> Iterator[int]:
    """The port of a server of its own, which writes its log to ``log``."""
    port = free_port()
    command = [sys.executable, "-m", "tests.support.bare_site", str(port), *shorter]
    with log.open("wb") as lines:
        process = subprocess.Popen(command, cwd=ROOT, stderr=lines)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return answer(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") and None
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def port(log) -> Iterator[int]:
    """A server whose patience is short."""
    with serving(log, *QUICK) as port:
        yield port


@contextmanager
def sent(port: int, data: bytes, count: int = 1) -> Iterator[list[socket.socket]]:
    """Connections on which nothing but ``data`` was sent."""
    with ExitStack() as stack:
        connections = []
        for _ in range(count):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
            connection.settimeout(PATIENCE)
            connection.connect(("127.0.0.1", port))
            connections.append(connection)
            connection.sendall(data)
        yield connections


def rest(connection: socket.socket) -> bytes:
    """All that comes until the other side ends."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def answer(port: int, data: bytes) -> bytes:
    with sent(port, data) as (connection,):
        return rest(connection)


def seconds_to_visit(port: int) -> float:
    began = time.monotonic()
    assert answer(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(
        b"HTTP/1.1 200"
    )
    return time.monotonic() - began


HALF_HEADER = b"GET / HTTP/1.1\r\nHost: x\r\nX-Never-Ends: "
HALF_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"
UNREAD = b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("slow", [HALF_HEADER, HALF_BODY, UNREAD])
def test_who_sends_or_reads_half_keeps_nobody_waiting(port, slow):
    with sent(port, slow, 40):
        assert max(seconds_to_visit(port) for _ in range(5)) < 1


@pytest.mark.parametrize("slow", [HALF_HEADER, HALF_BODY])
def test_who_never_finishes_is_told_so_and_let_go(port, slow):
    with sent(port, slow) as (connection,):
        assert rest(connection).startswith(b"HTTP/1.1 408 ")


def test_who_reads_nothing_is_let_go(log):
    """The system takes in megabytes for a reader; they are not to count as read here."""
    server = serving(log.with_name("reader"), *QUICK, "SLOWEST=1e9")
    with server as port, sent(port, UNREAD) as (connection,):
        _, own_port = connection.getsockname()
        end = time.monotonic() + PATIENCE
        while is_open(port, own_port):
            assert time.monotonic() < end, "it still waits"
            time.sleep(0.05)
        assert len(rest(connection)) < bare_site.LONG


def is_open(port: int, other: int) -> bool:
    """Whether the server has not yet closed its end of a connection between two ports."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ports = [(int(line[1][-4:], 16), int(line[2][-4:], 16)) for line in lines if line[3] == "01"]
    return (port, other) in ports


def test_body_that_comes_at_a_fair_rate_has_the_time_it_needs():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        connection = Connection(ours, "", "")
        theirs.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90000000\r\n\r\n")
        assert not connection.receive(Config(), lambda *_: 90_000_000)
        given = connection.deadline
        theirs.sendall(b"x" * 64 * 1024)
        assert not connection.receive(Config(), lambda *_: 90_000_000)
        assert connection.deadline == given + 2
        connection.close()


def test_one_address_holds_so_many_connections_and_no_more(port):
    most = 64 * bare_site.PROCESSES
    with sent(port, HALF_HEADER, most + 20) as connections:
        assert seconds_to_visit(port) < 1
        assert [rest(each) for each in connections].count(b"") >= 20


@pytest.mark.parametrize(
    ("kind", "path", "status"),
    [
        ("application/x-www-form-urlencoded", "/", 413),
        ("application/json", "/files", 413),
        ("multipart/form-data; boundary=b", "/", 413),
        ("multipart/form-data; boundary=b", "/files", None),
    ],
)
def test_body_longer_than_its_kind_is_refused_before_it_is_read(port, kind, path, status):
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 30000000"
    with sent(port, f"{head}\r\n\r\nhalf".encode()) as (connection,):
        first = connection.recv(13)
        assert first == (f"HTTP/1.1 {status} ".encode() if status else b"HTTP/1.1 408 ")


def test_file_of_thirty_million_bytes_comes_whole(port):
    data = b"x" * 30_000_000
    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n%s\r\n--b--\r\n'
    visit = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    kind = {"Content-Type": "multipart/form-data; boundary=b", "Expect": "100-continue"}
    visit.request("POST", "/files", body % data, kind)
    assert visit.getresponse().read() == b"f 30000000"
    visit.close()


def test_who_expects_to_be_asked_for_the_body_is_asked(port):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n"
    with sent(port, head + b"Connection: close\r\n\r\n") as (connection,):
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"body")
        assert rest(connection).startswith(b"HTTP/1.1 200 ")


def test_requests_sent_at_once_are_answered_one_after_the_other(port):
    post = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"
    last = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answers = answer(port, post + post + last)
    assert [part[-1:] for part in answers.split(b"HTTP/1.1 200 OK")[1:]] == [b"2", b"2", b"0"]


def test_visitors_who_come_at_once_are_shared_out_to_all_threads(port):
    """Nobody waits in one process while a thread of the other is free."""
    meet = b"GET /meet HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    many = bare_site.PROCESSES * bare_site.THREADS
    with ThreadPoolExecutor(many) as visitors:
        for _ in range(5):
            met = visitors.map(answer, [port] * many, [meet] * many)
            assert all(each.startswith(b"HTTP/1.1 200 ") for each in met)


UNREADABLE = {
    b"GET /secret-path?q=secret HTTP/9.9\r\n\r\n": 400,
    b"\x16\x03\x01secret\r\n\r\n": 400,
    b"GET /secret-path HTTP/1.1\r\nsecret header: x\r\n\r\n": 400,
    b"GET /secret-path HTTP/1.1\r\nCookie: \xff\xfe\x00secret\r\n\r\n": 400,
    b"GET /secret HTTP/1.1\r\nHost: x\r\nCookie: \xffsecret\r\nConnection: close\r\n\r\n": 404,
    b"POST /secret-path HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n": 411,
    b"POST /secret-path HTTP/1.1\r\nHost: x\r\nContent-Length: secret\r\n\r\n": 400,
    b"GET /secret-path/" + b"x" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n": 414,
    b"GET /secret-path HTTP/1.1\r\nX: " + b"x" * 70000 + b"\r\n\r\n": 431,
    b"GET /broken?q=secret HTTP/1.0\r\nHost: x\r\n\r\n": 200,
}


def test_what_is_not_understood_is_answered_without_names_and_logged_without_words(port, log):
    for request, status in UNREADABLE.items():
        answered = answer(port, request)
        assert answered.startswith(f"HTTP/1.{0 if status == 200 else 1} {status} ".encode())
        head, _, _body = answered.partition(b"\r\n\r\n")
        assert b"server:" not in head.lower()
        assert b"gunicorn" not in answered.lower()
        assert b"secret" not in answered
    lines = log.read_text()
    assert "secret" not in lines
    assert "resident" not in lines
    assert "127.0.0.1" not in lines
