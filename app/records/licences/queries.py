"""Administrative licences, as the public may see them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, load_only

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.people.models import Bureau
from app.people.queries import bureau_options, district_options
from app.publishing.desk.queries import Source
from app.publishing.life.listing import Listing, equals, holds, within_year
from app.publishing.life.queries import approved_source, published, require_public, years_of
from app.publishing.life.rules import PublicationStatus, caution_of
from app.records.companies.criteria import is_code
from app.records.companies.models import Company
from app.records.licences.models import AdministrativeLicence as Licence
from app.records.licences.rules import LicenceFilters, LicenceOrder, name_of, numbers_of

ORDERS: dict[LicenceOrder, tuple[ColumnElement[Any], ...]] = {
    LicenceOrder.DECIDED: (Licence.decided_on.desc(), Licence.id.desc()),
    LicenceOrder.UNTIL: (Licence.valid_until.asc().nulls_last(), Licence.id.desc()),
}
SHOWN = (
    load_only(
        Licence.party_name,
        Licence.document_name,
        Licence.certificate_name,
        Licence.licence_number,
        Licence.decision_number,
        Licence.kind,
        Licence.state,
        Licence.content,
        Licence.deciding_body,
        Licence.decided_on,
        Licence.valid_until,
        Licence.objected_on,
        raiseload=True,
    ),
    joinedload(Licence.company).load_only(Company.uscc, Company.registration_number),
)
"""What a line of the list needs."""
LICENCES = Listing[Licence](
    name="licences",
    model=Licence,
    orders=ORDERS,
    criteria={
        "district": equals(Licence.district_code),
        "bureau_id": equals(Licence.deciding_bureau_id),
        "kind": equals(Licence.kind),
        "year": within_year(Licence.decided_on),
        "q": holds(
            *(Licence.party_name, Licence.licence_number, Licence.decision_number),
            *(Licence.certificate_name, Licence.document_name),
        )
        | is_code(Licence.uscc, Licence.registration_number),
    },
    lines=select(Licence).options(*SHOWN),
)
DOCUMENT = select(
    Licence.id,
    Licence.party_name,
    Licence.uscc,
    Licence.registration_number,
    Licence.certificate_name,
    Licence.document_name,
    Licence.licence_number,
    Licence.decision_number,
    Licence.content,
    Licence.deciding_body,
    Licence.deciding_bureau_id,
    Licence.district_code,
    Licence.kind,
    Licence.decided_on,
    Licence.valid_until,
    Licence.objected_on,
    Licence.status,
    Licence.published_on,
    Licence.publish_until,
    Bureau.name.label("bureau_name"),
).outerjoin(Licence.deciding_bureau)
"""What search reads of a licence."""

DESK = Source(
    model=Licence,
    owners=(Licence.source_bureau_id, Licence.deciding_bureau_id),
    texts=(Licence.party_name, Licence.licence_number, Licence.decision_number),
    load=(joinedload(Licence.company), joinedload(Licence.district)),
)


def filter_options(*, bureau: int | None = None) -> dict[str, list[tuple[str, str]]]:
    """What the filters of the list offer: districts, deciding bodies, years."""
    approved_ones = Licence.status == PublicationStatus.PUBLISHED
    return {
        "district": district_options(),
        "bureau": bureau_options(Licence.deciding_bureau_id, chosen=bureau),
        "year": remembered("licences.years", lambda: years_of(Licence.decided_on, approved_ones)),
    }


def licences(
    filters: LicenceFilters, *, order: LicenceOrder = LicenceOrder.DECIDED, page: int = 1
) -> Page[Licence]:
    """One page of licences with what the list shows of them and of their companies."""
    return LICENCES.page(filters, order, page)


def all_licences(
    filters: LicenceFilters, *, order: LicenceOrder = LicenceOrder.DECIDED
) -> Iterator[Licence]:
    """All licences that ``filters`` leaves, for a download."""
    statement = LICENCES.rows(filters, order).options(joinedload(Licence.district))
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def licence(licence_id: int) -> Licence:
    """The licence with all that its page shows; raises NotFoundError or GoneError."""
    load = (Licence.company, Licence.district, Licence.source_bureau, Licence.import_batch)
    statement = select(Licence).where(Licence.id == licence_id)
    whole = statement.options(*(joinedload(each) for each in load))
    return require_public(db.session.scalars(whole).one_or_none())


def newest_licences(*, limit: int) -> list[Licence]:
    """The newest licences."""
    newest = LICENCES.rows(LicenceFilters(), LicenceOrder.DECIDED).limit(limit)
    return list(db.session.scalars(newest))


def licences_of_company(company_id: int, *, page: int = 1) -> Page[Licence]:
    """One page of a company's licences with their sources, newest first; it may have many."""
    statement = _of_company(company_id)
    sources = (joinedload(Licence.source_bureau), joinedload(Licence.import_batch))
    return paginate(statement.options(*sources), page=page)


def records_of_company(company_id: int) -> list[Licence]:
    """All licences of a company that are shown today, newest first."""
    return list(db.session.scalars(_of_company(company_id).options(SHOWN[0])))


def has_source_key(key: str, *, besides: int | None) -> bool:
    """Whether another licence than ``besides`` is known by ``key``."""
    known = select(Licence.id).where(Licence.source_key == key)
    return db.session.scalar(known) not in (None, besides)


def _of_company(company_id: int) -> Select[Licence]:
    statement = select(Licence).where(Licence.company_id == company_id, published(Licence))
    return statement.order_by(*ORDERS[LicenceOrder.DECIDED])


def _document(licence: Any) -> SearchDocument:
    until = f"有效期至 {licence.valid_until}" if licence.valid_until else "长期有效"
    name = name_of(licence.certificate_name, licence.document_name)
    numbers = numbers_of(licence.licence_number, licence.decision_number)
    return SearchDocument(
        kind=SearchKind.LICENCE,
        key=licence.id,
        ref=str(licence.id),
        title=f"{licence.party_name}{name}",
        names=(licence.party_name,),
        codes=present(licence.uscc, licence.registration_number),
        numbers=numbers,
        texts=(("许可内容", licence.content), ("许可机关", licence.deciding_body)),
        district=licence.district_code,
        bureau_id=licence.deciding_bureau_id,
        bureau_name=licence.bureau_name or licence.deciding_body,
        category=f"{licence.kind.label}许可" if licence.kind else None,
        status=licence.status.label,
        year=licence.decided_on.year,
        on=licence.decided_on,
        rank=3,
        visible_from=licence.published_on,
        visible_until=licence.publish_until,
        facts=present(caution_of(licence.objected_on), *numbers[:1], licence.deciding_body, until),
    )


search_documents = approved_source(Licence, lambda: DOCUMENT, _document)
"""Licences as the search index knows them."""
