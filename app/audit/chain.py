"""The keyed hashes that hold the rows of the log together, and the notes kept beside it."""

from pathlib import Path

from flask import current_app

from app.audit.models import AuditEvent, AuditHead
from app.audit.rules import canonical
from app.core.crypto import keyring

PURPOSE = "audit chain"


def event_mac(event: AuditEvent, previous: str) -> str:
    """The hash of a row after the row whose hash is ``previous``."""
    content = canonical(
        event.at,
        (
            *(event.id, event.actor_id, event.actor_name, event.actor_role, event.action),
            *(event.object_type, event.object_id, event.result, event.reason, previous),
        ),
    )
    return keyring().mac(PURPOSE, content, event.key_name)


def head_mac(head: AuditHead) -> str:
    """The hash that vouches for where the chain ends."""
    return keyring().mac(PURPOSE, f"head {head.last_id} {head.last_mac}".encode(), head.key_name)


def anchor_file() -> Path:
    """Where the daily notes of the chain's end are kept."""
    return Path(current_app.config["DATA_DIR"]) / "audit" / "heads.log"
