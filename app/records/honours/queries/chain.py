"""Which entries of the red list rest on an honour, and on which honours an entry rests."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from app.kernel.db.session import db
from app.publishing.life.models import Publication
from app.publishing.life.queries import published
from app.records.credit.models import CreditEntry
from app.records.honours.models import Honour, HonourEntry


def entries_on(record: Publication, *, is_public: bool = False) -> Sequence[CreditEntry]:
    """The entries that rest on the record, if it is an honour: all, or what anyone may see."""
    if not isinstance(record, Honour):
        return ()
    shown: ColumnElement[bool] = published(CreditEntry) if is_public else true()
    statement = (
        select(CreditEntry)
        .join(HonourEntry, HonourEntry.entry_id == CreditEntry.id)
        .where(HonourEntry.honour_id == record.id, shown)
        .options(joinedload(CreditEntry.company))
        .order_by(CreditEntry.id)
    )
    return db.session.scalars(statement).all()


def honours_under(record: Publication, *, is_public: bool = False) -> Sequence[Honour]:
    """The honours that the record rests on, if it is an entry: all, or what anyone may see."""
    if not isinstance(record, CreditEntry):
        return ()
    shown: ColumnElement[bool] = published(Honour) if is_public else true()
    statement = (
        select(Honour)
        .join(HonourEntry, HonourEntry.honour_id == Honour.id)
        .where(HonourEntry.entry_id == record.id, shown)
        .order_by(Honour.id)
    )
    return db.session.scalars(statement).all()


def can_be_listed(record: Publication) -> bool:
    """Whether the record is an honour of a company on which no entry rests yet."""
    is_company = isinstance(record, Honour) and record.company_id is not None
    return is_company and not entries_on(record)
