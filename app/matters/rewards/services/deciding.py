"""Approving a reward, step by step, or sending it back to its drafter."""

from datetime import date

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.kernel.web.templating import day_long
from app.kernel.working_days import add_working_days
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.services import notify_reporter
from app.matters.rewards.acts import RULES
from app.matters.rewards.models import Reward
from app.matters.rewards.rules import Act, RewardStatus
from app.matters.rewards.services.noting import note
from app.matters.rewards.terms import RewardTerms, reward_terms
from app.people.models import Staff


def approve(*, reward: Reward, staff: Staff, act: Act, text: str = "") -> None:
    """Agree, as head of the body, coordination office or finance bureau.

    After the last of those whom the amount asks for, the reporter is told, and has thirty
    working days to claim it.
    """
    RULES.require(act, reward, staff)
    if act is Act.ENDORSE:
        reward.status = RewardStatus.ENDORSED
    elif act is Act.AGREE and _terms_of(reward).asks_finance(reward.amount_cents):
        reward.status = RewardStatus.WITH_FINANCE
    else:
        _tell_reporter(reward)
    note(act, reward, staff, text)
    db.session.commit()


def send_back(*, reward: Reward, staff: Staff, text: str) -> None:
    """Return a proposal to its drafter, who reads why."""
    RULES.require(Act.SEND_BACK, reward, staff)
    if not text.strip():
        raise InvalidInputError("请写明退回的理由。")
    reward.status = RewardStatus.RETURNED
    note(Act.SEND_BACK, reward, staff, text)
    db.session.commit()


def claim_until(reward: Reward) -> date:
    """The last day to claim it, for who is told today."""
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
