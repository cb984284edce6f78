"""Records as staff see them: those of their own body; the coordination office sees all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption

from app.kernel import clock
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.people.models import Staff
from app.publishing.life.models import RecordVersion, Withdrawal
from app.publishing.life.queries import stands
from app.publishing.life.rules import Life, VersionState, WithdrawalState

R = TypeVar("R")


@dataclass(frozen=True)
class DeskSource(Generic[R]):
    """A kind of record: whose it is, by which texts it is found, what is loaded with it."""

    model: type[R]
    owners: tuple[InstrumentedAttribute[Any], ...]
    texts: tuple[InstrumentedAttribute[Any], ...]
    load: tuple[ORMOption, ...] = ()


def records(
    source: DeskSource[R],
    staff: Staff,
    *,
    life: Life | None = None,
    text: str = "",
    page: int = 1,
) -> Page[R]:
    """A page of the records that the person may see, those changed last first."""
    model: Any = source.model
    statement = _visible(source, staff).order_by(model.updated_at.desc(), model.id.desc())
    if life:
        statement = statement.where(stands(model, life))
    if text:
        found = [column.contains(text, autoescape=True) for column in source.texts]
        statement = statement.where(or_(*found))
    return paginate(statement, page=page)


def record(source: DeskSource[R], staff: Staff, key: int) -> R:
    """The record; NotFoundError when there is none or it belongs to another body."""
    model: Any = source.model
    found = db.session.scalars(_visible(source, staff).where(model.id == key)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def records_among(source: DeskSource[R], staff: Staff, keys: Iterable[int]) -> dict[int, R]:
    """Those of the records that the person may see, by their keys."""
    model: Any = source.model
    statement = _visible(source, staff).where(model.id.in_(list(keys)))
    return {each.id: each for each in db.session.scalars(statement)}  # type: ignore[attr-defined]


def may_see(source: DeskSource[R], staff: Staff, record: R) -> bool:
    """Whether the record is one that the person may see."""
    owners = {getattr(record, owner.key) for owner in source.owners}
    return staff.bureau.is_coordination_office or staff.bureau_id in owners


def queue(
    sources: Iterable[DeskSource[Any]], staff: Staff, *, state: VersionState, page: int = 1
) -> Page[RecordVersion]:
    """A page of the versions in a state that the person may see, those that wait longest first."""
    waiting = func.coalesce(RecordVersion.submitted_at, RecordVersion.written_at)
    statement = select(RecordVersion).where(
        RecordVersion.state == state, _rows_of(RecordVersion, sources, staff)
    )
    return paginate(statement.order_by(waiting, RecordVersion.id), page=page)


def queue_counts(
    sources: Iterable[DeskSource[Any]], staff: Staff, states: Iterable[VersionState]
) -> dict[tuple[VersionState, str], int]:
    """How many versions of each kind are in each of these states."""
    columns = (RecordVersion.state, RecordVersion.kind)
    statement = (
        select(*columns, func.count())
        .where(RecordVersion.state.in_(list(states)), _rows_of(RecordVersion, sources, staff))
        .group_by(*columns)
    )
    return {(state, kind): number for state, kind, number in db.session.execute(statement)}


def withdrawals(
    sources: Iterable[DeskSource[Any]], staff: Staff, *, page: int = 1
) -> Page[Withdrawal]:
    """A page of what has to leave and has not yet, what is due first in front."""
    statement = _noted(sources, staff).order_by(Withdrawal.due_on, Withdrawal.id)
    return paginate(statement, page=page)


def withdrawal_counts(sources: Iterable[DeskSource[Any]], staff: Staff) -> tuple[int, int]:
    """How many records have to leave, and how many of them should have left by now."""
    late = func.sum(case((Withdrawal.due_on < clock.today(), 1), else_=0))
    statement = _noted(sources, staff).with_only_columns(func.count(), func.coalesce(late, 0))
    total, overdue = db.session.execute(statement).one()
    return total, overdue


def noted_among(kind: str, keys: Iterable[int]) -> dict[int, Withdrawal]:
    """Those records among ``keys`` that have to leave, with why."""
    statement = select(Withdrawal).where(
        Withdrawal.kind == kind,
        Withdrawal.record_id.in_(list(keys)),
        Withdrawal.state == WithdrawalState.NOTED,
    )
    return {each.record_id: each for each in db.session.scalars(statement)}


def _noted(sources: Iterable[DeskSource[Any]], staff: Staff) -> Select[Withdrawal]:
    return select(Withdrawal).where(
        Withdrawal.state == WithdrawalState.NOTED, _rows_of(Withdrawal, sources, staff)
    )


def _rows_of(
    table: type[RecordVersion] | type[Withdrawal], sources: Iterable[DeskSource[Any]], staff: Staff
) -> ColumnElement[bool]:
    """True for rows about records that the person may see."""
    return or_(
        *(
            and_(
                table.kind == source.model.__tablename__,
                table.record_id.in_(select(source.model.id).where(_owned(source, staff))),
            )
            for source in sources
        )
    )


def _visible(source: DeskSource[R], staff: Staff) -> Select[R]:
    statement: Select[R] = select(source.model).options(*source.load)
    return statement.where(_owned(source, staff))


def _owned(source: DeskSource[Any], staff: Staff) -> ColumnElement[bool]:
    if staff.bureau.is_coordination_office:
        return true()
    return or_(*(owner == staff.bureau_id for owner in source.owners))
