"""What is done with rewards: one public function per act, one transaction each.

Each act of staff raises NotAllowedError for who has no part in it, and to decide or pay for who
had one in the reward before; ConflictError where the reward has moved on.
"""

import secrets
from datetime import date

from app.kernel import audit, clock
from app.kernel.crypto.tracking_codes import hash_code, opens, tidy_digits
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.db.site import daily_number
from app.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from app.kernel.web.templating import day_long
from app.kernel.working_days import add_working_days
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.services import notify_reporter
from app.matters.rewards.acts import RULES
from app.matters.rewards.models import Reward, RewardEvent, RewardPayee
from app.matters.rewards.queries import locked_own, paid_with_payee
from app.matters.rewards.rules import (
    GraveViolation,
    PaymentWay,
    RewardAct,
    RewardClaim,
    RewardCondition,
    RewardEventKind,
    RewardProposal,
    RewardStatus,
)
from app.matters.rewards.terms import RewardTerms, reward_terms
from app.people.models import Staff


def note(
    what: RewardAct | RewardEventKind, reward: Reward, staff: Staff | None = None, text: str = ""
) -> None:
    """Write the step and the audit row, and count the change, in the caller's transaction.

    Without ``staff`` the reporter has done it, of whom nothing is kept.
    """
    reward.version += 1
    reward.events.append(
        RewardEvent(
            at=clock.now(),
            kind=what.value,
            staff_id=staff.id if staff else None,
            staff_name=staff.full_name if staff else "",
            text=text or None,
        )
    )
    audit.record(
        f"reward.{what.value}",
        actor=staff.as_actor() if staff else audit.PUBLIC,
        object_type="reward",
        object_id=reward.number,
        changes=audit.changes_of(reward),
    )


def propose(*, reward: Reward, staff: Staff, proposal: RewardProposal) -> Reward:
    """Propose a reward for a closed report, or propose one anew that was sent back.

    The amount, in 分, follows from tier and base; nobody types it. Raises InvalidInputError
    where a condition does not hold, ConflictError where the reward was not sent back, or no rule
    is in force.
    """
    terms = _terms()
    RULES.require(RewardAct.PROPOSE, reward, staff)
    _refuse_unfounded(proposal, terms)
    if not reward.number:
        reward.number = f"L{daily_number('reward')}"
    _fill(reward, proposal, terms)
    db.session.add(reward)
    db.session.flush()
    note(RewardAct.PROPOSE, reward, staff, proposal.reason)
    db.session.commit()
    return reward


def _fill(reward: Reward, proposal: RewardProposal, terms: RewardTerms) -> None:
    closed_on = reward.matter.closed_on or clock.today()
    reward.inform_due_on = add_working_days(closed_on, terms.inform_days, city_calendar())
    reward.status = RewardStatus.PROPOSED
    reward.tier, reward.scope = proposal.tier, proposal.scope
    reward.base_cents = proposal.base_cents
    reward.amount_cents = terms.amount(proposal.tier, proposal.base_cents, proposal.raise_percent)
    reward.raise_percent = proposal.raise_percent
    reward.raise_reason = proposal.raise_reason.strip() if proposal.raise_percent else None
    reward.document_number = proposal.document_number
    reward.reason = proposal.reason
    reward.rule_since = terms.since
    reward.version = reward.version or 1


def _terms() -> RewardTerms:
    terms = reward_terms(clock.today())
    if terms is None:
        raise ConflictError("今天没有生效的举报奖励规定。")
    return terms


def _refuse_unfounded(proposal: RewardProposal, terms: RewardTerms) -> None:
    missing = [each for each in RewardCondition if each not in proposal.conditions]
    if missing:
        raise InvalidInputError(f"不能给予奖励，下面的条件没有确认：{missing[0].label}。")
    if proposal.base_cents < 0:
        raise InvalidInputError("罚没款不能小于 0。")
    if proposal.raise_percent not in (0, *terms.insider_raises):
        raise InvalidInputError("请从列出的幅度中选择内部举报人奖励的提高幅度。")
    if proposal.raise_percent and not proposal.raise_reason.strip():
        raise InvalidInputError("给内部举报人提高奖励的，请写明理由。")
    if proposal.scope is GraveViolation.LARGE and proposal.base_cents < terms.large_fine_cents:
        raise InvalidInputError(
            f"罚款和没收合计不到 {terms.large_fine_cents // 100:,} 元，不是较大数额罚没款，请另选。"
        )


def approve(*, reward: Reward, staff: Staff, act: RewardAct, text: str = "") -> None:
    """Agree, as head of the body, coordination office or finance bureau.

    After the last of those whom the amount asks for, the reporter is told, and has thirty
    working days to claim it.
    """
    RULES.require(act, reward, staff)
    if act is RewardAct.ENDORSE:
        reward.status = RewardStatus.ENDORSED
    elif act is RewardAct.AGREE and _terms_of(reward).asks_finance(reward.amount_cents):
        reward.status = RewardStatus.WITH_FINANCE
    else:
        _tell_reporter(reward)
    note(act, reward, staff, text)
    db.session.commit()


def send_back(*, reward: Reward, staff: Staff, text: str) -> None:
    """Return a proposal to its drafter, who reads why: InvalidInputError without a reason."""
    RULES.require(RewardAct.SEND_BACK, reward, staff)
    if not text.strip():
        raise InvalidInputError("请写明退回的理由。")
    reward.status = RewardStatus.RETURNED
    note(RewardAct.SEND_BACK, reward, staff, text)
    db.session.commit()


def claim_until(reward: Reward) -> date:
    """The last of the working days to claim it, for who is told today."""
    days = _terms_of(reward).claim_days
    return add_working_days(clock.today(), days, city_calendar())


def _tell_reporter(reward: Reward) -> None:
    """The report's own page says so; who asked for notices gets the one that says nothing."""
    reward.status, reward.told_on = RewardStatus.APPROVED, clock.today()
    reward.claim_due_on = claim_until(reward)
    reward.matter.events.append(
        MatterEvent(
            at=clock.now(),
            kind=MatterEventKind.REWARDED,
            bureau_id=reward.bureau_id,
            text=f"您的举报查证属实，决定给予奖励。请在{day_long(reward.claim_due_on)}前领取，"
            "逾期视为放弃。",
        )
    )
    notify_reporter(reward.matter)


def _terms_of(reward: Reward) -> RewardTerms:
    """The rule under which the reward was proposed."""
    terms = reward_terms(reward.rule_since)
    if terms is None:
        raise LookupError(f"no rule of {reward.rule_since}")
    return terms


PICKUP_DIGITS = 10
CLAIMABLE = (RewardStatus.APPROVED, RewardStatus.CLAIMED)


def claim_reward(*, submission_id: int, number: str, claim: RewardClaim) -> str | None:
    """Claim a reward; returns the code to pick it up with, where no name is left.

    The code is shown once and kept only as a hash. Claiming again before it is paid replaces
    what was said before. Raises NotFoundError for a reward of which this reporter was not told,
    InvalidInputError where the account is not complete, ConflictError where it is too late.
    """
    reward = locked_own(submission_id, number)
    if reward.status not in CLAIMABLE:
        raise ConflictError("这笔奖励已经发放，不能再修改领取方式。")
    if reward.is_lapsed:
        raise ConflictError("领取期限已过，视为放弃。")
    if claim.way is PaymentWay.TRANSFER and not all(claim.details.values()):
        raise InvalidInputError("请把户名、开户银行和账号填写完整。")
    code = None
    if claim.way is PaymentWay.COUNTER:
        code = f"{secrets.randbelow(10**PICKUP_DIGITS):0{PICKUP_DIGITS}d}"
    _keep(reward, claim, code)
    reward.status = RewardStatus.CLAIMED
    note(RewardEventKind.CLAIMED, reward)
    db.session.commit()
    return code


def _keep(reward: Reward, claim: RewardClaim, code: str | None) -> None:
    payee = reward.payee or RewardPayee(reward=reward)
    payee.way = claim.way
    payee.details = claim.details if claim.way is PaymentWay.TRANSFER else None
    payee.pickup_hash = hash_code(code) if code else None
    db.session.add(payee)


def read_payee(*, reward: Reward, staff: Staff, reason: str) -> dict[str, str]:
    """Whom to pay, after an audit row with the reason has been committed.

    Raises InvalidInputError without a reason, NotFoundError where no name was left.
    """
    RULES.require(RewardAct.READ_PAYEE, reward, staff)
    if not reason.strip():
        raise InvalidInputError("请写明查看的理由。")
    details = _payee(reward).details
    if details is None:
        raise NotFoundError("领取人凭领取码领取，本站没有保存姓名和账号。")
    audit.record(
        f"reward.{RewardAct.READ_PAYEE.value}",
        actor=staff.as_actor(),
        object_type="reward",
        object_id=reward.number,
        reason=reason.strip(),
    )
    db.session.commit()
    return details


def pay(*, reward: Reward, staff: Staff, voucher: str, pickup_code: str = "") -> None:
    """Note that it was paid. Who comes to the counter shows the code; no name is asked.

    Raises InvalidInputError where the code is wrong, or without the number of a voucher.
    """
    RULES.require(RewardAct.PAY, reward, staff)
    payee = _payee(reward)
    if payee.way is PaymentWay.COUNTER and not opens(tidy_digits(pickup_code), payee.pickup_hash):
        raise InvalidInputError("领取码不对，请与领取人核对后重新输入。")
    if not voucher.strip():
        raise InvalidInputError("请填写付款凭证号。")
    reward.status, reward.paid_on = RewardStatus.PAID, clock.today()
    note(RewardAct.PAY, reward, staff, f"凭证 {voucher.strip()}")
    notify_reporter(reward.matter)
    db.session.commit()


def refuse_claim(*, reward: Reward, staff: Staff, text: str) -> None:
    """The bank does not know the account: the reporter reads why, and claims again.

    Raises InvalidInputError without a reason.
    """
    RULES.require(RewardAct.REFUSE_CLAIM, reward, staff)
    if not text.strip():
        raise InvalidInputError("请写明退回的理由。")
    reward.status, reward.claim_due_on = RewardStatus.APPROVED, claim_until(reward)
    db.session.delete(_payee(reward))
    note(RewardAct.REFUSE_CLAIM, reward, staff, text)
    notify_reporter(reward.matter)
    db.session.commit()
    db.session.expire(reward, ["payee"])


def _payee(reward: Reward) -> RewardPayee:
    if reward.payee is None:
        raise ConflictError("还没有人领取这笔奖励。")
    return reward.payee


def erase_paid_payees() -> int:
    """Erase payees whose time after the payment is over; returns how many.

    How many calendar days that is, the rule says under which the reward was proposed. The
    voucher in the books of the body is what proves the payment later.
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
