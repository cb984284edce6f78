"""Everybody who has a part in a reward, and the reward in any of its states."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import MatterStatus
from app.matters.rewards.models import Reward
from app.matters.rewards.rules import (
    GraveViolation,
    PaymentWay,
    RewardAct,
    RewardClaim,
    RewardCondition,
    RewardProposal,
    RewardTier,
)
from app.matters.rewards.services import approve, claim_reward, propose
from app.people.models import Bureau, Staff
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_bureau, make_coordination_office, make_staff

DETAILS = {"name": "欧阳试验", "bank": "试验银行鹿城支行", "account": "6222020200112233445"}


@dataclass
class RewardOffice:
    """The people of one body, of the coordination office and of the finance bureau."""

    bureau: Bureau
    handler: Staff
    head: Staff
    coordinator: Staff
    finance: Staff
    payer: Staff


def make_reward_office(bureau: Bureau | None = None) -> RewardOffice:
    """All of them."""
    bureau = bureau or make_bureau(name="试验市场监管局")
    finance = db.session.scalar(select(Bureau).where(Bureau.code == "city-finance"))
    return RewardOffice(
        bureau=bureau,
        handler=make_staff(Role.HANDLER, bureau=bureau),
        head=make_staff(Role.HEAD, bureau=bureau),
        coordinator=make_staff(Role.COORDINATOR, bureau=make_coordination_office()),
        finance=make_staff(Role.HEAD, bureau=finance or make_bureau(code="city-finance")),
        payer=make_staff(Role.PAYER, bureau=bureau),
    )


def proven(bureau: Bureau, *, anonymous: bool = True, **changes: Any) -> Matter:
    """A report that proved true and is closed."""
    who: dict[str, Any] = {"is_anonymous": True, "contact": None} if anonymous else {}
    defaults = {
        "submission": make_submission(**who),
        "status": MatterStatus.CLOSED,
        "outcome": MatterOutcome.CASE_FILED,
        "closed_on": clock.today(),
        "working_days_taken": 9,
        "met_deadline": True,
        "due_on": None,
    }
    return make_matter(bureau=bureau, **{**defaults, **changes})


def proposal(**changes: Any) -> RewardProposal:
    """A reward of the second tier for a fine of 400,000 元."""
    about: dict[str, Any] = {
        "tier": RewardTier.SECOND,
        "scope": GraveViolation.LARGE,
        "base_cents": 40_000_000,
        "document_number": "温试监罚〔2026〕9号",
        "reason": "举报的批号、地点与查实的一致。",
        "conditions": tuple(RewardCondition),
    }
    return RewardProposal(**{**about, **changes})


def typed_proposal(act: str = "propose", **changes: Any) -> dict[str, Any]:
    """The same as it is typed into the form of ``act``."""
    form = {
        "scope": GraveViolation.LARGE.value,
        "tier": RewardTier.SECOND.value,
        "base": "400000",
        "document_number": "温试监罚〔2026〕9号",
        "reason": "举报的批号、地点与查实的一致。",
        "conditions": [each.value for each in RewardCondition],
    }
    return {f"{act}-{name}": value for name, value in (form | changes).items()}


def proposed(office: RewardOffice, matter: Matter | None = None, **changes: Any) -> Reward:
    """A reward that waits for the head."""
    reward = Reward.of(matter or proven(office.bureau))
    return propose(reward=reward, staff=office.handler, proposal=proposal(**changes))


def approved(office: RewardOffice, matter: Matter | None = None, **changes: Any) -> Reward:
    """A reward that its reporter has been told of."""
    reward = proposed(office, matter, **changes)
    approve(reward=reward, staff=office.head, act=RewardAct.ENDORSE)
    approve(reward=reward, staff=office.coordinator, act=RewardAct.AGREE)
    return reward


def claimed(
    office: RewardOffice, way: PaymentWay = PaymentWay.TRANSFER, **changes: Any
) -> tuple[Reward, str]:
    """A reward that waits to be paid, and the code to pick it up with."""
    reward = approved(office, **changes)
    claim = RewardClaim(way, dict(DETAILS) if way is PaymentWay.TRANSFER else {})
    submission = reward.matter.submission_id
    code = claim_reward(submission_id=submission, number=reward.number, claim=claim)
    return reward, code or ""
