"""Forgetting whom a reward was paid to, once nobody can need it any more."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.matters.rewards.models import RewardEvent
from app.matters.rewards.queries import paid_with_payee
from app.matters.rewards.rules import RewardEventKind


def erase_paid_payees() -> int:
    """Erase payees whose time after the payment is over; returns how many.

    How long that is, the rule says under which the reward was proposed. The voucher in the
    books of the body is what proves the payment later.
    """
    overdue = paid_with_payee(clock.today())
    for reward in overdue:
        db.session.delete(reward.payee)
        reward.version += 1
        kind = RewardEventKind.PAYEE_ERASED.value
        reward.events.append(RewardEvent(at=clock.now(), kind=kind))
        audit.record("reward.payee_erased", object_type="reward", object_id=reward.number)
    db.session.commit()
    for reward in overdue:
        db.session.expire(reward, ["payee"])
    return len(overdue)
