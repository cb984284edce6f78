"""Every SELECT that all kinds of records share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel import clock
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import AnySelect, db
from app.kernel.errors import GoneError
from app.publishing.fields.declaring import Field
from app.publishing.fields.types import Year
from app.publishing.kind.kind import RecordKind
from app.publishing.life.listing import Listing
from app.publishing.life.models import Publication
from app.publishing.life.queries import published, require_public, years_of
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


def years(kind: RecordKind[Any], field: Field, fixed: Mapping[str, Any]) -> list[tuple[str, str]]:
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
