"""How a record leaves whose decision no longer stands: one person notes it, another agrees."""

from datetime import date

from app.kernel import clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.publishing.life.models import Publication, Withdrawal
from app.publishing.life.queries import noted_withdrawal
from app.publishing.life.rules import Life, WithdrawalState
from app.publishing.life.services.revocations import Revocation, row_of
from app.publishing.life.services.withdrawal import withdraw_publication
from app.publishing.life.services.writing import finish, lock

NOTED, REFUSED = "record.withdrawal_noted", "record.withdrawal_refused"


def note_withdrawal(
    record: Publication, *, kind: SearchKind, actor: Actor, revocation: Revocation
) -> Withdrawal:
    """Note that a public record has to leave (拟撤下); its clock runs from the later decision.

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
    """Let the record stay; whoever noted the withdrawal reads why."""
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
