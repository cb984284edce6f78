"""What the search index knows of a kind: what its declared fields are to somebody who searches."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Select, select

from app.kernel import clock
from app.kernel.search.documents import SearchDocument, present
from app.kernel.search.rows import RowSource
from app.people.models import Bureau
from app.publishing.fields.declaring import Field
from app.publishing.fields.types import Amount, Body, District, SearchRole, Year
from app.publishing.kind.kind import RecordKind
from app.publishing.life.queries import approved_source

READ = (Amount, Body, District, Year)
ALWAYS = ("id", "status", "published_on", "publish_until")
SUSPENDED = "suspended_from"
ONE_DAY = timedelta(days=1)


def document_source(kind: RecordKind[Any]) -> RowSource:
    """The records of the kind as the index is told of them."""
    columns = lru_cache(maxsize=2)(partial(_columns, kind))
    return approved_source(kind.model, lambda: columns(clock.today()), partial(document_of, kind))


def document_of(kind: RecordKind[Any], row: Any) -> SearchDocument:
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
        district=_of_type(kind, row, District),
        bureau_id=getattr(row, "bureau_id", None),
        bureau_name=getattr(row, "bureau_name", None) or _of_type(kind, row, Body),
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


def _columns(kind: RecordKind[Any], today: date) -> Select[Any]:
    """What is read of a record: the columns that are searched, and those that name it."""
    model: Any = kind.model
    told = (field.name for field in kind.fields if field.search or isinstance(field.type, READ))
    objection = ("objected_on",) if kind.is_contestable else ()
    names = dict.fromkeys((*ALWAYS, *objection, *told, kind.dated_by, *kind.read_for_search))
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


def _with_role(kind: RecordKind[Any], role: SearchRole) -> Iterable[Field]:
    return (field for field in kind.fields if field.search is role)


def _found_as(kind: RecordKind[Any], row: Any, role: SearchRole) -> tuple[str, ...]:
    return present(*(getattr(row, field.name) for field in _with_role(kind, role)))


def _of_type(kind: RecordKind[Any], row: Any, type_: type[Any]) -> Any:
    names = (field.name for field in kind.fields if isinstance(field.type, type_))
    return next((getattr(row, name) for name in names), None)


def _amount(kind: RecordKind[Any], row: Any) -> int | None:
    amounts = [field.name for field in kind.fields if isinstance(field.type, Amount)]
    return sum(getattr(row, name) or 0 for name in amounts) or None
