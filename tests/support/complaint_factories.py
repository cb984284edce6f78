"""Submissions and matters for tests, as the public form would have made them."""

from datetime import timedelta
from itertools import count
from secrets import token_hex
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files.uploads import StoredFile
from app.matters.complaints.clocks.services.timing import start_clock
from app.matters.complaints.matter.models.answers import Rating
from app.matters.complaints.matter.models.clocks import ComplaintCategory, MatterDeadline
from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.models.handovers import AssistTask, MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import (
    CheckState,
    ClosingItem,
    Manner,
    Satisfaction,
)
from app.matters.complaints.matter.rules.states import (
    FIRST_STEP,
    ComplaintKind,
    MatterStatus,
    MatterStep,
)
from app.matters.complaints.routing.models import RoutingChange
from app.people.models import Bureau, Staff
from tests.support.factories import add, make_bureau, make_company, make_district, make_staff

CODE = "4821000011112222"
CONTACT = {"name": "王小明", "phone": "13800001234"}

_numbers = count(50_001)
"""The site itself begins each day with 1, and does not come so far."""


def make_submission(**changes: Any) -> Submission:
    """A named submission about a company; ``contact=None, is_anonymous=True`` for no name."""
    number = next(_numbers)
    defaults = {
        "number": f"20260304-{number:05d}",
        "code_hash": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(CODE),
        "submitted_at": clock.now(),
        "is_anonymous": False,
        "contact": dict(CONTACT),
        "category_code": db.session.scalars(
            select(ComplaintCategory.code).where(ComplaintCategory.parent_code.is_not(None))
        ).first(),
        "district_code": make_district().code,
        "company_id": make_company().id,
        "title": "酱油标签下另有一层标签",
        "narrative": "在摊位购买酱油两瓶，撕开标签后下面还有一层标签。",
    }
    return add(Submission(**{**defaults, **changes}))


def make_matter(
    *,
    bureau: Bureau | None = None,
    kind: ComplaintKind = ComplaintKind.VIOLATION_REPORT,
    submission: Submission | None = None,
    step: MatterStep | None = None,
    **changes: Any,
) -> Matter:
    """A matter that has just arrived at ``bureau``, its first clock running."""
    submission = submission or make_submission()
    defaults = {
        "submission": submission,
        "kind": kind,
        "number": f"{kind.letter}{submission.number}",
        "status": MatterStatus.NEW,
        "bureau_id": (bureau or make_bureau()).id,
        "routing_reason": "食品流通环节 × 鹿城区",
        "received_on": clock.today(),
        "step": step or FIRST_STEP[kind],
    }
    matter = add(Matter(**{**defaults, **changes}))
    start_clock(matter, matter.step, matter.received_on)
    db.session.commit()
    return matter


def show_all_items(matter: Matter, staff: Staff) -> None:
    """All four of 四不放过 are shown, so that the matter may be closed with findings."""
    for item in ClosingItem:
        content = {"item": item, "state": CheckState.SHOWN, "text": "已经查证。", "at": clock.now()}
        matter.checks.append(ClosingCheck(staff_id=staff.id, **content))
    db.session.commit()


def make_rating(**changes: Any) -> Rating:
    """A reporter's judgement of a matter: solved, and treated well."""
    defaults = {
        "rated_at": clock.now(),
        "satisfaction": Satisfaction.SOLVED,
        "manner": Manner.GOOD,
    }
    return add(Rating(**{**defaults, **changes}))


def make_deadline(**changes: Any) -> MatterDeadline:
    """A clock of a matter that began today and ends today."""
    defaults = {"step": MatterStep.ACCEPT, "started_on": clock.today(), "due_on": clock.today()}
    return add(MatterDeadline(**{**defaults, **changes}))


def change_meanwhile(number: str) -> None:
    """Let the matter with this number move on while somebody has its page open."""
    matter = db.session.scalars(select(Matter).where(Matter.number == number)).one()
    matter.version += 1
    db.session.commit()


def make_return(matter: Matter, **changes: Any) -> MatterReturn:
    """A return of the matter by the body that leads it, not decided yet."""
    defaults = {
        "matter_id": matter.id,
        "ordinal": 1,
        "from_bureau_id": matter.bureau_id,
        "returned_by_id": make_staff(bureau=matter.bureau).id,
        "returned_at": clock.now(),
        "returned_on": clock.today(),
        "legal_basis": "职责分工第15项",
        "proposed_bureau_id": matter.bureau_id,
        "reason": "属种植环节",
        "due_on": clock.today(),
    }
    return add(MatterReturn(**{**defaults, **changes}))


def paper() -> StoredFile:
    """What an upload of a paper left; its bytes are not asked for."""
    return StoredFile(
        id=token_hex(16),
        name="检验委托书.pdf",
        media_type="application/pdf",
        size=2048,
        sha256="0" * 64,
    )


def make_assist_task(matter: Matter, **changes: Any) -> AssistTask:
    """A task for a body that assists, not reported on yet."""
    defaults = {
        "matter_id": matter.id,
        "bureau_id": make_bureau().id,
        "assigned_on": clock.today(),
        "due_on": clock.today(),
    }
    return add(AssistTask(**{**defaults, **changes}))


def make_routing_change(author: Staff, **changes: Any) -> RoutingChange:
    """Another body for food from shops, from the next month on; waits for a second person."""
    defaults = {
        "category_code": "food-circulation",
        "lead_bureau_id": make_bureau().id,
        "basis": "市场监管体制调整",
        "valid_from": clock.today() + timedelta(days=30),
        "reason": "体制调整",
        "author_id": author.id,
        "proposed_at": clock.now(),
    }
    return add(RoutingChange(**{**defaults, **changes}))


def end(
    bureau: Bureau, count: int, *, met: bool, days: int = 5, district: str | None = None
) -> None:
    """``count`` matters of the body that end today, in time or not."""
    today = clock.today()
    for _ in range(count):
        make_matter(
            submission=make_submission(district_code=district),
            bureau_id=bureau.id,
            status=MatterStatus.CLOSED,
            received_on=today,
            closed_on=today,
            met_deadline=met,
            working_days_taken=days,
            due_on=None,
        )
