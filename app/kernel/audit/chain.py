"""The keyed hashes that hold the rows of the log together, and the notes kept beside it."""

from pathlib import Path

from flask import current_app

from app.kernel.audit.models import AuditEvent, AuditHead, canonical
from app.kernel.crypto.encryption import keyring

PURPOSE = "audit chain"


FIRST_FIELDS = (
    "id",
    "actor_id",
    "actor_name",
    "actor_role",
    "action",
    "object_type",
    "object_id",
    "result",
    "reason",
)
SEALED = {1: FIRST_FIELDS, 2: (*FIRST_FIELDS, "version", "request_id", "changes")}
"""By the version of a row: what its hash vouches for, besides its time and the row before."""


class UnknownVersionError(ValueError):
    """The row claims to be sealed in a way that never was."""


def event_mac(event: AuditEvent, previous: str) -> str:
    """The hash of a row after the row whose hash is ``previous``.

    Raises UnknownVersionError for a row that can't be one of ours.
    """
    if event.version not in SEALED:
        raise UnknownVersionError(event.version)
    values = [getattr(event, field) for field in SEALED[event.version]]
    return keyring().mac(PURPOSE, canonical(event.at, (*values, previous)), event.key_name)


def head_mac(head: AuditHead) -> str:
    """The hash that vouches for where the chain ends."""
    return keyring().mac(PURPOSE, f"head {head.last_id} {head.last_mac}".encode(), head.key_name)


def anchor_file() -> Path:
    """Where the daily notes of the chain's end are kept."""
    return Path(current_app.config["DATA_DIR"]) / "audit" / "heads.log"
