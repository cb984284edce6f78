"""The one predicate between the public and the tables, and the answer about one record."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, inspect, or_, select
from sqlalchemy.orm import InstrumentedAttribute, RelationshipDirection, RelationshipProperty

from app.kernel import clock
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import AnySelect, db
from app.kernel.errors import GoneError, NotFoundError
from app.kernel.search.documents import SearchDocument
from app.kernel.search.rows import RowSource
from app.publishing.life.models import Publication, RecordVersion, Withdrawal
from app.publishing.life.rules import (
    OPEN,
    Life,
    PublicationStatus,
    VersionState,
    Visibility,
    WithdrawalState,
    standing,
)
from app.publishing.life.values import decoded, snapshot

Record = TypeVar("Record", bound=Publication)


def published(model: Any, *, today: date | None = None) -> ColumnElement[bool]:
    """True for rows of ``model`` (a Publication) that the public may see today."""
    return _published(model, today or clock.today())


@lru_cache(maxsize=50)
def _published(model: Any, day: date) -> ColumnElement[bool]:
    """Made once a day: to make a condition takes longer than to ask for a page by it."""
    return and_(_in_period(model, day), model.unsuspended(day))


def stands(model: Any, life: Life) -> ColumnElement[bool]:
    """True for rows that stand so today; says in SQL what ``rules.life`` says in Python."""
    day, approved_ = clock.today(), model.status == PublicationStatus.PUBLISHED
    match life:
        case Life.PUBLISHED:
            return _in_period(model, day)
        case Life.SCHEDULED:
            return and_(approved_, model.published_on > day)
        case Life.EXPIRED:
            ended = and_(approved_, model.published_on <= day, model.publish_until < day)
            return or_(model.status == PublicationStatus.EXPIRED, ended)
    expected: ColumnElement[bool] = model.status == PublicationStatus(life.value)
    return expected


def require_public(record: Record | None) -> Record:
    """The record, if the public may see it today.

    Raises GoneError for one that has left, NotFoundError for one that was never here as far
    as the public may know.
    """
    if record is None:
        raise NotFoundError
    match standing(record.status, record.published_on, record.publish_until, clock.today()):
        case Visibility.GONE:
            raise GoneError(_why_gone(record))
        case Visibility.UNKNOWN:
            raise NotFoundError
    return record


def approved_source(
    model: type[Record],
    columns: Callable[[], AnySelect],
    document: Callable[[Any], SearchDocument],
) -> RowSource:
    """Records that are or will be public, as the search index is told of them.

    ``document`` makes one of a row of ``columns``, which hold the record's ``status`` and
    ``published_on``.
    """
    entity: Any = model
    key: InstrumentedAttribute[int] = inspect(model).primary_key[0]

    def documents(rows: Iterable[Any]) -> Iterator[SearchDocument]:
        for row in rows:
            if row.status is PublicationStatus.PUBLISHED and row.published_on is not None:
                yield document(row)

    return RowSource(
        columns=columns,
        key=getattr(model, key.key),
        documents=documents,
        everything=lambda: entity.status == PublicationStatus.PUBLISHED,
    )


def in_year(column: InstrumentedAttribute[Any], year: int) -> ColumnElement[bool]:
    """Whether a date lies in ``year``, such that an index on it can be used."""
    return column.between(date(year, 1, 1), date(year, 12, 31))


def years_of(
    column: InstrumentedAttribute[Any], *where: ColumnElement[bool]
) -> list[tuple[str, str]]:
    """Pairs of value and words of the years from the newest to the oldest date in ``column``.

    Two looks into the index that begins with the columns of ``where`` and ends with ``column``.
    """
    ends = [
        select(column).where(*where).order_by(order).limit(1).scalar_subquery()
        for order in (column.asc(), column.desc())
    ]
    found = db.session.execute(select(*ends)).one()
    oldest, newest = found[0], found[1]
    if oldest is None:
        return []
    return [(str(year), f"{year} 年") for year in range(newest.year, oldest.year - 1, -1)]


def versions(record: Publication) -> list[RecordVersion]:
    """All versions of the record, newest first."""
    return list(db.session.scalars(_newest_first(record)))


def open_version(record: Publication) -> RecordVersion | None:
    """The version that is being worked on, if one is."""
    statement = _newest_first(record).where(RecordVersion.state.in_(OPEN))
    return db.session.scalars(statement.limit(1)).first()


def newest_version(record: Publication) -> RecordVersion | None:
    """The newest version; None when nobody has changed the record yet."""
    return db.session.scalars(_newest_first(record).limit(1)).first()


def newest_number(record: Publication) -> int:
    """Number of the newest version; 0 when nobody has changed the record yet."""
    version = newest_version(record)
    return version.number if version else 0


def as_edited(record: Record) -> Record:
    """The record as its editors see it: one that is public with the correction under way."""
    version = open_version(record)
    if version is None or record.status is not PublicationStatus.PUBLISHED:
        return record
    return proposed(record, version.values)


def newest_numbers(kind: str, keys: Iterable[int]) -> dict[int, int]:
    """The same for several records of a kind, those without versions left out."""
    statement = (
        select(RecordVersion.record_id, func.max(RecordVersion.number).label("number"))
        .where(RecordVersion.kind == kind, RecordVersion.record_id.in_(list(keys)))
        .group_by(RecordVersion.record_id)
    )
    return {row.record_id: row.number for row in db.session.execute(statement)}


def noted_withdrawal(record: Publication) -> Withdrawal | None:
    """The withdrawal that waits to be agreed to, if one does."""
    statement = _withdrawals_of(record).where(Withdrawal.state == WithdrawalState.NOTED)
    return db.session.scalars(statement).first()


def withdrawals(record: Publication) -> list[Withdrawal]:
    """All withdrawals of the record that were ever noted, newest first."""
    return list(db.session.scalars(_withdrawals_of(record)))


def imported_versions(batch_id: int, page: int) -> Page[RecordVersion]:
    """A page of the versions that an import has made, in the order of its rows."""
    statement = select(RecordVersion).where(RecordVersion.import_batch_id == batch_id)
    return paginate(statement.order_by(RecordVersion.import_row, RecordVersion.id), page=page)


def writers(version: RecordVersion) -> set[int]:
    """Who wrote or sent any version since one was last approved, up to this one."""
    same = (
        RecordVersion.kind == version.kind,
        RecordVersion.record_id == version.record_id,
        RecordVersion.number <= version.number,
    )
    approved_ = select(func.coalesce(func.max(RecordVersion.number), 0)).where(
        *same, RecordVersion.state == VersionState.APPROVED
    )
    found = db.session.execute(
        select(RecordVersion.author_id, RecordVersion.submitter_id).where(
            *same, RecordVersion.number > approved_.scalar_subquery()
        )
    )
    return {person for row in found for person in row if person is not None}


def related(model: type[Publication], name: str, key: object) -> Any:
    """The row that ``key``, a value of the column ``name``, points to; None where it is no key."""
    relation = _relation(model, name)
    return None if relation is None else db.session.get(relation.mapper.class_, key)


def assign(record: Publication, values: Mapping[str, Any]) -> None:
    """Give the record these values, and what the keys among them point to."""
    model = type(record)
    for name, value in values.items():
        setattr(record, name, value)
        relation = _relation(model, name)
        if relation is not None:
            setattr(record, relation.key, None if value is None else related(model, name, value))


def proposed(record: Record, values: Mapping[str, Any]) -> Record:
    """The record as it would be with these values; it belongs to no session, save nothing of it."""
    model = type(record)
    as_it_is = {each.key: getattr(record, each.key) for each in inspect(model).column_attrs}
    copy = model()
    assign(copy, {**as_it_is, **decoded(model, {**snapshot(record), **values})})
    return copy


def _in_period(model: Any, day: date) -> ColumnElement[bool]:
    return and_(
        model.status == PublicationStatus.PUBLISHED,
        model.published_on <= day,
        or_(model.publish_until.is_(None), model.publish_until >= day),
    )


def _withdrawals_of(record: Publication) -> Select[Withdrawal]:
    return select(Withdrawal).where(Withdrawal.about(record)).order_by(Withdrawal.id.desc())


def _why_gone(record: Publication) -> str | None:
    """The ground on which a record was withdrawn, which the law wants told; names nobody."""
    if record.status is not PublicationStatus.WITHDRAWN:
        return None
    done = _withdrawals_of(record).where(Withdrawal.state == WithdrawalState.DONE)
    last = db.session.scalars(done.limit(1)).first()
    if last is None or last.withdrawn_at is None:
        return None
    # A file may have withdrawn it anew since, for another reason.
    is_this = clock.city_date(last.withdrawn_at) == record.withdrawn_on
    return last.ground.public_words if is_this else None


def _newest_first(record: Publication) -> Select[RecordVersion]:
    statement = select(RecordVersion).where(RecordVersion.about(record))
    return statement.order_by(RecordVersion.number.desc())


def _relation(model: type[Publication], name: str) -> RelationshipProperty[Any] | None:
    """The many-to-one relationship that the column ``name`` is the key of."""
    column = inspect(model).columns.get(name)
    for relation in inspect(model).relationships if column is not None else ():
        is_one = relation.direction is RelationshipDirection.MANYTOONE
        if is_one and column in relation.local_columns:
            found: RelationshipProperty[Any] = relation
            return found
    return None
