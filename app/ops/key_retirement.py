"""Letting an old key go, so that a list of keys does not grow for ever."""

from pathlib import Path

from sqlalchemy import Text, exists, func, select, type_coerce

from app.kernel import audit
from app.kernel.audit.models import AuditEvent
from app.kernel.crypto.encryption import SISTERS, Ring, keyring
from app.kernel.db import key_canaries
from app.kernel.db.key_canaries import encrypted_columns
from app.kernel.db.session import db, writing
from app.kernel.files import uploads


class KeyInUseError(RuntimeError):
    """Something still depends on the key; the message says what, and what to do."""


def retire_key(name: str) -> None:
    """Take the key ``name`` out of use, in one transaction; it must still be listed.

    Values and files must have been rotated away from it. The audit log is verified with it for
    the last time, and the rows so far are sealed with the key that is first now. Raises
    KeyInUseError where the key is still needed, or the log is not whole.
    """
    _refuse_unless_replaced(name)
    _refuse_while_used(name)
    if _seals_rows_of_the_log(name):
        verdict = audit.verify()
        if verdict.problem:
            raise KeyInUseError(f"the audit log is not whole ({verdict.problem}): see audit verify")
    with writing():
        for key in _with_sisters(name):
            key_canaries.retire(key)
        if _seals_rows_of_the_log(name):
            audit.seal_epoch(f"key {name}")
        audit.record("keys.retired", object_type="key", object_id=name)


def _refuse_unless_replaced(name: str) -> None:
    rings = [keyring(ring) for ring in Ring]
    if not any(name in ring.keys for ring in rings):
        raise KeyInUseError(f"{name} is not listed: it must be, one last time")
    if {ring.current for ring in rings} & _with_sisters(name):
        raise KeyInUseError(f"{name} still seals: list another key before it, on every host")


def _refuse_while_used(name: str) -> None:
    used = sum(_values_under(key) for key in _with_sisters(name))
    used += sum(1 for path in uploads.stored_paths() if _begins_with(path, f"{name}:"))
    if used:
        raise KeyInUseError(
            f"{used} values and files lie under {name}: flask --app wsgi keys rotate; "
            "what it passes over was altered, and is named by flask --app wsgi keys verify"
        )


def _with_sisters(name: str) -> set[str]:
    """The key, and those that are derived from it for other rings."""
    return {name, *(f"{name}{end}" for end in SISTERS.values())}


def _values_under(key: str) -> int:
    found = 0
    for column in encrypted_columns():
        under = type_coerce(column, Text).like(f"{key}:%")
        found += db.session.scalar(select(func.count()).select_from(column.table).where(under)) or 0
    return found


def _begins_with(path: Path, start: str) -> bool:
    with path.open("rb") as file:
        return file.read(len(start)) == start.encode()


def _seals_rows_of_the_log(name: str) -> bool:
    found = select(exists().where(AuditEvent.key_name == name))
    return bool(db.session.scalar(found))
