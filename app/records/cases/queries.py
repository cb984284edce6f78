"""Disclosed penalties, as the public may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import clock
from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page
from app.kernel.db.session import db
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.people.models import Bureau
from app.people.queries import bureau_options, district_options
from app.publishing.desk.queries import Source
from app.publishing.life.listing import Listing, equals, holds, within_year
from app.publishing.life.queries import approved_source, published, require_public, years_of
from app.publishing.life.rules import PublicationStatus, caution_of
from app.records.cases.models import CaseDisclosure
from app.records.cases.rules import CaseField, CaseFilters, CaseOrder, Severity
from app.records.companies.criteria import is_code
from app.records.companies.models import Company

AMOUNT = CaseDisclosure.fine_cents + CaseDisclosure.confiscated_cents
ORDERS: dict[CaseOrder, tuple[ColumnElement[Any], ...]] = {
    CaseOrder.DECIDED: (CaseDisclosure.decided_on.desc(), CaseDisclosure.id.desc()),
    CaseOrder.UNTIL: (CaseDisclosure.publish_until.asc().nulls_last(), CaseDisclosure.id.desc()),
    CaseOrder.AMOUNT: (AMOUNT.desc(), CaseDisclosure.id.desc()),
}


class CaseLine(NamedTuple):
    """What a line of the list shows of a case."""

    id: int
    title: str
    party_name: str
    company_ref: str | None
    violation: str
    field: CaseField
    severity: Severity
    deciding_body: str | None
    decision_number: str | None
    cents: int
    decided_on: date
    publish_until: date | None
    objected_on: date | None

    @property
    def caution(self) -> str:
        """That the case's party objects to it."""
        return caution_of(self.objected_on)


CASES = Listing[CaseLine](
    name="cases",
    model=CaseDisclosure,
    orders=ORDERS,
    criteria={
        "district": equals(CaseDisclosure.district_code),
        "bureau_id": equals(CaseDisclosure.deciding_bureau_id),
        "field": equals(CaseDisclosure.field),
        "severity": equals(CaseDisclosure.severity),
        "year": within_year(CaseDisclosure.decided_on),
        "q": is_code(CaseDisclosure.uscc)
        | holds(CaseDisclosure.party_name, CaseDisclosure.title, CaseDisclosure.decision_number),
    },
    lines=select(
        CaseDisclosure.id,
        CaseDisclosure.title,
        CaseDisclosure.party_name,
        Company.ref,
        CaseDisclosure.violation,
        CaseDisclosure.field,
        CaseDisclosure.severity,
        CaseDisclosure.deciding_body,
        CaseDisclosure.decision_number,
        AMOUNT,
        CaseDisclosure.decided_on,
        CaseDisclosure.publish_until,
        CaseDisclosure.objected_on,
    ).outerjoin(CaseDisclosure.company),
    line=CaseLine,
)
DOCUMENT = select(
    CaseDisclosure.id,
    CaseDisclosure.title,
    CaseDisclosure.party_name,
    CaseDisclosure.uscc,
    CaseDisclosure.registration_number,
    CaseDisclosure.decision_number,
    CaseDisclosure.violation,
    CaseDisclosure.facts,
    CaseDisclosure.basis,
    CaseDisclosure.content,
    CaseDisclosure.deciding_body,
    CaseDisclosure.objected_on,
    CaseDisclosure.deciding_bureau_id,
    CaseDisclosure.district_code,
    CaseDisclosure.field,
    CaseDisclosure.severity,
    AMOUNT.label("cents"),
    CaseDisclosure.decided_on,
    CaseDisclosure.status,
    CaseDisclosure.published_on,
    CaseDisclosure.publish_until,
    Bureau.name.label("bureau_name"),
).outerjoin(CaseDisclosure.deciding_bureau)
"""What search reads of a case."""

Options = dict[str, list[tuple[str, str]]]

DESK = Source(
    model=CaseDisclosure,
    owners=(CaseDisclosure.source_bureau_id, CaseDisclosure.deciding_bureau_id),
    texts=(CaseDisclosure.title, CaseDisclosure.party_name, CaseDisclosure.decision_number),
    load=(joinedload(CaseDisclosure.company), joinedload(CaseDisclosure.district)),
)


@dataclass(frozen=True)
class CaseTotals:
    """How many cases are shown today, and how many of them are new this month."""

    shown: int
    new_this_month: int


def filter_options(*, bureau: int | None = None) -> Options:
    """What the filters of the list offer: districts, deciding bodies, years."""
    return {
        "district": district_options(),
        "bureau": bureau_options(CaseDisclosure.deciding_bureau_id, chosen=bureau),
        "year": remembered(
            "cases.years",
            lambda: years_of(
                CaseDisclosure.decided_on, CaseDisclosure.status == PublicationStatus.PUBLISHED
            ),
        ),
    }


def cases(
    filters: CaseFilters, *, order: CaseOrder = CaseOrder.DECIDED, page: int = 1
) -> Page[CaseLine]:
    """One page of cases with what the list shows of them and of their companies."""
    return CASES.page(filters, order, page)


def all_cases(
    filters: CaseFilters, *, order: CaseOrder = CaseOrder.DECIDED
) -> Iterator[CaseDisclosure]:
    """All cases that ``filters`` leaves, for a download."""
    load = (joinedload(CaseDisclosure.company), joinedload(CaseDisclosure.district))
    statement = CASES.rows(filters, order).options(*load)
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def case(case_id: int) -> CaseDisclosure:
    """The case with all that its page shows; raises NotFoundError or GoneError."""
    statement = (
        select(CaseDisclosure)
        .where(CaseDisclosure.id == case_id)
        .options(
            joinedload(CaseDisclosure.company),
            joinedload(CaseDisclosure.district),
            joinedload(CaseDisclosure.source_bureau),
            joinedload(CaseDisclosure.import_batch),
            selectinload(CaseDisclosure.milestones),
        )
    )
    return require_public(db.session.scalars(statement).one_or_none())


def newest_cases(*, limit: int) -> list[CaseDisclosure]:
    """The newest cases, with their companies."""
    newest = CASES.rows(CaseFilters(), CaseOrder.DECIDED).limit(limit)
    return list(db.session.scalars(newest.options(joinedload(CaseDisclosure.company))))


def totals() -> CaseTotals:
    """How many cases are shown today, and how many of them since the first of the month."""
    first = clock.today().replace(day=1)
    new = func.count().filter(CaseDisclosure.published_on >= first)
    row = db.session.execute(select(func.count(), new).where(published(CaseDisclosure))).one()
    return CaseTotals(shown=row[0], new_this_month=row[1])


def records_of_company(company_id: int) -> list[CaseDisclosure]:
    """All cases of a company that are shown today, newest first."""
    statement = (
        select(CaseDisclosure)
        .where(CaseDisclosure.company_id == company_id, published(CaseDisclosure))
        .order_by(*ORDERS[CaseOrder.DECIDED])
    )
    return list(db.session.scalars(statement))


def _texts(case: Any) -> tuple[tuple[str, str], ...]:
    return (
        ("违法行为", case.violation),
        ("违法事实", case.facts),
        ("处罚依据", case.basis),
        ("处罚内容", case.content),
        ("处罚机关", case.deciding_body),
    )


def _document(case: Any) -> SearchDocument:
    until = f"公示至 {case.publish_until}" if case.publish_until else ""
    return SearchDocument(
        kind=SearchKind.CASE,
        key=case.id,
        ref=str(case.id),
        title=case.title,
        names=(case.party_name,),
        codes=tuple(code for code in (case.uscc, case.registration_number) if code),
        numbers=(case.decision_number,) if case.decision_number else (),
        texts=_texts(case),
        district=case.district_code,
        bureau_id=case.deciding_bureau_id,
        bureau_name=case.bureau_name or case.deciding_body,
        category=case.field.label,
        status=case.status.label,
        year=case.decided_on.year,
        on=case.decided_on,
        amount_cents=case.cents or None,
        rank=1 if case.severity is Severity.SERIOUS else 2,
        visible_from=case.published_on,
        visible_until=case.publish_until,
        facts=present(
            caution_of(case.objected_on), case.decision_number, case.deciding_body, until
        ),
    )


search_documents = approved_source(CaseDisclosure, lambda: DOCUMENT, _document)
"""Cases as the search index knows them."""
