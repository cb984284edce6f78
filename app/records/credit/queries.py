"""Entries of the red and the black list, as the public may see them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.kernel import clock
from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page
from app.kernel.db.session import AnySelect, db
from app.kernel.errors import GoneError
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.people.models import Bureau
from app.people.queries import bureau_options, district_options
from app.publishing.desk.queries import Source
from app.publishing.life.listing import Listing, equals, holds, within_year
from app.publishing.life.queries import approved_source, published, require_public, years_of
from app.publishing.life.rules import PublicationStatus, caution_of
from app.records.companies.criteria import is_code
from app.records.companies.models import Company
from app.records.credit.models import CreditEntry
from app.records.credit.rules import CreditFilters, CreditOrder, ListKind

ORDERS: dict[CreditOrder, tuple[ColumnElement[Any], ...]] = {
    CreditOrder.DECIDED: (CreditEntry.decided_on.desc(), CreditEntry.id.desc()),
    CreditOrder.UNTIL: (CreditEntry.publish_until.asc().nulls_last(), CreditEntry.id.desc()),
}

NAMED = holds(Company.name) | is_code(Company.uscc, Company.registration_number)
CREDIT = Listing[CreditEntry](
    name="credit",
    model=CreditEntry,
    orders=ORDERS,
    criteria={
        "list": equals(CreditEntry.list),
        "district": equals(CreditEntry.district_code),
        "bureau_id": equals(CreditEntry.deciding_bureau_id),
        "category": equals(CreditEntry.category),
        "year": within_year(CreditEntry.decided_on),
        "q": NAMED.among(CreditEntry.company_id, Company.id) | holds(CreditEntry.document_number),
    },
    lines=select(CreditEntry).options(joinedload(CreditEntry.company)),
)
ONE_DAY, MONTH = timedelta(days=1), timedelta(days=31)
Options = dict[str, list[tuple[str, str]]]

DESK = Source(
    model=CreditEntry,
    owners=(CreditEntry.source_bureau_id, CreditEntry.deciding_bureau_id),
    texts=(CreditEntry.title, CreditEntry.document_number),
    load=(joinedload(CreditEntry.company), joinedload(CreditEntry.district)),
)


def filter_options(kind: ListKind, *, bureau: int | None = None) -> Options:
    """What the filters of a list offer: districts, deciding bodies, years."""
    listed = (CreditEntry.list == kind, CreditEntry.status == PublicationStatus.PUBLISHED)
    return {
        "district": district_options(),
        "bureau": bureau_options(CreditEntry.deciding_bureau_id, chosen=bureau),
        "year": remembered(
            ("credit.years", kind), lambda: years_of(CreditEntry.decided_on, *listed)
        ),
    }


def entries(
    filters: CreditFilters, *, order: CreditOrder = CreditOrder.DECIDED, page: int = 1
) -> Page[CreditEntry]:
    """One page of a list, with each entry's company."""
    return CREDIT.page(filters, order, page)


def all_entries(
    filters: CreditFilters, *, order: CreditOrder = CreditOrder.DECIDED
) -> Iterator[CreditEntry]:
    """All entries that ``filters`` leaves, for a download."""
    load = (joinedload(CreditEntry.company), joinedload(CreditEntry.district))
    statement = CREDIT.rows(filters, order).options(*load)
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def entry(entry_id: int) -> CreditEntry:
    """The entry with all that its page shows; raises NotFoundError or GoneError."""
    statement = (
        select(CreditEntry, CreditEntry.unsuspended(clock.today()))
        .where(CreditEntry.id == entry_id)
        .options(
            joinedload(CreditEntry.company),
            joinedload(CreditEntry.district),
            joinedload(CreditEntry.source_bureau),
            joinedload(CreditEntry.import_batch),
        )
    )
    found, is_unsuspended = db.session.execute(statement).one_or_none() or (None, True)
    shown = require_public(found)
    if not is_unsuspended:
        raise GoneError
    return shown


def counts_by_list() -> dict[ListKind, int]:
    """How many entries each list shows today."""
    counts = [
        select(func.count())
        .where(CreditEntry.list == kind, published(CreditEntry))
        .scalar_subquery()
        for kind in ListKind
    ]
    return dict(zip(ListKind, db.session.execute(select(*counts)).one(), strict=True))


def newest_entries(kind: ListKind, *, limit: int) -> list[CreditEntry]:
    """The newest entries of a list, with their companies."""
    newest = CREDIT.rows(CreditFilters(list=kind), CreditOrder.DECIDED).limit(limit)
    return list(db.session.scalars(newest.options(joinedload(CreditEntry.company))))


def records_of_company(company_id: int) -> list[CreditEntry]:
    """All entries that a company has today, newest first."""
    statement = (
        select(CreditEntry)
        .where(CreditEntry.company_id == company_id, published(CreditEntry))
        .order_by(*ORDERS[CreditOrder.DECIDED])
    )
    return list(db.session.scalars(statement))


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
    """Keys of the entries of the red list that may have come back this month with the day."""
    statement = select(CreditEntry.id).where(
        CreditEntry.list == ListKind.RED, CreditEntry.company_id.in_(off_black_list())
    )
    return list(db.session.scalars(statement))


def off_black_list() -> Select[int]:
    """Keys of the companies of which an entry of the black list has ended this month."""
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


@lru_cache(maxsize=2)
def _documents(today: date) -> AnySelect:
    """What search reads of an entry; an entry of the red list may be suspended."""
    suspended_from = black_since(CreditEntry, today, CreditEntry.list == ListKind.RED)
    return (
        select(
            CreditEntry.id,
            CreditEntry.list,
            CreditEntry.title,
            CreditEntry.reason,
            CreditEntry.basis,
            CreditEntry.category,
            CreditEntry.deciding_body,
            CreditEntry.deciding_bureau_id,
            CreditEntry.document_number,
            CreditEntry.district_code,
            CreditEntry.decided_on,
            CreditEntry.objected_on,
            CreditEntry.status,
            CreditEntry.published_on,
            CreditEntry.publish_until,
            Company.name.label("company_name"),
            Company.uscc,
            Company.registration_number,
            Bureau.name.label("bureau_name"),
            suspended_from.label("suspended_from"),
        )
        .join(CreditEntry.company)
        .outerjoin(CreditEntry.deciding_bureau)
    )


def _standing(company_id: int, which: ColumnElement[bool]) -> list[CreditEntry]:
    statement = (
        select(CreditEntry)
        .where(
            CreditEntry.company_id == company_id,
            which,
            CreditEntry.status == PublicationStatus.PUBLISHED,
            _not_ended(CreditEntry, clock.today()),
        )
        .order_by(*ORDERS[CreditOrder.DECIDED])
    )
    return list(db.session.scalars(statement))


def _not_ended(model: Any, today: date) -> ColumnElement[bool]:
    return or_(model.publish_until.is_(None), model.publish_until >= today)


def _document(entry: Any) -> SearchDocument:
    is_black = entry.list is ListKind.BLACK
    ends = [entry.publish_until, entry.suspended_from and entry.suspended_from - ONE_DAY]
    return SearchDocument(
        kind=SearchKind.BLACK if is_black else SearchKind.RED,
        key=entry.id,
        ref=str(entry.id),
        title=f"{entry.company_name}：{entry.title}",
        names=(entry.company_name,),
        codes=present(entry.uscc, entry.registration_number),
        numbers=present(entry.document_number),
        texts=(
            *(("列入事由", entry.title), ("说明", entry.reason)),
            *(("依据", entry.basis), ("认定部门", entry.deciding_body)),
        ),
        district=entry.district_code,
        bureau_id=entry.deciding_bureau_id,
        bureau_name=entry.bureau_name or entry.deciding_body,
        category=entry.category.label,
        status=entry.status.label,
        year=entry.decided_on.year,
        on=entry.decided_on,
        rank=0 if is_black else 3,
        visible_from=entry.published_on,
        visible_until=min(filter(None, ends), default=None),
        facts=present(
            *(caution_of(entry.objected_on), entry.category.label),
            *(entry.deciding_body, f"列入日期 {entry.decided_on}"),
        ),
    )


search_documents = approved_source(CreditEntry, lambda: _documents(clock.today()), _document)
"""Entries of both lists as the search index knows them."""
