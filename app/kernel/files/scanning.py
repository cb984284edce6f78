"""Files that came in while the virus scanner was away are scanned when it is back."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from flask import Flask

from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.kernel.files import antivirus, uploads
from app.kernel.files.antivirus import FileScan
from app.kernel.jobs import outbox
from app.kernel.jobs.models import Payload
from app.kernel.jobs.subscriptions import SendOne

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Scan in a lane of its own: a scanner that hangs holds up nothing else."""
    outbox.subscribe_remote(app, antivirus.TOPIC, scanner)


@contextmanager
def scanner() -> Iterator[SendOne]:
    """A session in which one file after the other is scanned."""
    yield scan_stored


def scan_stored(payload: Payload) -> None:
    """Scan a stored file; what is infected is deleted. ScannerAwayError: it is tried again."""
    waiting = db.session.get(FileScan, str(payload["upload"]))
    if waiting is None or not antivirus.is_on():
        return
    try:
        data = uploads.open_upload(waiting.upload_id)
    except NotFoundError:
        db.session.delete(waiting)
        db.session.commit()
        return
    db.session.rollback()  # nobody is kept waiting while the scanner reads
    is_infected = antivirus.scan(data)
    _settle(str(payload["upload"]), is_infected=is_infected)


def _settle(upload_id: str, *, is_infected: bool) -> None:
    waiting = db.session.get(FileScan, upload_id)
    if waiting is None:
        return
    if is_infected:
        log.warning("file.infected", upload=upload_id)
        waiting.is_infected = True
    else:
        db.session.delete(waiting)
    db.session.commit()
    if is_infected:
        uploads.delete_upload(upload_id)  # after the commit: a row never points at what is gone
