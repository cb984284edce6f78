"""Inspections, as the public may see them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, load_only

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.people.models import Bureau
from app.people.queries import bureau_options, district_options
from app.publishing.desk.queries import Source
from app.publishing.life.listing import Listing, equals, holds, is_empty, within_year
from app.publishing.life.queries import approved_source, published, require_public, years_of
from app.publishing.life.rules import PublicationStatus, caution_of
from app.records.companies.criteria import is_code
from app.records.companies.models import Company
from app.records.inspections.models import Inspection
from app.records.inspections.rules import (
    ELSEWHERE,
    CheckResult,
    InspectionFilters,
    InspectionOrder,
    name_of,
)

ORDERS: dict[InspectionOrder, tuple[ColumnElement[Any], ...]] = {
    InspectionOrder.ANNOUNCED: (Inspection.announced_on.desc(), Inspection.id.desc()),
    InspectionOrder.SAMPLED: (Inspection.sampled_on.desc(), Inspection.id.desc()),
}
SHOWN = (
    load_only(
        *(Inspection.kind, Inspection.level, Inspection.product_group, Inspection.product),
        *(Inspection.specification, Inspection.batch_number, Inspection.maker_name),
        *(Inspection.seller_name, Inspection.result, Inspection.failing_items),
        *(Inspection.measured, Inspection.limits, Inspection.sampled_on),
        *(Inspection.announced_on, Inspection.inspecting_body, Inspection.objected_on),
        raiseload=True,
    ),
    joinedload(Inspection.company).load_only(Company.uscc, Company.registration_number),
)
"""What a line of the list needs."""
DOCUMENT = select(
    Inspection.id,
    Inspection.kind,
    Inspection.product_group,
    Inspection.product,
    Inspection.batch_number,
    Inspection.maker_name,
    Inspection.uscc,
    Inspection.seller_name,
    Inspection.district_code,
    Inspection.result,
    Inspection.failing_items,
    Inspection.laboratory,
    Inspection.announced_on,
    Inspection.announcement,
    Inspection.inspecting_bureau_id,
    Inspection.inspecting_body,
    Inspection.objected_on,
    Inspection.status,
    Inspection.published_on,
    Inspection.publish_until,
    Bureau.name.label("bureau_name"),
).outerjoin(Inspection.inspecting_bureau)
"""What search reads of an inspection."""
INSPECTIONS = Listing[Inspection](
    name="inspections",
    model=Inspection,
    orders=ORDERS,
    criteria={
        "kind": equals(Inspection.kind),
        "level": equals(Inspection.level),
        "product_group": equals(Inspection.product_group),
        "result": equals(Inspection.result),
        "is_local": equals(Inspection.is_local),
        "inside": equals(Inspection.district_code),
        "is_elsewhere": is_empty(Inspection.district_code),
        "bureau_id": equals(Inspection.inspecting_bureau_id),
        "year": within_year(Inspection.announced_on),
        "q": holds(
            *(Inspection.maker_name, Inspection.product, Inspection.batch_number),
            *(Inspection.seller_name, Inspection.failing_items),
        )
        | is_code(Inspection.uscc),
    },
    lines=select(Inspection).options(*SHOWN),
)

DESK = Source(
    model=Inspection,
    owners=(Inspection.source_bureau_id, Inspection.inspecting_bureau_id),
    texts=(Inspection.maker_name, Inspection.product, Inspection.batch_number),
    load=(joinedload(Inspection.company), joinedload(Inspection.district)),
)


@dataclass(frozen=True)
class Counts:
    """How many batches a choice of filters leaves, and how many of them passed."""

    passed: int
    total: int

    @property
    def failed(self) -> int:
        """How many did not."""
        return self.total - self.passed


def filter_options(*, bureau: int | None = None) -> dict[str, list[tuple[str, str]]]:
    """What the filters of the list offer: districts, bodies, years."""
    approved_ones = Inspection.status == PublicationStatus.PUBLISHED
    return {
        "district": [*district_options(), ELSEWHERE],
        "bureau": bureau_options(Inspection.inspecting_bureau_id, chosen=bureau),
        "year": remembered(
            "inspections.years", lambda: years_of(Inspection.announced_on, approved_ones)
        ),
    }


def inspections(
    filters: InspectionFilters,
    *,
    order: InspectionOrder = InspectionOrder.ANNOUNCED,
    page: int = 1,
) -> Page[Inspection]:
    """One page of inspections with what the list shows of them and of their makers."""
    return INSPECTIONS.page(filters, order, page)


def counts(filters: InspectionFilters) -> Counts:
    """How the batches that ``filters`` leave came out, whichever result is asked for."""
    both = replace(filters, result=None)
    if both.q:
        return _counts(both)
    return remembered(("inspections.counts", both), lambda: _counts(both))


def all_inspections(
    filters: InspectionFilters, *, order: InspectionOrder = InspectionOrder.ANNOUNCED
) -> Iterator[Inspection]:
    """All inspections that ``filters`` leave, for a download."""
    statement = INSPECTIONS.rows(filters, order).options(joinedload(Inspection.district))
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def inspection(inspection_id: int) -> Inspection:
    """The inspection with all that its page shows; raises NotFoundError or GoneError."""
    load = (
        *(Inspection.company, Inspection.district),
        *(Inspection.source_bureau, Inspection.import_batch),
    )
    statement = select(Inspection).where(Inspection.id == inspection_id)
    whole = statement.options(*(joinedload(each) for each in load))
    return require_public(db.session.scalars(whole).one_or_none())


def newest_inspections(*, limit: int) -> list[Inspection]:
    """The inspections that were announced last."""
    listed = INSPECTIONS.rows(InspectionFilters(), InspectionOrder.ANNOUNCED)
    return list(db.session.scalars(listed.limit(limit)))


def inspections_of_company(company_id: int) -> Page[Inspection]:
    """The newest inspections of what a company makes with their sources, and how many there are."""
    sources = (joinedload(Inspection.source_bureau), joinedload(Inspection.import_batch))
    return paginate(_of_company(company_id).options(*sources), page=1)


def records_of_company(company_id: int) -> list[Inspection]:
    """The failed inspections of a company that are shown today, newest first."""
    failed = Inspection.result == CheckResult.FAIL
    return list(db.session.scalars(_of_company(company_id).where(failed).options(SHOWN[0])))


def has_source_key(key: str, *, besides: int | None) -> bool:
    """Whether another inspection than ``besides`` is known by ``key``."""
    known = select(Inspection.id).where(Inspection.source_key == key)
    return db.session.scalar(known) not in (None, besides)


def _document(found: Any) -> SearchDocument:
    body = found.bureau_name or found.inspecting_body
    name = name_of(found.product, found.batch_number)
    return SearchDocument(
        kind=SearchKind.INSPECTION,
        key=found.id,
        ref=str(found.id),
        title=f"{name}{found.kind.label}{found.result.label}",
        names=(found.maker_name,),
        codes=present(found.uscc),
        numbers=present(found.batch_number),
        texts=_texts(found),
        district=found.district_code,
        bureau_id=found.inspecting_bureau_id,
        bureau_name=body,
        category=f"{found.product_group.label}{found.kind.label}",
        status=found.result.label,
        year=found.announced_on.year,
        on=found.announced_on,
        rank=2 if found.result is CheckResult.FAIL else 4,
        visible_from=found.published_on,
        visible_until=found.publish_until,
        facts=present(caution_of(found.objected_on), found.maker_name, found.failing_items, body),
    )


def _texts(found: Any) -> tuple[tuple[str, str], ...]:
    texts = (
        ("被抽样单位", found.seller_name),
        ("不合格项目", found.failing_items),
        ("检验机构", found.laboratory),
        ("通报", found.announcement),
    )
    return tuple((label, text) for label, text in texts if text)


def _counts(filters: InspectionFilters) -> Counts:
    statement = INSPECTIONS.narrowed(select(Inspection.result, func.count()), filters)
    rows = db.session.execute(statement.group_by(Inspection.result))
    found: dict[CheckResult, int] = {row[0]: row[1] for row in rows}
    return Counts(found.get(CheckResult.PASS, 0), sum(found.values()))


def _of_company(company_id: int) -> Select[Inspection]:
    statement = select(Inspection).where(Inspection.company_id == company_id, published(Inspection))
    return statement.order_by(*ORDERS[InspectionOrder.ANNOUNCED])


search_documents = approved_source(Inspection, lambda: DOCUMENT, _document)
"""Inspections as the search index knows them."""
