"""Entries of the red and the black list, as the public may see them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind

NEWEST = (CreditEntry.decided_on.desc(), CreditEntry.id.desc())
ONE_DAY, MONTH = timedelta(days=1), timedelta(days=31)


def counts_by_list() -> dict[ListKind, int]:
    """How many entries each list shows today."""
    counts = [
        select(func.count())
        .where(CreditEntry.list == kind, published(CreditEntry))
        .scalar_subquery()
        for kind in ListKind
    ]
    return dict(zip(ListKind, db.session.execute(select(*counts)).one(), strict=True))


def red_beside(black_keys: Sequence[int]) -> list[int]:
    """Keys of the entries of the red list whose companies have these entries of the black."""
    black = aliased(CreditEntry)
    statement = select(CreditEntry.id).where(
        CreditEntry.list == ListKind.RED,
        CreditEntry.company_id.in_(
            select(black.company_id).where(black.id.in_(black_keys), black.list == ListKind.BLACK)
        ),
    )
    return list(db.session.scalars(statement))


def returning_keys() -> list[int]:
    """Keys of the entries of the red list that may have come back in the last 31 days."""
    statement = select(CreditEntry.id).where(
        CreditEntry.list == ListKind.RED, CreditEntry.company_id.in_(off_black_list())
    )
    return list(db.session.scalars(statement))


def off_black_list() -> Select[int]:
    """Keys of the companies of which an entry of the black list has ended in the last 31 days."""
    black, today = aliased(CreditEntry), clock.today()
    return select(black.company_id).where(
        black.list == ListKind.BLACK,
        black.status == PublicationStatus.PUBLISHED,
        black.publish_until.between(today - MONTH, today - ONE_DAY),
    )


def beside(entry: CreditEntry) -> list[CreditEntry]:
    """The company's entries on the other list that are public or approved to be, newest first."""
    return _standing(entry.company_id, CreditEntry.list != entry.list)


def black_entries(company_id: int | None) -> list[CreditEntry]:
    """The company's entries on the black list that are public or approved to be, newest first."""
    return _standing(company_id, CreditEntry.list == ListKind.BLACK) if company_id else []


def black_since(model: Any, today: date, *where: ColumnElement[bool]) -> ScalarSelect[date | None]:
    """From when on a row's company stands on the black list: ``today``, earlier or later.

    Of the rows of ``model`` that ``where`` holds of; no day for the others.
    """
    black = aliased(CreditEntry)
    since = select(func.min(black.published_on)).where(
        *where,
        black.company_id == model.company_id,
        black.list == ListKind.BLACK,
        black.status == PublicationStatus.PUBLISHED,
        _not_ended(black, today),
    )
    return since.correlate(model).scalar_subquery()


def _standing(company_id: int, which: ColumnElement[bool]) -> list[CreditEntry]:
    statement = (
        select(CreditEntry)
        .where(
            CreditEntry.company_id == company_id,
            which,
            CreditEntry.status == PublicationStatus.PUBLISHED,
            _not_ended(CreditEntry, clock.today()),
        )
        .order_by(*NEWEST)
    )
    return list(db.session.scalars(statement))


def _not_ended(model: Any, today: date) -> ColumnElement[bool]:
    return or_(model.publish_until.is_(None), model.publish_until >= today)
