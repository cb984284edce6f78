"""What the acts of publication share: the lock, the versions, the log, the commit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from app.kernel import audit, clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.publishing.life.models import Publication, RecordVersion
from app.publishing.life.queries import newest_number, open_version
from app.publishing.life.rules import PublicationStatus, VersionState
from app.publishing.life.sealed import Original
from app.publishing.life.values import Values, snapshot


@dataclass(frozen=True)
class Edit:
    """Who changes a record, after seeing which version of it, and what to tell the public."""

    actor: Actor
    seen: int | None = None
    """Number of the newest version when the form was opened; None for who had no form."""
    note: str = ""
    original: Original | None = None
    """Who the person is whom the record shows as 张某某."""
    joined: Callable[[Any], None] | None = None
    """What else is written with a new record, in the same transaction; it is given the record."""


class StaleError(ConflictError):
    """Somebody else has saved the record since the form was opened."""

    message = "您打开这份表单之后，别人已经改过这条内容。"

    def __init__(self, mine: Values, number: int) -> None:
        super().__init__()
        self.mine = mine
        self.number = number


def lock(record: Publication) -> None:
    """Read the record afresh and keep others from changing it until the commit."""
    columns = [attribute.key for attribute in inspect(type(record)).column_attrs]
    db.session.refresh(record, attribute_names=columns, with_for_update=True)
    if record.status is PublicationStatus.REPAIRED:
        raise ConflictError("这条记录已经信用修复，不能再修改和公示。")


def keep_version(
    record: Publication,
    state: VersionState,
    *,
    was: Values,
    edit: Edit,
    values: Values | None = None,
) -> RecordVersion:
    """Add a version of the record as it is, or as it would be with ``values``."""
    close_open(record, VersionState.SUPERSEDED)
    version = RecordVersion(
        kind=record.__tablename__,
        record_id=record.id,
        number=newest_number(record) + 1,
        state=state,
        title=record.headline,
        values=snapshot(record) | (values or {}),
        was=was,
        author_id=edit.actor.id,
        author_name=edit.actor.name,
        written_at=clock.now(),
        note=edit.note,
    )
    db.session.add(version)
    return version


def close_open(record: Publication, state: VersionState) -> None:
    """What was being worked on goes no further."""
    version = open_version(record)
    if version is not None:
        version.state = state


def finish(
    action: str, record: Publication, *, kind: SearchKind, actor: Actor, reason: str = ""
) -> None:
    """Tell the index and the log, and commit."""
    note(action, record, kind=kind, actor=actor, reason=reason)
    db.session.commit()


def note(
    action: str, record: Publication, *, kind: SearchKind, actor: Actor, reason: str = ""
) -> None:
    """Tell the index and the log; ConflictError where another record has the same number."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise ConflictError("另一条记录已经用了相同的编号，请核对后再办理。") from error
    changes = audit.changes_of(record)
    changed(kind, [record.index_key])
    audit.record(
        action,
        actor=actor,
        object_type=kind.value,
        object_id=record.index_key,
        reason=reason,
        changes=changes,
    )
