"""What came of a report: for staff, and for the reporter as far as it is public."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from app.kernel.db.session import db
from app.matters.complaints.matter.models.handling import MatterCase
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries.visibility import visible_to
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.people.models import Staff
from app.publishing.life.models import Publication
from app.publishing.life.queries import published
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.record_links.queries import cases_under, entries_on


class ShownCase(NamedTuple):
    """A penalty, and the entries of the lists that rest on it."""

    case: Case
    entries: list[CreditEntry]


def cases_of(matter: Matter) -> Sequence[Case]:
    """All cases that were drafted from the report."""
    return _cases(matter.id)


def matters_of(staff: Staff, record: Publication) -> Sequence[Matter]:
    """The reports that a case, or an entry with its cases, came of, if the person may know."""
    cases = [record] if isinstance(record, Case) else cases_under(record)
    if not cases:
        return ()
    statement = (
        select(Matter)
        .join(MatterCase, MatterCase.matter_id == Matter.id)
        .where(MatterCase.case_id.in_([case.id for case in cases]), visible_to(staff))
        .distinct()
        .order_by(Matter.id)
    )
    return db.session.scalars(statement).all()


def shown_cases(matter: Matter) -> list[ShownCase]:
    """Those of its cases that anyone may see today, with the entries that rest on them."""
    if matter.kind is not ComplaintKind.VIOLATION_REPORT:
        return []
    cases = _cases(matter.id, published(Case))
    return [ShownCase(case, list(entries_on(case, is_public=True))) for case in cases]


def _cases(matter_id: int, *conditions: ColumnElement[bool]) -> Sequence[Case]:
    statement = (
        select(Case)
        .join(MatterCase, MatterCase.case_id == Case.id)
        .where(MatterCase.matter_id == matter_id, *conditions)
        .order_by(Case.id)
    )
    return db.session.scalars(statement).all()
