"""Every SELECT that all kinds of records share, and what the search index is told of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel import clock
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import AnySelect, db
from app.kernel.errors import GoneError
from app.kernel.search.documents import SearchDocument, present
from app.kernel.search.rows import RowSource
from app.people.models import Bureau
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.types import Amount, BodyName, DistrictChoice, SearchRole, Year
from app.publishing.kind.kind import PublicKind, RecordKind
from app.publishing.life.listing import Listing
from app.publishing.life.models import Publication
from app.publishing.life.queries import approved_source, published, require_public, years_of
from app.publishing.life.rules import PublicationStatus

R = TypeVar("R", bound=Publication)
K = TypeVar("K", bound=RecordKind[Any])


def shown(kind: RecordKind[R], key: int) -> R:
    """The record with all that its page shows; raises NotFoundError or GoneError."""
    model: Any = kind.model
    whole = select(model, model.unsuspended(clock.today())).where(model.id == key)
    found = db.session.execute(whole.options(*kind.page_load, *sources_of(kind))).one_or_none()
    record, is_unsuspended = found or (None, True)
    shown_today: R = require_public(record)
    if not is_unsuspended:
        raise GoneError
    return shown_today


def all_rows(kind: RecordKind[R], listing: Listing[Any], filters: Any, order: str) -> Iterator[R]:
    """All published records that ``filters`` leaves, for a download."""
    statement = listing.rows(filters, order).options(*kind.page_load)
    yield from db.session.scalars(statement.execution_options(yield_per=1000))


def newest(kind: RecordKind[R], listing: Listing[Any], filters: Any, *, limit: int) -> list[R]:
    """The first records of the list in its usual order."""
    first = listing.rows(filters, next(iter(kind.orders))).limit(limit)
    return list(db.session.scalars(first.options(*kind.load)))


def of_company(
    kind: RecordKind[R],
    company_id: int,
    *only: ColumnElement[bool],
    load: Iterable[ORMOption] = (),
) -> list[R]:
    """Records of a company that are shown today, in the usual order of the list."""
    whole = _of_company(kind, company_id).where(*only).options(*load)
    return list(db.session.scalars(whole))


def page_of_company(kind: RecordKind[R], company_id: int, *, page: int = 1) -> Page[R]:
    """A page of the same with their sources."""
    return paginate(_of_company(kind, company_id).options(*sources_of(kind)), page=page)


def kinds_with_records(kinds: Sequence[K], company_id: int) -> list[K]:
    """Those of the kinds of which a record of the company is shown today, in one statement."""
    there = [
        exists().where(kind.model.company_id == company_id, published(kind.model)) for kind in kinds
    ]
    found = db.session.execute(select(*there)).one() if there else ()
    return [kind for kind, is_there in zip(kinds, found, strict=True) if is_there]


def sources_of(kind: RecordKind[Any]) -> tuple[ORMOption, ...]:
    """Load with records where they come from."""
    return joinedload(kind.model.source_bureau), joinedload(kind.model.import_batch)


def is_known(kind: RecordKind[Any], source_key: str, *, besides: int | None) -> bool:
    """Whether another record of the kind than ``besides`` has this key."""
    model: Any = kind.model
    same = (model.source_key == source_key, model.id != besides)
    return bool(db.session.scalar(select(exists().where(*same))))


def years(
    kind: RecordKind[Any], field: RecordField, fixed: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Value and words of the years in which there are published records, newest first.

    Those alone are looked at whose columns hold what is ``fixed``.
    """
    column = getattr(kind.model, field.name)
    listed = [getattr(kind.model, name) == value for name, value in fixed.items()]
    where = (*listed, kind.model.status == PublicationStatus.PUBLISHED)
    if not isinstance(field.type, Year):
        return years_of(column, *where)
    found = db.session.scalars(select(column).where(*where).distinct())
    return [(str(year), f"{year} 年") for year in sorted(found, reverse=True)]


def _of_company(kind: RecordKind[Any], company_id: int) -> AnySelect:
    model: Any = kind.model
    statement = select(model).where(model.company_id == company_id, published(model))
    return statement.order_by(*next(iter(kind.orders.values())))


READ = (Amount, BodyName, DistrictChoice, Year)
ALWAYS = ("id", "status", "published_on", "publish_until")
SUSPENDED = "suspended_from"
ONE_DAY = timedelta(days=1)


def document_source(kind: PublicKind[Any]) -> RowSource:
    """The records of the kind as the index is told of them."""
    columns = lru_cache(maxsize=2)(partial(_columns, kind))
    return approved_source(kind.model, lambda: columns(clock.today()), partial(document_of, kind))


def document_of(kind: PublicKind[Any], row: Any) -> SearchDocument:
    """One record as the index knows it, from a row of its columns."""
    dated = getattr(row, kind.dated_by)
    year = getattr(row, "year", None) or dated.year
    document = SearchDocument(
        kind=kind.search_kind_of(row),
        key=row.id,
        ref=str(row.id),
        title=kind.title_of(row),
        names=_found_as(kind, row, SearchRole.NAME),
        codes=_found_as(kind, row, SearchRole.CODE),
        numbers=_found_as(kind, row, SearchRole.NUMBER),
        texts=tuple(
            (field.label, words)
            for field in _with_role(kind, SearchRole.TEXT)
            if (words := getattr(row, field.name))
        ),
        district=_of_type(kind, row, DistrictChoice),
        bureau_id=getattr(row, "bureau_id", None),
        bureau_name=getattr(row, "bureau_name", None) or _of_type(kind, row, BodyName),
        category=kind.category_of(row),
        status=kind.status_of(row),
        year=year,
        on=dated,
        amount_cents=_amount(kind, row),
        rank=kind.rank_of(row),
        visible_from=row.published_on,
        visible_until=_last_day(row),
        facts=present(*kind.facts_of(row)),
    )
    return kind.completed(document, row)


def _last_day(row: Any) -> date | None:
    """The last day of its period, or before it is suspended."""
    suspended_from = getattr(row, SUSPENDED, None)
    ends = [row.publish_until, suspended_from and suspended_from - ONE_DAY]
    return min(filter(None, ends), default=None)


def _columns(kind: PublicKind[Any], today: date) -> Select[Any]:
    """What is read of a record: the columns that are searched, and those that name it."""
    model: Any = kind.model
    read = (field.name for field in kind.fields if field.search or isinstance(field.type, READ))
    objection = ("objected_on",) if kind.is_contestable else ()
    names = dict.fromkeys((*ALWAYS, *objection, *read, kind.dated_by, *kind.read_for_search))
    statement = kind.searched(select(*(getattr(model, name) for name in names)))
    suspended_from = kind.suspended_from(today)
    if suspended_from is not None:
        statement = statement.add_columns(suspended_from.label(SUSPENDED))
    if kind.body is None:
        return statement
    bureau: Any = kind.body.type
    key = getattr(model, bureau.bureau)
    named = statement.add_columns(key.label("bureau_id"), Bureau.name.label("bureau_name"))
    return named.outerjoin(Bureau, Bureau.id == key)


def _with_role(kind: PublicKind[Any], role: SearchRole) -> Iterable[RecordField]:
    return (field for field in kind.fields if field.search is role)


def _found_as(kind: PublicKind[Any], row: Any, role: SearchRole) -> tuple[str, ...]:
    return present(*(getattr(row, field.name) for field in _with_role(kind, role)))


def _of_type(kind: PublicKind[Any], row: Any, type_: type[Any]) -> Any:
    names = (field.name for field in kind.fields if isinstance(field.type, type_))
    return next((getattr(row, name) for name in names), None)


def _amount(kind: PublicKind[Any], row: Any) -> int | None:
    amounts = [field.name for field in kind.fields if isinstance(field.type, Amount)]
    return sum(getattr(row, name) or 0 for name in amounts) or None
