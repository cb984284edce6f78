"""Paying a reward: by somebody who knows the payee, and nothing of the report."""

from app.kernel import audit, clock
from app.kernel.crypto.tracking_codes import opens, tidy_digits
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from app.matters.complaints.matter.services import notify_reporter
from app.matters.rewards.acts import RULES
from app.matters.rewards.models import Reward, RewardPayee
from app.matters.rewards.rules import Act, RewardStatus, Way
from app.matters.rewards.services.deciding import claim_until
from app.matters.rewards.services.noting import note
from app.people.models import Staff


def read_payee(*, reward: Reward, staff: Staff, reason: str) -> dict[str, str]:
    """Whom to pay, after an audit row with the reason has been committed."""
    RULES.require(Act.READ_PAYEE, reward, staff)
    if not reason.strip():
        raise InvalidInputError("请写明查看的理由。")
    details = _payee(reward).details
    if details is None:
        raise NotFoundError("领取人凭领取码领取，本站没有保存姓名和账号。")
    audit.record(
        f"reward.{Act.READ_PAYEE.value}",
        actor=staff.as_actor(),
        object_type="reward",
        object_id=reward.number,
        reason=reason.strip(),
    )
    db.session.commit()
    return details


def pay(*, reward: Reward, staff: Staff, voucher: str, pickup_code: str = "") -> None:
    """Note that it was paid. Who comes to the counter shows the code; no name is asked."""
    RULES.require(Act.PAY, reward, staff)
    payee = _payee(reward)
    if payee.way is Way.COUNTER and not opens(tidy_digits(pickup_code), payee.pickup_hash):
        raise InvalidInputError("领取码不对，请与领取人核对后重新输入。")
    if not voucher.strip():
        raise InvalidInputError("请填写付款凭证号。")
    reward.status, reward.paid_on = RewardStatus.PAID, clock.today()
    note(Act.PAY, reward, staff, f"凭证 {voucher.strip()}")
    notify_reporter(reward.matter)
    db.session.commit()


def refuse_claim(*, reward: Reward, staff: Staff, text: str) -> None:
    """The bank does not know the account: the reporter reads why, and claims again."""
    RULES.require(Act.REFUSE_CLAIM, reward, staff)
    if not text.strip():
        raise InvalidInputError("请写明退回的理由。")
    reward.status, reward.claim_due_on = RewardStatus.APPROVED, claim_until(reward)
    db.session.delete(_payee(reward))
    note(Act.REFUSE_CLAIM, reward, staff, text)
    notify_reporter(reward.matter)
    db.session.commit()
    db.session.expire(reward, ["payee"])


def _payee(reward: Reward) -> RewardPayee:
    if reward.payee is None:
        raise ConflictError("还没有人领取这笔奖励。")
    return reward.payee
