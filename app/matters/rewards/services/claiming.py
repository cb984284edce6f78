"""The reporter claims a reward with number and code, and stays unknown who wants to."""

import secrets

from app.kernel import audit, clock
from app.kernel.crypto.tracking_codes import hash_code
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.matters.rewards.models import Reward, RewardEvent, RewardPayee
from app.matters.rewards.queries import locked_own
from app.matters.rewards.rules import Claim, RewardEventKind, RewardStatus, Way

PICKUP_DIGITS = 10
CLAIMABLE = (RewardStatus.APPROVED, RewardStatus.CLAIMED)


def claim_reward(*, submission_id: int, number: str, claim: Claim) -> str | None:
    """Claim a reward; returns the code to pick it up with, where no name is left.

    The code is shown once and kept only as a hash. Claiming again before it is paid replaces
    what was said before. Raises ConflictError where it is too late.
    """
    reward = locked_own(submission_id, number)
    if reward.status not in CLAIMABLE:
        raise ConflictError("这笔奖励已经发放，不能再修改领取方式。")
    if reward.is_lapsed:
        raise ConflictError("领取期限已过，视为放弃。")
    if claim.way is Way.TRANSFER and not all(claim.details.values()):
        raise InvalidInputError("请把户名、开户银行和账号填写完整。")
    code = None
    if claim.way is Way.COUNTER:
        code = f"{secrets.randbelow(10**PICKUP_DIGITS):0{PICKUP_DIGITS}d}"
    _keep(reward, claim, code)
    reward.status = RewardStatus.CLAIMED
    _note(reward)
    db.session.commit()
    return code


def _keep(reward: Reward, claim: Claim, code: str | None) -> None:
    payee = reward.payee or RewardPayee(reward=reward)
    payee.way = claim.way
    payee.details = claim.details if claim.way is Way.TRANSFER else None
    payee.pickup_hash = hash_code(code) if code else None
    db.session.add(payee)


def _note(reward: Reward) -> None:
    """That it was claimed, and nothing of by whom or how."""
    reward.version += 1
    reward.events.append(RewardEvent(at=clock.now(), kind=RewardEventKind.CLAIMED.value))
    audit.record(
        "reward.claimed",
        actor=audit.PUBLIC,
        object_type="reward",
        object_id=reward.number,
        changes=audit.changes_of(reward),
    )
