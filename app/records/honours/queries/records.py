"""Honours, as the public may see them."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.db.paging import Page
from app.kernel.db.session import AnySelect, db
from app.kernel.errors import GoneError
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.people.models import Bureau
from app.publishing.desk.queries import Source
from app.publishing.life.listing import Listing, equals, holds
from app.publishing.life.queries import approved_source, published, require_public
from app.publishing.life.rules import caution_of
from app.records.companies.criteria import is_code
from app.records.companies.models import Company
from app.records.credit.models import CreditEntry
from app.records.credit.queries import ONE_DAY, black_since, off_black_list
from app.records.credit.rules import ListKind
from app.records.honours.models import Honour
from app.records.honours.rules import HonourFilters, HonourOrder, words_of

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
    shown = require_public(found)
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


@lru_cache(maxsize=2)
def _columns(today: date) -> AnySelect:
    """What search reads of an honour; it is suspended while its holder is on the black list."""
    return select(
        Honour.id,
        Honour.party_name,
        Honour.uscc,
        Honour.registration_number,
        Honour.title,
        Honour.subject,
        Honour.merits,
        Honour.grantor,
        Honour.granting_bureau_id,
        Honour.document_number,
        Honour.district_code,
        Honour.kind,
        Honour.grade,
        Honour.year,
        Honour.granted_on,
        Honour.valid_until,
        Honour.objected_on,
        Honour.status,
        Honour.published_on,
        Honour.publish_until,
        Bureau.name.label("bureau_name"),
        black_since(Honour, today).label("suspended_from"),
    ).outerjoin(Honour.granting_bureau)


def _document(found: Any) -> SearchDocument:
    until = f"有效期至 {found.valid_until}" if found.valid_until else "长期有效"
    ends = [found.publish_until, found.suspended_from and found.suspended_from - ONE_DAY]
    return SearchDocument(
        kind=SearchKind.HONOUR,
        key=found.id,
        ref=str(found.id),
        title=f"{found.party_name}：{words_of(found.title, found.subject)}",
        names=(found.party_name,),
        codes=present(found.uscc, found.registration_number),
        numbers=present(found.document_number),
        texts=(
            *(("荣誉名称", found.title), ("产品或项目", found.subject or "")),
            *(("说明", found.merits), ("授予机关", found.grantor)),
        ),
        district=found.district_code,
        bureau_id=found.granting_bureau_id,
        bureau_name=found.bureau_name or found.grantor,
        category=found.kind.label,
        status=found.status.label,
        year=found.year,
        on=found.granted_on,
        rank=3,
        visible_from=found.published_on,
        visible_until=min(filter(None, ends), default=None),
        facts=present(
            *(caution_of(found.objected_on), found.grade.label),
            *(found.document_number, found.grantor, until),
        ),
    )


search_documents = approved_source(Honour, lambda: _columns(clock.today()), _document)
"""Honours as the search index knows them."""
