"""A virus scanner, where there is one: ClamAV's clamd at ``CLAMD``, by its INSTREAM protocol.

What can't be scanned because it is away is kept, and can't be downloaded before it was
(``scanning``). Without ``CLAMD`` nothing is scanned, and decoders alone make files harmless.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import current_app
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db
from app.kernel.errors import ConflictError, GoneError, InvalidInputError
from app.kernel.jobs import outbox

TOPIC = "antivirus"
PATIENCE_SECONDS = 10
"""For each answer of the scanner."""
CHUNK = 64 * 1024
LENGTH = struct.Struct("!I")
PORT = 3310
FOUND, NOTHING = " FOUND", "stream: OK"


class ScannerAwayError(Exception):
    """The scanner does not answer, or can't say."""


class InfectedError(InvalidInputError):
    """The scanner knows the file as harmful."""

    message = "文件里发现病毒，没有保存。请先在您的电脑或手机上查杀，再换一个文件。"


class NotScannedError(ConflictError):
    """The file waits for the scanner."""

    message = "待检：文件正在等待病毒检查，检查以后才能下载，请稍后再试。"


class FileScan(Base):
    """A stored file that waits to be scanned, or was found to be infected and is gone."""

    __tablename__ = "file_scans"
    __table_args__ = NOT_PUBLIC

    upload_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked_at: Mapped[datetime]
    is_infected: Mapped[bool] = mapped_column(default=False)


def is_on() -> bool:
    """Whether there is a scanner to be asked."""
    return bool(current_app.config["CLAMD"])


def is_scanned(data: bytes) -> bool:
    """Whether the scanner has found nothing, or there is none; False where it is away.

    Raises InfectedError.
    """
    if not is_on():
        return True
    try:
        is_infected = scan(data)
    except ScannerAwayError:
        return False
    if is_infected:
        raise InfectedError
    return True


def scan(data: bytes) -> bool:
    """Whether the scanner finds something in ``data``; ScannerAwayError where it can't say."""
    with _connection() as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            clamd.sendall(LENGTH.pack(len(chunk)) + chunk)
        clamd.sendall(LENGTH.pack(0))
        answer = _answer(clamd)
    if answer.endswith(FOUND):
        return True
    if answer != NOTHING:
        raise ScannerAwayError(answer[:80])
    return False


def answers() -> bool:
    """Whether the scanner says that it is there."""
    try:
        with _connection() as clamd:
            clamd.sendall(b"zPING\0")
            return _answer(clamd) == "PONG"
    except ScannerAwayError:
        return False


def note_unscanned(upload_id: str) -> None:
    """Have a stored file scanned later, in the transaction of the caller."""
    db.session.add(FileScan(upload_id=upload_id, asked_at=clock.now()))
    outbox.enqueue(TOPIC, {"upload": upload_id})


def refuse_unscanned(upload_id: str) -> None:
    """Raise NotScannedError for a file that waits, GoneError for one that was infected."""
    waiting = db.session.get(FileScan, upload_id) if is_on() else None
    if waiting is not None and waiting.is_infected:
        raise GoneError("文件里发现病毒，已经删除。")
    if waiting is not None:
        raise NotScannedError


@contextmanager
def _connection() -> Iterator[socket.socket]:
    address: str = current_app.config["CLAMD"]
    try:
        with _unix() if address.startswith("/") else _tcp(address) as clamd:
            clamd.settimeout(PATIENCE_SECONDS)
            if clamd.family == socket.AF_UNIX:
                clamd.connect(address)
            yield clamd
    except (OSError, ValueError) as error:
        raise ScannerAwayError from error


def _unix() -> socket.socket:
    return socket.socket(socket.AF_UNIX)


def _tcp(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    place = (host, int(port)) if host else (address, PORT)
    return socket.create_connection(place, PATIENCE_SECONDS)


def _answer(clamd: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (part := clamd.recv(CHUNK)):
        answer += part
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()
