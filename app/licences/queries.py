"""Administrative licences, as the public may see them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Bureau
from app.accounts.queries import bureau_options, district_options
from app.companies.criteria import is_code
from app.companies.models import Company
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.remembered import remembered
from app.editing.queries import Source
from app.licences.models import AdministrativeLicence as Licence
from app.licences.rules import LicenceFilters, LicenceOrder
from app.publishing.listing import Listing, equals, holds, within_year
from app.publishing.queries import approved, published, reveal, years_of
from app.publishing.rules import PublicationStatus
from app.search.documents import SearchDocument, SearchKind, present

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
DOCUMENT = joinedload(Licence.deciding_bureau).load_only(Bureau.name)
"""What search reads of a licence besides its own columns."""

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
    return reveal(db.session.scalars(whole).one_or_none())


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


def search_documents(keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
    """Licences that are or will be public, for the search index: all, or those in ``keys``."""
    for found, since in approved(Licence, keys, DOCUMENT):
        until = f"有效期至 {found.valid_until}" if found.valid_until else "长期有效"
        yield SearchDocument(
            kind=SearchKind.LICENCE,
            key=found.id,
            ref=str(found.id),
            title=found.title,
            names=(found.party_name,),
            codes=tuple(code for code in (found.uscc, found.registration_number) if code),
            numbers=found.numbers,
            texts=(("许可内容", found.content), ("许可机关", found.deciding_body)),
            district=found.district_code,
            bureau_id=found.deciding_bureau_id,
            bureau_name=(
                found.deciding_bureau.name if found.deciding_bureau else found.deciding_body
            ),
            category=f"{found.kind.label}许可" if found.kind else None,
            status=found.status.label,
            year=found.decided_on.year,
            on=found.decided_on,
            rank=3,
            visible_from=since,
            visible_until=found.publish_until,
            facts=present(found.caution, *found.numbers[:1], found.deciding_body, until),
        )


def _of_company(company_id: int) -> Select[Licence]:
    statement = select(Licence).where(Licence.company_id == company_id, published(Licence))
    return statement.order_by(*ORDERS[LicenceOrder.DECIDED])
