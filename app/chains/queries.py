"""Which entries rest on a case, and on which cases an entry rests."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from app.cases.models import CaseDisclosure
from app.chains.models import CaseEntry
from app.core.db import db
from app.credit.models import CreditEntry
from app.publishing.models import Publication
from app.publishing.queries import published


def entries_on(record: Publication, *, is_public: bool = False) -> Sequence[CreditEntry]:
    """The entries that rest on the record, if it is a case: all, or what anyone may see today."""
    if not isinstance(record, CaseDisclosure):
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


def cases_under(record: Publication, *, is_public: bool = False) -> Sequence[CaseDisclosure]:
    """The cases that the record rests on, if it is an entry: all, or what anyone may see today."""
    if not isinstance(record, CreditEntry):
        return ()
    shown: ColumnElement[bool] = published(CaseDisclosure) if is_public else true()
    statement = (
        select(CaseDisclosure)
        .join(CaseEntry, CaseEntry.case_id == CaseDisclosure.id)
        .where(CaseEntry.entry_id == record.id, shown)
        .order_by(CaseDisclosure.id)
    )
    return db.session.scalars(statement).all()


def can_be_listed(record: Publication) -> bool:
    """Whether the record is a case of a company on which no entry rests yet."""
    is_company = isinstance(record, CaseDisclosure) and record.company_id is not None
    return is_company and not entries_on(record)
