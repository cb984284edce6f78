"""The acts of publication: keep a draft, publish, withdraw. One transaction each, all logged."""

from sqlalchemy import inspect

from app import audit
from app.audit import Actor
from app.audit.queries import last_actor_of
from app.core import clock
from app.core.db import db
from app.core.errors import ConflictError, InvalidInputError
from app.publishing.models import Contestable, Publication
from app.publishing.rules import PublicationStatus
from app.search.documents import SearchKind
from app.search.sources import changed

SAVED, PUBLISHED, WITHDRAWN = "record.saved", "record.published", "record.withdrawn"
REPAIRED, OBJECTED, SETTLED = "record.repaired", "record.objected", "record.objection_settled"


def refuse_published(record: Publication) -> None:
    """Raise ConflictError for a record that may not be changed.

    A published one is corrected after it was withdrawn; a repaired one never comes back.
    """
    if record.status is PublicationStatus.REPAIRED:
        raise ConflictError("这条记录已经信用修复，不能再修改和公示。")
    if record.status is PublicationStatus.PUBLISHED:
        raise ConflictError("公示中的内容不能直接修改。请由审核人员撤下，更正后重新公示。")


def save(record: Publication, *, kind: SearchKind, actor: Actor) -> None:
    """Keep a new or changed record, and commit."""
    now = clock.now()
    if inspect(record).transient:
        record.created_at = now
    record.updated_at = now
    db.session.add(record)
    _finish(SAVED, record, kind=kind, actor=actor)


def publish(record: Publication, *, kind: SearchKind, actor: Actor) -> None:
    """Show a draft, or a record that was withdrawn and corrected, to the public from today.

    Who wrote the record last may not publish it. Raises ConflictError where the state, the
    period or the person is not right.
    """
    refuse_published(record)
    if record.hindrance:
        raise ConflictError(record.hindrance)
    today = clock.today()
    if record.publish_until is not None and record.publish_until < today:
        raise ConflictError("公示截止日期已经过去，不能公示。请先更正截止日期。")
    if last_actor_of(SAVED, kind.value, key_of(record)) == actor.id:
        raise ConflictError("录入和审核应当由两个人完成，请由其他审核人员公示。")
    record.status = PublicationStatus.PUBLISHED
    record.published_on = record.published_on or today
    record.withdrawn_on = record.withdrawal_reason = None
    record.updated_at = clock.now()
    _finish(PUBLISHED, record, kind=kind, actor=actor)


def withdraw_publication(
    record: Publication, *, kind: SearchKind, actor: Actor, reason: str
) -> None:
    """Take a published record off the site at once; its address then says only that it has gone."""
    if record.status is not PublicationStatus.PUBLISHED:
        raise ConflictError("只有公示中的内容可以撤下。")
    if not reason.strip():
        raise InvalidInputError("请写明撤下的理由。")
    record.status = PublicationStatus.WITHDRAWN
    record.withdrawn_on = clock.today()
    record.withdrawal_reason = reason.strip()
    record.updated_at = clock.now()
    _finish(WITHDRAWN, record, kind=kind, actor=actor, reason=reason.strip())


def repair_publication(record: Publication, *, kind: SearchKind, actor: Actor) -> None:
    """Take a published record off the site for good: its party's credit is repaired (信用修复)."""
    if record.status is not PublicationStatus.PUBLISHED:
        raise ConflictError("只有公示中的记录可以修复。")
    record.status = PublicationStatus.REPAIRED
    record.withdrawn_on = clock.today()
    record.updated_at = clock.now()
    _finish(REPAIRED, record, kind=kind, actor=actor)


def mark_objection(record: Contestable, *, kind: SearchKind, actor: Actor, is_open: bool) -> None:
    """Say on the record, wherever it stands, that an objection to it is being handled; or not.

    Part of the transaction of the act on the objection.
    """
    record.objected_on = (record.objected_on or clock.today()) if is_open else None
    record.updated_at = clock.now()
    _note(OBJECTED if is_open else SETTLED, record, kind=kind, actor=actor)


def key_of(record: Publication) -> int:
    """The primary key of a record that has been flushed."""
    key: int = inspect(record).identity[0]
    return key


def _finish(
    action: str, record: Publication, *, kind: SearchKind, actor: Actor, reason: str = ""
) -> None:
    """Tell the index and the log, and commit."""
    _note(action, record, kind=kind, actor=actor, reason=reason)
    db.session.commit()


def _note(
    action: str, record: Publication, *, kind: SearchKind, actor: Actor, reason: str = ""
) -> None:
    changes = audit.changes_of(record)
    changed(kind, [key_of(record)])
    audit.record(
        action,
        actor=actor,
        object_type=kind.value,
        object_id=key_of(record),
        reason=reason,
        changes=changes,
    )
