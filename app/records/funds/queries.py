"""Payments, as the public may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page
from app.kernel.db.session import db
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.people.queries import bureau_options
from app.publishing.desk.queries import Source
from app.publishing.life.listing import Listing, equals, holds
from app.publishing.life.queries import approved_source, published, require_public
from app.records.companies.criteria import is_code
from app.records.companies.models import Company
from app.records.funds.models import FundPayment, title_of
from app.records.funds.rules import PaymentFilters, PaymentOrder

ORDERS: dict[PaymentOrder, tuple[ColumnElement[Any], ...]] = {
    PaymentOrder.DECIDED: (FundPayment.decided_on.desc(), FundPayment.id.desc()),
    PaymentOrder.AMOUNT: (FundPayment.amount_cents.desc(), FundPayment.id.desc()),
}
DOCUMENT = select(
    FundPayment.id,
    FundPayment.year,
    FundPayment.recipient_name,
    FundPayment.uscc,
    FundPayment.honour,
    FundPayment.basis,
    FundPayment.amount_cents,
    FundPayment.paying_bureau_id,
    FundPayment.paying_body,
    FundPayment.document,
    FundPayment.decided_on,
    FundPayment.status,
    FundPayment.published_on,
    FundPayment.publish_until,
)
"""What search reads of a payment."""
PAYMENTS = Listing[FundPayment](
    name="funds",
    model=FundPayment,
    orders=ORDERS,
    criteria={
        "year": equals(FundPayment.year),
        "bureau_id": equals(FundPayment.paying_bureau_id),
        "q": holds(
            *(FundPayment.recipient_name, FundPayment.honour),
            *(FundPayment.document, FundPayment.basis),
        )
        | is_code(FundPayment.uscc),
    },
    lines=select(FundPayment).options(
        joinedload(FundPayment.company).load_only(Company.uscc, Company.registration_number)
    ),
)
DESK = Source(
    model=FundPayment,
    owners=(FundPayment.source_bureau_id, FundPayment.paying_bureau_id),
    texts=(FundPayment.recipient_name, FundPayment.honour, FundPayment.document),
    load=(joinedload(FundPayment.company),),
)


@dataclass(frozen=True)
class YearTotal:
    """What was paid for a year: how many payments, to how many recipients, how much in 分."""

    year: int
    payments: int
    recipients: int
    cents: int


def totals() -> list[YearTotal]:
    """The totals of all years, the newest first."""
    return remembered("funds.totals", _totals)


def filter_options(*, bureau: int | None = None) -> dict[str, list[tuple[str, str]]]:
    """What the filters of the list offer: years, bodies."""
    return {
        "year": [(str(one.year), f"{one.year} 年") for one in totals()],
        "bureau": bureau_options(FundPayment.paying_bureau_id, chosen=bureau),
    }


def payments(
    filters: PaymentFilters, *, order: PaymentOrder = PaymentOrder.DECIDED, page: int = 1
) -> Page[FundPayment]:
    """One page of payments with the companies that were paid."""
    return PAYMENTS.page(filters, order, page)


def all_payments(
    filters: PaymentFilters, *, order: PaymentOrder = PaymentOrder.DECIDED
) -> Iterator[FundPayment]:
    """All payments that ``filters`` leave, for a download."""
    statement = PAYMENTS.rows(filters, order)
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def payment(payment_id: int) -> FundPayment:
    """The payment with all that its page shows; raises NotFoundError or GoneError."""
    load = (FundPayment.company, FundPayment.source_bureau, FundPayment.import_batch)
    statement = select(FundPayment).where(FundPayment.id == payment_id)
    whole = statement.options(*(joinedload(each) for each in load))
    return require_public(db.session.scalars(whole).one_or_none())


def records_of_company(company_id: int) -> list[FundPayment]:
    """All payments to a company that are shown today, newest first."""
    statement = select(FundPayment).where(
        FundPayment.company_id == company_id, published(FundPayment)
    )
    return list(db.session.scalars(statement.order_by(*ORDERS[PaymentOrder.DECIDED])))


def has_source_key(key: str, *, besides: int | None) -> bool:
    """Whether another payment than ``besides`` is known by ``key``."""
    known = select(FundPayment.id).where(FundPayment.source_key == key)
    return db.session.scalar(known) not in (None, besides)


def _totals() -> list[YearTotal]:
    who = func.coalesce(FundPayment.uscc, FundPayment.recipient_name)
    sums = (func.count(), func.count(who.distinct()), func.sum(FundPayment.amount_cents))
    statement = (
        select(FundPayment.year, *sums)
        .where(published(FundPayment))
        .group_by(FundPayment.year)
        .order_by(FundPayment.year.desc())
    )
    return [YearTotal(row[0], row[1], row[2], int(row[3])) for row in db.session.execute(statement)]


def _document(found: Any) -> SearchDocument:
    return SearchDocument(
        kind=SearchKind.FUND,
        key=found.id,
        ref=str(found.id),
        title=title_of(found.recipient_name, found.honour, found.amount_cents),
        names=(found.recipient_name,),
        codes=present(found.uscc),
        numbers=(found.document,),
        texts=(("奖励事由", found.honour), ("政策依据", found.basis)),
        bureau_id=found.paying_bureau_id,
        bureau_name=found.paying_body,
        year=found.year,
        on=found.decided_on,
        amount_cents=found.amount_cents,
        visible_from=found.published_on,
        visible_until=found.publish_until,
        facts=present(f"{found.year} 年", found.paying_body, found.document),
    )


search_documents = approved_source(FundPayment, lambda: DOCUMENT, _document)
"""Payments as the search index knows them."""
