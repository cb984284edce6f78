"""How a record leaves the public, on whose word, and how one that stays is marked as contested."""

from dataclasses import dataclass
from datetime import date

from app.kernel import clock
from app.kernel.audit import Actor
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.publishing.life.models import Contestable, Publication, Withdrawal
from app.publishing.life.queries import noted_withdrawal
from app.publishing.life.rules import (
    Life,
    PublicationStatus,
    VersionState,
    WithdrawalGround,
    WithdrawalState,
)
from app.publishing.life.services.writing import close_open, finish, lock, note
from app.publishing.life.terms import withdrawal_term


@dataclass(frozen=True)
class Revocation:
    """The decision by which another one no longer stands (行政处罚法 Art. 48)."""

    ground: WithdrawalGround
    revoked_on: date
    document_number: str
    reason: str


def row_of(record: Publication, revocation: Revocation) -> Withdrawal:
    """That the record has to leave, in working days from the later decision. Not yet added."""
    term = withdrawal_term(revocation.revoked_on)
    return Withdrawal(
        kind=record.__tablename__,
        record_id=record.id,
        bureau_id=getattr(record, "source_bureau_id", None),
        title=record.headline,
        ground=revocation.ground,
        revoked_on=revocation.revoked_on,
        document_number=revocation.document_number.strip(),
        reason=revocation.reason.strip(),
        due_on=term.due_on(revocation.revoked_on, city_calendar()),
        basis=term.basis,
        noted_at=clock.now(),
    )


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
    Raises ConflictError where the record is not public, InvalidInputError without a reason.
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
    """Take a published record off for good: its party's credit is repaired (信用修复管理办法).

    Raises ConflictError where the record is not public.
    """
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


NOTED, REFUSED = "record.withdrawal_noted", "record.withdrawal_refused"


def note_withdrawal(
    record: Publication, *, kind: SearchKind, actor: Actor, revocation: Revocation
) -> Withdrawal:
    """Note that a public record has to leave (拟撤下), in working days from the later decision.

    The record stays until another person agrees. Raises InvalidInputError for a day that can't
    be, ConflictError where the record is not public or is already noted.
    """
    lock(record)
    if record.life not in {Life.PUBLISHED, Life.EXPIRED}:
        raise ConflictError("只有公示过、还没有撤下的内容可以登记撤下。")
    if noted_withdrawal(record) is not None:
        raise ConflictError("这条内容已经登记拟撤下，正等待审核人员办理。")
    _refuse_wrong_day(record, revocation.revoked_on)
    noted = row_of(record, revocation)
    noted.author_id, noted.author_name = actor.id, actor.name
    db.session.add(noted)
    finish(NOTED, record, kind=kind, actor=actor, reason=noted.reason)
    return noted


def take_down(record: Publication, *, kind: SearchKind, actor: Actor) -> None:
    """Agree to what was noted: the record leaves at once.

    Raises ConflictError where nothing is noted, or the same person noted it.
    """
    lock(record)
    noted = _to_decide(record, actor)
    withdraw_publication(record, kind=kind, actor=actor, reason=noted.reason)


def refuse_withdrawal(record: Publication, *, kind: SearchKind, actor: Actor, reason: str) -> None:
    """Let the record stay; whoever noted the withdrawal reads why.

    Raises ConflictError as ``take_down`` does, InvalidInputError where no reason is given.
    """
    lock(record)
    noted = _to_decide(record, actor)
    if not reason.strip():
        raise InvalidInputError("请写明不予撤下的理由。")
    noted.state, noted.answer = WithdrawalState.REFUSED, reason.strip()
    noted.reviewer_id, noted.reviewer_name = actor.id, actor.name
    finish(REFUSED, record, kind=kind, actor=actor, reason=noted.answer)


def _to_decide(record: Publication, actor: Actor) -> Withdrawal:
    noted = noted_withdrawal(record)
    if noted is None:
        raise ConflictError("这条内容没有登记拟撤下，可能已由他人办理。")
    if noted.author_id == actor.id:
        raise ConflictError("登记和同意撤下应当由两个人完成，请由其他审核人员办理。")
    return noted


def _refuse_wrong_day(record: Publication, revoked_on: date) -> None:
    if revoked_on > clock.today():
        raise InvalidInputError("撤销、变更决定的日期不能晚于今天。")
    decided_on = getattr(record, "decided_on", None)
    if decided_on is not None and revoked_on < decided_on:
        raise InvalidInputError(f"撤销、变更决定的日期不能早于原决定的日期（{decided_on}）。")
