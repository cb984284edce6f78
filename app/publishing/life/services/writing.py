"""How records are written and sent, and what all acts share: lock, versions, log, commit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from app.kernel import audit, clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.publishing.life.attachments import FIELD, attachments_of
from app.publishing.life.models import Publication, RecordVersion
from app.publishing.life.queries import as_edited, assign, newest_number, open_version
from app.publishing.life.rules import SENDABLE, Life, PublicationStatus, VersionState, resting
from app.publishing.life.sealed import Original, seal
from app.publishing.life.values import Values, encoded, replaced, snapshot


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
    """Read the record afresh and keep others from changing it until the commit.

    Raises ConflictError for one that was repaired: it is never changed again.
    """
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
    """Tell the index and the log, and commit; raises as ``note``."""
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


SAVED, SUBMITTED = "record.saved", "record.submitted"
PROPOSED, DROPPED = "record.correction_proposed", "record.correction_dropped"


def save(record: Publication, values: Mapping[str, Any], *, kind: SearchKind, edit: Edit) -> None:
    """Keep a new record, or a change of one.

    What is or will be public stays as it is: its change waits as a correction for review. One
    that was being reviewed is a draft again. Raises StaleError when somebody else was faster,
    ConflictError for what was repaired, InvalidInputError for a correction without change or note.
    """
    if inspect(record).transient:
        return _add(record, values, kind=kind, edit=edit)
    lock(record)
    _refuse_stale(record, encoded(values), edit)
    seal(record, edit.original)
    if record.status is PublicationStatus.PUBLISHED:
        return _propose(record, encoded(values), kind=kind, edit=edit)
    before = snapshot(record)
    assign(record, values)
    if was := replaced(before, snapshot(record)):
        if record.status is PublicationStatus.IN_REVIEW:
            record.status = resting(record.published_on, record.withdrawn_on)
        record.updated_at = clock.now()
        keep_version(record, VersionState.DRAFT, was=was, edit=edit)
    return finish(SAVED, record, kind=kind, actor=edit.actor)


def submit(record: Publication, *, kind: SearchKind, actor: Actor) -> None:
    """Send a draft, or a correction that was returned, for review (送审).

    Raises ConflictError where nothing is to be sent, or nobody has looked through a scan.
    """
    lock(record)
    version = open_version(record)
    if record.status is PublicationStatus.PUBLISHED:
        if version is None or version.state is VersionState.IN_REVIEW:
            raise ConflictError("没有可以送审的更正。")
    elif record.status not in SENDABLE:
        raise ConflictError("这条内容已经送审。")
    elif version is None or version.values != snapshot(record):
        version = keep_version(record, VersionState.DRAFT, was={}, edit=Edit(actor))
    if record.publish_blocker:
        raise ConflictError(record.publish_blocker)
    refuse_unlooked(as_edited(record))
    if record.status is not PublicationStatus.PUBLISHED:
        record.status = PublicationStatus.IN_REVIEW
    record.updated_at = clock.now()
    _send(version, actor)
    finish(SUBMITTED, record, kind=kind, actor=actor)


def drop(record: Publication, *, kind: SearchKind, actor: Actor) -> None:
    """Give up a correction; what is public stays as it is. Raises ConflictError without one."""
    lock(record)
    if record.status is not PublicationStatus.PUBLISHED or open_version(record) is None:
        raise ConflictError("没有可以放弃的更正。")
    close_open(record, VersionState.DROPPED)
    finish(DROPPED, record, kind=kind, actor=actor)


def needs_note(record: Publication) -> bool:
    """Whether the public must be told of a change of the record."""
    return record.life in {Life.PUBLISHED, Life.EXPIRED} and (
        record.status is PublicationStatus.PUBLISHED
    )


def _add(record: Publication, values: Mapping[str, Any], *, kind: SearchKind, edit: Edit) -> None:
    assign(record, values)
    record.created_at = record.updated_at = clock.now()
    db.session.add(record)
    note(SAVED, record, kind=kind, actor=edit.actor)
    keep_version(record, VersionState.DRAFT, was={}, edit=edit)
    seal(record, edit.original)
    if edit.joined:
        edit.joined(record)
    db.session.commit()


def _refuse_stale(record: Publication, mine: Values, edit: Edit) -> None:
    number = newest_number(record)
    if edit.seen is not None and edit.seen != number:
        raise StaleError(mine, number)


def _propose(record: Publication, values: Values, *, kind: SearchKind, edit: Edit) -> None:
    values = _files_under_way(record) | values
    was = replaced(snapshot(record), values)
    if not was:
        raise InvalidInputError("没有改动任何内容，不需要送审。")
    if needs_note(record) and not edit.note.strip():
        raise InvalidInputError("请写明更正说明：公众会在公示页面上看到更正了什么。")
    version = keep_version(record, VersionState.DRAFT, was=was, edit=edit, values=values)
    _send(version, edit.actor)
    finish(PROPOSED, record, kind=kind, actor=edit.actor)


def _files_under_way(record: Publication) -> Values:
    """The files of the correction that is being worked on: no form has them."""
    version = open_version(record)
    found = version.values.get(FIELD) if version else None
    return {} if found is None else {FIELD: found}


def _send(version: RecordVersion, actor: Actor) -> None:
    version.state = VersionState.IN_REVIEW
    version.submitter_id, version.submitter_name = actor.id, actor.name
    version.submitted_at = clock.now()


def refuse_unlooked(record: Publication) -> None:
    """Raise ConflictError where nobody at all has looked through a picture or scan."""
    for file in attachments_of(record):
        if file.needs_eyes and not file.seen_by:
            raise ConflictError(
                f"附件“{file.name}”里有无法自动检查的图片或扫描页，"
                "送审之前请先打开看过，再按“确认看过”。"
            )
