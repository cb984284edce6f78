"""How a record leaves the public, and how one that stays is marked as contested."""

from app.kernel import clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.publishing.life.models import Contestable, Publication, Withdrawal
from app.publishing.life.queries import noted_withdrawal
from app.publishing.life.rules import Life, PublicationStatus, VersionState, WithdrawalState
from app.publishing.life.services.revocations import Revocation, row_of
from app.publishing.life.services.writing import close_open, finish, note

WITHDRAWN, REPAIRED = "record.withdrawn", "record.repaired"
OBJECTED, SETTLED = "record.objected", "record.objection_settled"


def withdraw_publication(
    record: Publication,
    *,
    kind: SearchKind,
    actor: Actor,
    reason: str,
    because: Revocation | None = None,
) -> None:
    """Take a record off the site at once; its address then says only that it has gone, and why.

    One that was to be public from a day to come is a draft again. Who calls this has seen to it
    that two people agree. ``because`` is the decision that has it leave, if nobody noted one.
    """
    if record.status is not PublicationStatus.PUBLISHED:
        raise ConflictError("只有公示中的内容可以撤下。")
    if not reason.strip():
        raise InvalidInputError("请写明撤下的理由。")
    close_open(record, VersionState.SUPERSEDED)
    if not _settle_noted(record, actor) and because is not None:
        _settle(row_of(record, because), actor)
    if record.life is Life.SCHEDULED:
        record.status, record.published_on = PublicationStatus.DRAFT, None
    else:
        record.status = PublicationStatus.WITHDRAWN
        record.withdrawn_on = clock.today()
        record.withdrawal_reason = reason.strip()
    record.updated_at = clock.now()
    record.settle()
    finish(WITHDRAWN, record, kind=kind, actor=actor, reason=reason.strip())


def repair_publication(record: Publication, *, kind: SearchKind, actor: Actor) -> None:
    """Take a published record off the site for good: its party's credit is repaired (信用修复)."""
    if record.status is not PublicationStatus.PUBLISHED:
        raise ConflictError("只有公示中的记录可以修复。")
    close_open(record, VersionState.SUPERSEDED)
    _settle_noted(record, actor)
    record.status = PublicationStatus.REPAIRED
    record.withdrawn_on = clock.today()
    record.updated_at = clock.now()
    finish(REPAIRED, record, kind=kind, actor=actor)


def _settle_noted(record: Publication, actor: Actor) -> bool:
    """A withdrawal that was noted is done when the record has left, by whatever act."""
    noted = noted_withdrawal(record)
    if noted is not None:
        _settle(noted, actor)
    return noted is not None


def _settle(noted: Withdrawal, actor: Actor) -> None:
    noted.state, noted.withdrawn_at = WithdrawalState.DONE, clock.now()
    noted.reviewer_id, noted.reviewer_name = actor.id, actor.name
    db.session.add(noted)


def mark_objection(record: Contestable, *, kind: SearchKind, actor: Actor, is_open: bool) -> None:
    """Say on the record, wherever it stands, that an objection to it is being handled; or not.

    Part of the transaction of the act on the objection.
    """
    record.objected_on = (record.objected_on or clock.today()) if is_open else None
    record.updated_at = clock.now()
    note(OBJECTED if is_open else SETTLED, record, kind=kind, actor=actor)
