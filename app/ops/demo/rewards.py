"""Rewards for reports that proved true: in every state, and enough paid ones for the ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from app.kernel import clock
from app.kernel.crypto.tracking_codes import hash_code
from app.kernel.db.session import Base
from app.kernel.working_days import add_working_days
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.rewards.models import Reward, RewardEvent, RewardPayee
from app.matters.rewards.rules import (
    GraveViolation,
    PaymentWay,
    RewardAct,
    RewardEventKind,
    RewardStatus,
    RewardTier,
)
from app.matters.rewards.terms import RewardTerms, reward_terms
from app.ops.demo.material import Demo
from app.people.models import Staff
from app.people.rules import Role

OFFICE = "ouhai-market-supervision"
PAID = 14
TIERS = (RewardTier.THIRD, RewardTier.SECOND, RewardTier.THIRD, RewardTier.FIRST, RewardTier.THIRD)
STATES = (
    RewardStatus.PROPOSED,
    RewardStatus.ENDORSED,
    RewardStatus.APPROVED,
    RewardStatus.CLAIMED,
    RewardStatus.RETURNED,
    RewardStatus.WITH_FINANCE,
)
NOTIFIED = frozenset({RewardStatus.APPROVED, RewardStatus.CLAIMED, RewardStatus.PAID})
LARGE_BASE = 1_200_000_000
"""Of a reward that the finance bureau has to agree to, in cents."""
ACCOUNT = {"name": "某演示", "bank": "演示银行鹿城支行", "account": "6200000000000000"}
AGREED = (RewardAct.PROPOSE, RewardAct.ENDORSE, RewardAct.AGREE)
STEPS = {
    RewardStatus.PROPOSED: (RewardAct.PROPOSE,),
    RewardStatus.ENDORSED: (RewardAct.PROPOSE, RewardAct.ENDORSE),
    RewardStatus.RETURNED: (RewardAct.PROPOSE, RewardAct.SEND_BACK),
    RewardStatus.WITH_FINANCE: AGREED,
    RewardStatus.APPROVED: AGREED,
    RewardStatus.CLAIMED: (*AGREED, RewardEventKind.CLAIMED),
    RewardStatus.PAID: (*AGREED, RewardEventKind.CLAIMED, RewardAct.PAY),
}
ROLES = {
    RewardAct.PROPOSE: Role.HANDLER,
    RewardAct.ENDORSE: Role.HEAD,
    RewardAct.SEND_BACK: Role.HEAD,
    RewardAct.AGREE: Role.COORDINATOR,
    RewardAct.PAY: Role.PAYER,
}
WHY = "举报的地点、批号与查实的一致，提供的照片是关键证据。"
OF_INSIDER = RewardStatus.ENDORSED
"""The state of the one reward that goes to somebody from within the company."""
WHY_MORE = "举报人是企业内部员工，提供了外人无法取得的生产记录。"
NOT_YET = "请说明举报内容与查实事实哪些相符，再定等级。"


def make_rewards(
    demo: Demo, submissions: Iterable[Submission], people: Sequence[Staff]
) -> list[Base]:
    """Rewards of the office whose accounts are told, and of others in earlier quarters."""
    terms = reward_terms(demo.today)
    if terms is None:
        return []
    matters = [one for submission in submissions for one in submission.matters if _is_proven(one)]
    lately, earlier = demo.days_ago(2), _earlier(demo)
    long_ago = earlier - timedelta(days=60)
    own = [one for one in matters if one.bureau.code == OFFICE and _rests(one, lately)]
    others = [one for one in matters if one.bureau.code != OFFICE and _rests(one, earlier)]
    lapsed = [one for one in others if _rests(one, long_ago)][:1]
    paid = [one for one in others if one not in lapsed][:PAID]
    rewarded = [
        *((matter, state, lately) for matter, state in zip(own, STATES, strict=False)),
        *((matter, RewardStatus.PAID, earlier) for matter in paid),
        *((matter, RewardStatus.APPROVED, long_ago) for matter in lapsed),
    ]
    by_role = {held.role: person for person in people for held in person.roles}
    return [
        row
        for matter, state, on in rewarded
        for row in RewardCourse(demo, terms, by_role, matter, state, on).rows()
    ]


def _is_proven(matter: Matter) -> bool:
    is_report = matter.kind is ComplaintKind.VIOLATION_REPORT
    return (
        is_report
        and matter.status is MatterStatus.CLOSED
        and (matter.outcome in {MatterOutcome.CASE_FILED, MatterOutcome.CORRECTED})
    )


def _rests(matter: Matter, day: date) -> bool:
    """Whether all that happened to it happened before that day."""
    return clock.city_date(matter.events[-1].at) < day


def _earlier(demo: Demo) -> date:
    """A day of the quarter before the present one."""
    first = date(demo.today.year, (demo.today.month - 1) // 3 * 3 + 1, 1)
    return first - timedelta(days=20)


@dataclass(frozen=True)
class RewardCourse:
    """A reward on its way: for which report, how far, on which day."""

    demo: Demo
    terms: RewardTerms
    people: Mapping[Role, Staff]
    matter: Matter
    state: RewardStatus
    on: date

    @property
    def is_notified(self) -> bool:
        """Whether the reporter knows of it."""
        return self.state in NOTIFIED

    def days_after(self, day: date, days: int) -> date:
        """So many working days later."""
        return add_working_days(day, days, self.demo.calendar)

    def rows(self) -> Iterator[Base]:
        """The reward, who claimed it, and what the reporter reads of it."""
        reward = self._reward()
        yield reward
        if RewardEventKind.CLAIMED in STEPS[self.state]:
            yield self._payee(reward)
        if self.is_notified:
            yield MatterEvent(
                matter_id=self.matter.id,
                at=self.demo.moment(self.on),
                kind=MatterEventKind.REWARDED,
                bureau_id=self.matter.bureau_id,
                text="您的举报查证属实，决定给予奖励。",
            )

    def _payee(self, reward: Reward) -> RewardPayee:
        """What waits to be paid goes to an account, what was paid was picked up without a name."""
        if self.state is RewardStatus.CLAIMED:
            return RewardPayee(reward=reward, way=PaymentWay.TRANSFER, details=dict(ACCOUNT))
        return RewardPayee(reward=reward, way=PaymentWay.COUNTER, pickup_hash=_pickup_hash())

    def _reward(self) -> Reward:
        tier = TIERS[(self.matter.id or 0) % len(TIERS)]
        base = self.demo.rng.randrange(10, 90) * 1_000_000
        if self.state is RewardStatus.WITH_FINANCE:
            tier, base = RewardTier.FIRST, LARGE_BASE
        raised = self.terms.insider_raises[0] if self.state is OF_INSIDER else 0
        closed_on, terms = self.matter.closed_on or self.on, self.terms
        return Reward(
            number=f"L{self.on:%Y%m%d}-{9000 + (self.matter.id or 0):05d}",
            matter=self.matter,
            bureau=self.matter.bureau,
            status=self.state,
            tier=tier,
            scope=GraveViolation.LARGE,
            reason=WHY,
            rule_since=terms.since,
            base_cents=base,
            amount_cents=terms.amount(tier, base, raised),
            raise_percent=raised,
            raise_reason=WHY_MORE if raised else None,
            inform_due_on=self.days_after(closed_on, terms.inform_days),
            told_on=self.on if self.is_notified else None,
            claim_due_on=self.days_after(self.on, terms.claim_days) if self.is_notified else None,
            paid_on=self.on if self.state is RewardStatus.PAID else None,
            version=len(STEPS[self.state]),
            events=[_event(self.demo, step, self.people, self.on) for step in STEPS[self.state]],
        )


@cache
def _pickup_hash() -> str:
    """What is kept of the code that nobody picks money up with any more."""
    return hash_code("0" * 10)


def _event(
    demo: Demo, step: RewardAct | RewardEventKind, people: Mapping[Role, Staff], on: date
) -> RewardEvent:
    person = people[ROLES[step]] if isinstance(step, RewardAct) else None
    return RewardEvent(
        at=demo.moment(on),
        kind=step.value,
        staff_id=person.id if person else None,
        staff_name=person.full_name if person else "",
        text={RewardAct.PROPOSE.value: WHY, RewardAct.SEND_BACK.value: NOT_YET}.get(step.value),
    )
