"""Records as staff see them: those of their own body; the coordination office sees all."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import Staff
from app.core.db import db
from app.core.errors import NotFoundError
from app.core.paging import Page, paginate
from app.publishing.rules import PublicationStatus

R = TypeVar("R")


@dataclass(frozen=True)
class Source(Generic[R]):
    """A kind of record: whose it is, by which texts it is found, what is loaded with it."""

    model: type[R]
    owners: tuple[InstrumentedAttribute[Any], ...]
    texts: tuple[InstrumentedAttribute[Any], ...]
    load: tuple[ORMOption, ...] = ()


def records(
    source: Source[R],
    staff: Staff,
    *,
    status: PublicationStatus | None = None,
    text: str = "",
    page: int = 1,
) -> Page[R]:
    """A page of the records that the person may see, those changed last first."""
    model: Any = source.model
    statement = _visible(source, staff).order_by(model.updated_at.desc(), model.id.desc())
    if status:
        statement = statement.where(model.status == status)
    if text:
        found = [column.contains(text, autoescape=True) for column in source.texts]
        statement = statement.where(or_(*found))
    return paginate(statement, page=page)


def record(source: Source[R], staff: Staff, key: int) -> R:
    """The record; NotFoundError when there is none or it belongs to another body."""
    model: Any = source.model
    found = db.session.scalars(_visible(source, staff).where(model.id == key)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def may_see(source: Source[R], staff: Staff, record: R) -> bool:
    """Whether the record is one that the person may see."""
    owners = {getattr(record, owner.key) for owner in source.owners}
    return staff.bureau.is_coordination_office or staff.bureau_id in owners


def _visible(source: Source[R], staff: Staff) -> Select[R]:
    statement: Select[R] = select(source.model).options(*source.load)
    return statement.where(_owned(source, staff))


def _owned(source: Source[Any], staff: Staff) -> ColumnElement[bool]:
    if staff.bureau.is_coordination_office:
        return true()
    return or_(*(owner == staff.bureau_id for owner in source.owners))
