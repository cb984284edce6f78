"""Rewards as each of those who deal with them may see them, and the ledger for everybody."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import clock
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db, only
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.queries import visible_to
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.rewards.models import Reward
from app.matters.rewards.rules import (
    RewardStatus,
    RewardTier,
    publishable,
    quarter_ended,
    quarter_of,
)
from app.matters.rewards.terms import RewardTerms, all_terms, reward_terms
from app.people.models import Staff
from app.people.rules import Role

PROVEN = (MatterOutcome.CASE_FILED, MatterOutcome.CORRECTED, MatterOutcome.HANDED_OVER)
"""Outcomes of a report after which there can be a reward: the violation was found."""
AFTER_FINANCE = (RewardStatus.APPROVED, RewardStatus.CLAIMED, RewardStatus.PAID)


@dataclass(frozen=True)
class LedgerQuarter:
    """What one quarter paid: rewards and 分, all and by tier; None for too few to be told."""

    year: int
    quarter: int
    number: int | None
    cents: int | None
    tiers: Sequence[tuple[RewardTier, int | None, int | None]]

    @property
    def quarter_label(self) -> str:
        """2026年三季度."""
        return f"{self.year}年{'一二三四'[self.quarter - 1]}季度"


def rewards_page(staff: Staff, *, page: int) -> Page[Reward]:
    """A page of the rewards that the person may see, those changed last first."""
    statement = (
        select(Reward)
        .where(_visible(staff))
        .options(joinedload(Reward.bureau), joinedload(Reward.matter))
        .order_by(Reward.id.desc())
    )
    return paginate(statement, page=page)


def reward_of(staff: Staff, number: str, *, for_update: bool = False) -> Reward:
    """The reward with all that its page shows; NotFoundError for who is nothing to it."""
    statement = select(Reward).where(Reward.number == number, _visible(staff)).options(*_WHOLE)
    if for_update:
        statement = statement.with_for_update(of=Reward)
    return only(statement)


def rewardable(staff: Staff, *, page: int) -> Page[Matter]:
    """Closed reports of the person's body for which a reward can be proposed."""
    return paginate(_rewardable(staff).order_by(Matter.closed_on.desc(), Matter.id), page=page)


def unproposed_reward(staff: Staff, number: str) -> Reward:
    """The reward that could be proposed for one of these; NotFoundError for any other report."""
    return Reward.of(only(_rewardable(staff).where(Matter.number == number)))


def _notified(submission_id: int) -> Select[Reward]:
    conditions = (Matter.submission_id == submission_id, Reward.told_on.is_not(None))
    return select(Reward).join(Matter).where(*conditions)


def rewards_of_submission(submission_id: int) -> list[Reward]:
    """The rewards that the reporter has been told of."""
    statement = _notified(submission_id).options(
        joinedload(Reward.matter), joinedload(Reward.bureau), joinedload(Reward.payee)
    )
    return list(db.session.scalars(statement))


def locked_own(submission_id: int, number: str) -> Reward:
    """One of these, until the end of the transaction; NotFoundError for any other."""
    statement = (
        _notified(submission_id)
        .where(Reward.number == number)
        .options(selectinload(Reward.payee))
        .with_for_update(of=Reward)
        .execution_options(populate_existing=True)
    )
    return only(statement)


def paid_with_payee(today: date, *, limit: int = 50) -> list[Reward]:
    """Paid rewards whose payee is still known though the calendar days for it are over."""
    statement = (
        select(Reward)
        .join(Reward.payee)
        .where(or_(false(), *(_kept_too_long(terms, today) for terms in all_terms())))
        .options(selectinload(Reward.payee), selectinload(Reward.events))
        .order_by(Reward.paid_on, Reward.id)
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def _kept_too_long(terms: RewardTerms, today: date) -> ColumnElement[bool]:
    is_over = Reward.paid_on < today - timedelta(days=terms.payee_days)
    return and_(Reward.status == RewardStatus.PAID, Reward.rule_since == terms.since, is_over)


def ledger() -> list[LedgerQuarter]:
    """What was paid in each quarter that has ended, the newest first."""
    return list(ledger_rows())


def ledger_rows() -> Iterator[LedgerQuarter]:
    """The same, for a file that is written after its request."""
    paid: defaultdict[tuple[int, int], list[tuple[RewardTier, int]]] = defaultdict(list)
    statement = select(Reward.paid_on, Reward.tier, Reward.amount_cents)
    for row in db.session.execute(statement.where(Reward.status == RewardStatus.PAID)):
        if row.paid_on and quarter_ended(quarter_of(row.paid_on), clock.today()):
            paid[quarter_of(row.paid_on)].append((row.tier, row.amount_cents))
    for quarter in sorted(paid, reverse=True):
        yield _row(quarter, paid[quarter])


def _row(quarter: tuple[int, int], paid: Sequence[tuple[RewardTier, int]]) -> LedgerQuarter:
    sums = [[cents for tier, cents in paid if tier is each] for each in RewardTier]
    shown = publishable([len(each) for each in sums])
    is_publishable = publishable([len(paid)])[0]
    tiers = [
        (tier, len(each) if is_shown else None, sum(each) if is_shown else None)
        for tier, each, is_shown in zip(RewardTier, sums, shown, strict=True)
    ]
    return LedgerQuarter(
        year=quarter[0],
        quarter=quarter[1],
        number=len(paid) if is_publishable else None,
        cents=sum(cents for _, cents in paid) if is_publishable else None,
        tiers=tiers,
    )


_WHOLE = (
    joinedload(Reward.bureau),
    joinedload(Reward.matter).joinedload(Matter.submission).joinedload(Submission.category),
    selectinload(Reward.events),
    selectinload(Reward.payee),
)


def _visible(staff: Staff) -> ColumnElement[bool]:
    """Those of one's own body's reports; large ones for the finance bureau; own ones to pay."""
    seen: list[ColumnElement[bool]] = [false()]
    if any(staff.has_role(role) for role in (Role.HANDLER, Role.HEAD, Role.COORDINATOR)):
        of_known = exists().where(Matter.id == Reward.matter_id, visible_to(staff))
        is_own = Reward.bureau_id == staff.bureau_id
        seen.append(of_known if staff.has_role(Role.COORDINATOR) else and_(of_known, is_own))
    if is_finance(staff):
        seen.append(_is_large())
    if staff.has_role(Role.PAYER):
        to_pay = Reward.status.in_((RewardStatus.CLAIMED, RewardStatus.PAID))
        seen.append(and_(to_pay, Reward.bureau_id == staff.bureau_id))
    return or_(*seen)


def _is_large() -> ColumnElement[bool]:
    terms = reward_terms(clock.today())
    least = terms.finance_from_cents if terms else 0
    waits = Reward.status == RewardStatus.WITH_FINANCE
    return or_(waits, and_(Reward.status.in_(AFTER_FINANCE), Reward.amount_cents >= least))


def is_finance(staff: Staff) -> bool:
    """Whether the person speaks for the finance bureau."""
    terms = reward_terms(clock.today())
    return terms is not None and staff.bureau.code == terms.finance and staff.has_role(Role.HEAD)


def _rewardable(staff: Staff) -> Select[Matter]:
    return (
        select(Matter)
        .where(
            visible_to(staff),
            Matter.bureau_id == staff.bureau_id,
            Matter.kind == ComplaintKind.VIOLATION_REPORT,
            Matter.status == MatterStatus.CLOSED,
            Matter.outcome.in_(PROVEN),
            ~exists().where(Reward.matter_id == Matter.id),
        )
        .options(joinedload(Matter.submission).joinedload(Submission.category))
    )
