"""Which records rest on which: entries on cases, cases on inspections, and the other way round."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.kernel.db.session import db
from app.publishing.life.models import Publication
from app.publishing.life.queries import published
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.inspections.models import Inspection
from app.records.record_links.models import CaseEntry, InspectionCase

Link = InstrumentedAttribute[Any]
"""One end of a table of links: its relationship to the record there."""


def linked(
    record: Publication, here: Link, there: Link, *, is_public: bool = False
) -> Sequence[Any]:
    """The records that links lead to, if the record is one of those that stand ``here``.

    All of them, or with ``is_public`` what anyone may see today.
    """
    if not isinstance(record, here.property.mapper.class_):
        return ()
    model: Any = there.property.mapper.class_
    shown: ColumnElement[bool] = published(model) if is_public else true()
    load = [joinedload(model.company)] if model is CreditEntry else []
    statement = select(model).join_from(here.class_, there).where(here == record, shown)
    return db.session.scalars(statement.options(*load).order_by(model.id)).all()


def entries_on(record: Publication, *, is_public: bool = False) -> Sequence[CreditEntry]:
    """The entries that rest on the record, if it is a case: all, or what anyone may see today."""
    return linked(record, CaseEntry.case, CaseEntry.entry, is_public=is_public)


def cases_under(record: Publication, *, is_public: bool = False) -> Sequence[Case]:
    """The cases that the record rests on, if it is an entry: all, or what anyone may see today."""
    return linked(record, CaseEntry.entry, CaseEntry.case, is_public=is_public)


def cases_from(record: Publication, *, is_public: bool = False) -> Sequence[Case]:
    """The cases drafted from the record, if it is an inspection: all, or what anyone may see."""
    return linked(record, InspectionCase.inspection, InspectionCase.case, is_public=is_public)


def inspections_behind(record: Publication, *, is_public: bool = False) -> Sequence[Inspection]:
    """The inspections from which the record was drafted, if it is a case: all, or public ones."""
    return linked(record, InspectionCase.case, InspectionCase.inspection, is_public=is_public)


def can_become_case(record: Publication) -> bool:
    """Whether the record is a failed inspection from which no case was drafted yet."""
    has_failed = isinstance(record, Inspection) and record.has_failed
    return has_failed and not cases_from(record)


def can_be_listed(record: Publication) -> bool:
    """Whether the record is a case of a company on which no entry rests yet."""
    is_company = isinstance(record, Case) and record.company_id is not None
    return is_company and not entries_on(record)
