"""Honours, as the public may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Bureau
from app.companies.criteria import is_code
from app.companies.models import Company
from app.core import clock
from app.core.db import db
from app.core.errors import GoneError
from app.core.paging import Page
from app.credit.models import CreditEntry
from app.credit.queries import black_since, off_black_list
from app.credit.rules import ListKind
from app.editing.queries import Source
from app.honours.models import Honour
from app.honours.rules import HonourFilters, HonourOrder
from app.publishing.listing import Listing, equals, holds
from app.publishing.queries import approved_with, published, reveal
from app.search.documents import SearchDocument, SearchKind, present

ORDERS: dict[HonourOrder, tuple[ColumnElement[Any], ...]] = {
    HonourOrder.GRANTED: (Honour.granted_on.desc(), Honour.id.desc()),
    HonourOrder.UNTIL: (Honour.valid_until.asc().nulls_last(), Honour.id.desc()),
}
HONOURS = Listing[Honour](
    name="honours",
    model=Honour,
    orders=ORDERS,
    criteria={
        "kind": equals(Honour.kind),
        "grade": equals(Honour.grade),
        "district": equals(Honour.district_code),
        "grantor": equals(Honour.grantor),
        "year": equals(Honour.year),
        "q": holds(Honour.party_name, Honour.title, Honour.document_number, Honour.subject)
        | is_code(Honour.uscc, Honour.registration_number),
    },
    lines=select(Honour).options(
        joinedload(Honour.company).load_only(Company.uscc, Company.registration_number)
    ),
)
DOCUMENT = joinedload(Honour.granting_bureau).load_only(Bureau.name)
"""What search reads of an honour besides its own columns."""

DESK = Source(
    model=Honour,
    owners=(Honour.source_bureau_id, Honour.granting_bureau_id),
    texts=(Honour.party_name, Honour.title, Honour.document_number),
    load=(joinedload(Honour.company), joinedload(Honour.district)),
)


def honours(
    filters: HonourFilters, *, order: HonourOrder = HonourOrder.GRANTED, page: int = 1
) -> Page[Honour]:
    """One page of honours, with the companies that hold them."""
    return HONOURS.page(filters, order, page)


def all_honours(
    filters: HonourFilters, *, order: HonourOrder = HonourOrder.GRANTED
) -> Iterator[Honour]:
    """All honours that ``filters`` leaves, for a download."""
    statement = HONOURS.rows(filters, order).options(joinedload(Honour.district))
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def honour(honour_id: int) -> Honour:
    """The honour with all that its page shows; raises NotFoundError or GoneError."""
    load = (Honour.company, Honour.district, Honour.source_bureau, Honour.import_batch)
    statement = select(Honour, Honour.unsuspended(clock.today())).where(Honour.id == honour_id)
    whole = statement.options(*(joinedload(each) for each in load))
    found, is_unsuspended = db.session.execute(whole).one_or_none() or (None, True)
    shown = reveal(found)
    if not is_unsuspended:
        raise GoneError
    return shown


def newest_honours(*, limit: int) -> list[Honour]:
    """The newest honours."""
    return list(db.session.scalars(HONOURS.rows(HonourFilters(), HonourOrder.GRANTED).limit(limit)))


def honours_of_company(company_id: int) -> list[Honour]:
    """All honours of a company that are shown today with their sources, newest first."""
    statement = (
        select(Honour)
        .where(Honour.company_id == company_id, published(Honour))
        .options(joinedload(Honour.source_bureau), joinedload(Honour.import_batch))
        .order_by(*ORDERS[HonourOrder.GRANTED])
    )
    return list(db.session.scalars(statement))


def has_source_key(key: str, *, besides: int | None) -> bool:
    """Whether another honour than ``besides`` is known by ``key``."""
    return db.session.scalar(select(Honour.id).where(Honour.source_key == key)) not in (
        None,
        besides,
    )


def beside_black(black_keys: Sequence[int]) -> list[int]:
    """Keys of the honours whose holders have these entries of the black list."""
    listed = select(CreditEntry.company_id).where(
        CreditEntry.id.in_(black_keys), CreditEntry.list == ListKind.BLACK
    )
    return list(db.session.scalars(select(Honour.id).where(Honour.company_id.in_(listed))))


def returning_keys() -> list[int]:
    """Keys of the honours that may have come back this month with the day."""
    statement = select(Honour.id).where(Honour.company_id.in_(off_black_list()))
    return list(db.session.scalars(statement))


def search_documents(keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
    """Honours that are or will be public, for the search index: all, or those in ``keys``."""
    asked = approved_with(_suspended_from(clock.today()), Honour, keys, DOCUMENT)
    for found, since, suspended_from in asked:
        document = _document(found, since)
        if suspended_from is not None:
            last = suspended_from - timedelta(days=1)
            document = replace(document, visible_until=min(document.visible_until or last, last))
        yield document


@lru_cache(maxsize=2)
def _suspended_from(today: date) -> ScalarSelect[date | None]:
    """From when on an honour is suspended."""
    return black_since(Honour, today)


def _document(found: Honour, since: date) -> SearchDocument:
    until = f"有效期至 {found.valid_until}" if found.valid_until else "长期有效"
    return SearchDocument(
        kind=SearchKind.HONOUR,
        key=found.id,
        ref=str(found.id),
        title=f"{found.party_name}：{found.words}",
        names=(found.party_name,),
        codes=tuple(code for code in (found.uscc, found.registration_number) if code),
        numbers=(found.document_number,) if found.document_number else (),
        texts=(
            ("荣誉名称", found.title),
            ("产品或项目", found.subject or ""),
            ("说明", found.merits),
            ("授予机关", found.grantor),
        ),
        district=found.district_code,
        bureau_id=found.granting_bureau_id,
        bureau_name=found.granting_bureau.name if found.granting_bureau else found.grantor,
        category=found.kind.label,
        status=found.status.label,
        year=found.year,
        on=found.granted_on,
        rank=3,
        visible_from=since,
        visible_until=found.publish_until,
        facts=present(
            found.caution, found.grade.label, found.document_number, found.grantor, until
        ),
    )
