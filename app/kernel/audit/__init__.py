"""The tamper-evident log. Other packages write with ``audit.record(...)``."""

from flask import Flask

from app.kernel.audit import changes
from app.kernel.audit.changes import Audited, changes_of
from app.kernel.audit.models import PUBLIC, SYSTEM, Actor, Changes, Result
from app.kernel.audit.services import anchor, note, record, seal_epoch
from app.kernel.audit.verifying import verify
from app.kernel.jobs import jobs

__all__ = [
    "PUBLIC",
    "SYSTEM",
    "Actor",
    "Audited",
    "Changes",
    "Result",
    "anchor",
    "changes_of",
    "init_app",
    "note",
    "record",
    "seal_epoch",
    "verify",
]


def init_app(app: Flask) -> None:
    """Note changes of audited rows; have the worker note the chain's end outside the database."""
    changes.init_app(app)
    jobs.each_hour(app, "audit anchor", anchor)
