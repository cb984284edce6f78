"""Which entries rest on a case, which cases on an inspection, and the other way round."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from app.kernel.db.session import db
from app.publishing.life.models import Publication
from app.publishing.life.queries import published
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.inspections.models import Inspection
from app.records.record_links.models import CaseEntry, InspectionCase


def entries_on(record: Publication, *, is_public: bool = False) -> Sequence[CreditEntry]:
    """The entries that rest on the record, if it is a case: all, or what anyone may see today."""
    if not isinstance(record, Case):
        return ()
    shown: ColumnElement[bool] = published(CreditEntry) if is_public else true()
    statement = (
        select(CreditEntry)
        .join(CaseEntry, CaseEntry.entry_id == CreditEntry.id)
        .where(CaseEntry.case_id == record.id, shown)
        .options(joinedload(CreditEntry.company))
        .order_by(CreditEntry.id)
    )
    return db.session.scalars(statement).all()


def cases_under(record: Publication, *, is_public: bool = False) -> Sequence[Case]:
    """The cases that the record rests on, if it is an entry: all, or what anyone may see today."""
    if not isinstance(record, CreditEntry):
        return ()
    shown: ColumnElement[bool] = published(Case) if is_public else true()
    statement = (
        select(Case)
        .join(CaseEntry, CaseEntry.case_id == Case.id)
        .where(CaseEntry.entry_id == record.id, shown)
        .order_by(Case.id)
    )
    return db.session.scalars(statement).all()


def cases_from(record: Publication, *, is_public: bool = False) -> Sequence[Case]:
    """The cases drafted from the record, if it is an inspection: all, or what anyone may see."""
    if not isinstance(record, Inspection):
        return ()
    shown: ColumnElement[bool] = published(Case) if is_public else true()
    statement = (
        select(Case)
        .join(InspectionCase, InspectionCase.case_id == Case.id)
        .where(InspectionCase.inspection_id == record.id, shown)
        .order_by(Case.id)
    )
    return db.session.scalars(statement).all()


def inspections_behind(record: Publication, *, is_public: bool = False) -> Sequence[Inspection]:
    """The inspections from which the record was drafted, if it is a case: all, or public ones."""
    if not isinstance(record, Case):
        return ()
    shown: ColumnElement[bool] = published(Inspection) if is_public else true()
    statement = (
        select(Inspection)
        .join(InspectionCase, InspectionCase.inspection_id == Inspection.id)
        .where(InspectionCase.case_id == record.id, shown)
        .order_by(Inspection.id)
    )
    return db.session.scalars(statement).all()


def can_become_case(record: Publication) -> bool:
    """Whether the record is a failed inspection from which no case was drafted yet."""
    has_failed = isinstance(record, Inspection) and record.has_failed
    return has_failed and not cases_from(record)


def can_be_listed(record: Publication) -> bool:
    """Whether the record is a case of a company on which no entry rests yet."""
    is_company = isinstance(record, Case) and record.company_id is not None
    return is_company and not entries_on(record)
