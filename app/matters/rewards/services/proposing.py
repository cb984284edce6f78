"""Proposing a reward for a report that proved true."""

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.db.site import daily_number
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.kernel.working_days import add_working_days
from app.matters.complaints.matter.models.matters import Matter
from app.matters.rewards.acts import relations_of
from app.matters.rewards.models import Reward
from app.matters.rewards.rules import Act, Condition, Proposal, Relation, RewardStatus, Scope
from app.matters.rewards.services.noting import note
from app.matters.rewards.terms import RewardTerms, reward_terms
from app.people.models import Staff


def propose(
    *, matter: Matter, staff: Staff, proposal: Proposal, reward: Reward | None = None
) -> Reward:
    """Propose a reward, or propose one anew that was sent back.

    The amount follows from tier and base; nobody types it. Raises InvalidInputError where a
    condition does not hold, ConflictError where there is a reward that was not sent back.
    """
    terms = _terms()
    _refuse_unfounded(proposal, terms)
    if reward is None:
        reward = Reward(number=f"L{daily_number('reward')}", matter=matter, bureau=matter.bureau)
        reward.bureau_id, reward.matter_id = matter.bureau_id, matter.id
    elif reward.status is not RewardStatus.RETURNED:
        raise ConflictError(f"这笔奖励现在是“{reward.standing}”，不能重新拟定。")
    if Relation.DRAFTER not in relations_of(reward, staff):
        raise NotAllowedError
    _fill(reward, matter, proposal, terms)
    db.session.add(reward)
    db.session.flush()
    note(Act.PROPOSE, reward, staff, proposal.reason)
    db.session.commit()
    return reward


def _fill(reward: Reward, matter: Matter, proposal: Proposal, terms: RewardTerms) -> None:
    closed_on = matter.closed_on or clock.today()
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


def _refuse_unfounded(proposal: Proposal, terms: RewardTerms) -> None:
    missing = [each for each in Condition if each not in proposal.conditions]
    if missing:
        raise InvalidInputError(f"不能给予奖励，下面的条件没有确认：{missing[0].label}。")
    if proposal.base_cents < 0:
        raise InvalidInputError("罚没款不能小于 0。")
    if proposal.raise_percent not in (0, *terms.insider_raises):
        raise InvalidInputError("请从列出的幅度中选择内部举报人奖励的提高幅度。")
    if proposal.raise_percent and not proposal.raise_reason.strip():
        raise InvalidInputError("给内部举报人提高奖励的，请写明理由。")
    if proposal.scope is Scope.LARGE and proposal.base_cents < terms.large_fine_cents:
        raise InvalidInputError(
            f"罚款和没收合计不到 {terms.large_fine_cents // 100:,} 元，不是较大数额罚没款，请另选。"
        )
