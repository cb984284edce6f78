"""Applications for badges in tests, in whatever state, and monthly reports."""

from datetime import timedelta
from itertools import count
from typing import Any

from app.insight.monthly.models import MonthlyReport
from app.insight.monthly.rules import month_before, written
from app.insight.monthly.tables import tables_of
from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files.rules import DOCX
from app.kernel.files.uploads import StoredFile
from app.people.models import Bureau
from app.records.creation.models import (
    CreationApplication,
    CreationEvidence,
    CreationObjection,
    CreationScore,
)
from app.records.creation.rules import CreationKind, CreationState
from app.records.creation.standards import newest
from tests.support.factories import add, make, make_bureau, make_coordination_office, make_district

_numbers = count(1)


def make_application(**changes: Any) -> CreationApplication:
    """A district's application under notice until in a week, with two scores that settle."""
    today, kind = clock.today(), changes.get("kind", CreationKind.COUNTY)
    totals = changes.pop("totals", (90, 88))
    office: Bureau = changes.pop("lead", None) or make_coordination_office()
    defaults = {
        "number": f"CJ{today.year}-{next(_numbers):03}",
        "kind": kind,
        "year": newest()[kind].year,
        "applicant": "试验区",
        "district_code": make_district().code,
        "bureau_id": (changes.pop("bureau", None) or make_bureau()).id,
        "lead_bureau_id": office.id,
        "statement": "对照标准逐条达到。",
        "state": CreationState.NOTICE,
        "author_id": 0,
        "author_name": "申报员",
        "created_at": clock.now(),
        "notice_from": today,
        "notice_until": today + timedelta(days=7),
        "scores": [make_score(kind, total, -place) for place, total in enumerate(totals, start=1)],
    }
    return make(CreationApplication, defaults, changes)


def make_badge(**changes: Any) -> CreationApplication:
    """A badge that holds for another year."""
    today = clock.today()
    defaults = {
        "state": CreationState.AWARDED,
        "notice_from": today - timedelta(days=30),
        "notice_until": today - timedelta(days=23),
        "awarded_on": today - timedelta(days=20),
        "valid_until": today + timedelta(days=365),
    }
    return make_application(**{**defaults, **changes})


def make_score(kind: CreationKind, total: int, staff_id: int) -> CreationScore:
    """Points that make ``total``, by somebody who has no account."""
    points = [one.points for one in newest()[kind].criteria]
    lost = sum(points) - total
    for place in range(len(points)):
        taken = min(lost, points[place])
        points[place] -= taken
        lost -= taken
    return CreationScore(
        staff_id=staff_id, staff_name=f"评审{-staff_id}", points=points, scored_at=clock.now()
    )


def make_objection(application: CreationApplication, **changes: Any) -> CreationObjection:
    """One that waits for its answer."""
    defaults = {
        "application_id": application.id,
        "text": "第三条标准没有达到，指标没有公开。",
        "created_at": clock.now(),
    }
    return make(CreationObjection, defaults, changes)


def make_evidence(application: CreationApplication, criterion: str) -> CreationEvidence:
    """A file for a criterion, which lies nowhere."""
    key = f"{application.id}-{criterion}"
    file = StoredFile(id=key, name="材料.docx", media_type=DOCX, size=1, sha256="0" * 64)
    made = CreationEvidence.of(file, application_id=application.id, criterion=criterion)
    db.session.add(made)
    db.session.commit()
    return made


def make_report(**changes: Any) -> MonthlyReport:
    """The report on the month before, as it is counted now."""
    month = month_before(clock.today())
    defaults = {
        "month": month,
        "edition": 1,
        "counted_at": clock.now(),
        "content": written(tables_of(month)),
    }
    return add(MonthlyReport(**{**defaults, **changes}))
