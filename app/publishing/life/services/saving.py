"""What editors do: keep drafts, send them for review, propose corrections, drop them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect

from app.kernel import clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.publishing.life.attachments import FIELD
from app.publishing.life.models import Publication, RecordVersion
from app.publishing.life.queries import as_edited, assign, newest_number, open_version
from app.publishing.life.rules import SENDABLE, Life, PublicationStatus, VersionState, resting
from app.publishing.life.sealed import seal
from app.publishing.life.services.manual_check import refuse_unlooked
from app.publishing.life.services.writing import (
    Edit,
    StaleError,
    close_open,
    finish,
    keep_version,
    lock,
    note,
)
from app.publishing.life.values import Values, encoded, replaced, snapshot

SAVED, SUBMITTED = "record.saved", "record.submitted"
PROPOSED, DROPPED = "record.correction_proposed", "record.correction_dropped"


def save(record: Publication, values: Mapping[str, Any], *, kind: SearchKind, edit: Edit) -> None:
    """Keep a new record, or a change of one.

    What is or will be public stays as it is: its change waits as a correction for review. One
    that was being reviewed is a draft again. Raises StaleError when somebody else was faster.
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
    """Send a draft, or a correction that was returned, for review (送审)."""
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
    """Give up a correction; what is public stays as it is."""
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
