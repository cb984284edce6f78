"""What each decided record counts in the scorecards, and the same counted from all rows.

A fact is: what is told, body, days of the decision and of publication, and more. It counts from
the day of publication on. Working days are those of the city's calendar, so that another
calendar makes all sums begin anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from app.insight.evaluation.queries.disclosed import KINDS, DisclosedKind, limit_of
from app.kernel import clock
from app.kernel.aggregates.kinds import (
    Contribution,
    CountedRows,
    Fact,
    Nested,
    SummedKind,
    Which,
    add_at,
    whole,
)
from app.kernel.db.calendar import CalendarDay, city_calendar
from app.kernel.db.session import db
from app.kernel.working_days import working_days_between
from app.publishing.life.models import ChangeNote, Withdrawal
from app.publishing.life.rules import PublicationStatus, WithdrawalState

UNKNOWN_BODY = "-"
"""Stands for deciding bodies that the site does not know."""
YEARS = "years"
"""The scope of all years: a part for each, with how many records each body has in it."""
NO_LONGER_DRAFTS = tuple(set(PublicationStatus) - {PublicationStatus.DRAFT})

RECORDS, CORRECTIONS, WITHDRAWALS = "records", "corrections", "revoked"


def name_of(kind: DisclosedKind) -> str:
    """The name under which the sums of a kind of record are kept."""
    return f"scores_{kind.value}"


def summed_kinds() -> list[SummedKind]:
    """What is to be kept, for each kind of record that has a decision."""
    return [
        SummedKind(
            name=name_of(kind),
            model=kind.model,
            facts=partial(_facts, kind),
            shares=partial(_shares, kind),
            count=partial(_count, kind),
            scopes=partial(_scopes, kind),
            rows=_rows(kind),
        )
        for kind in KINDS
    ]


def gaps_of(kind: DisclosedKind) -> ColumnElement[int]:
    """How many fields of a record are empty that may not be."""
    gaps = [case((gap, 1), else_=0) for gap in kind.gaps.values()]
    return sum(gaps[1:], start=type_coerce(gaps[0], Integer))


def is_about(model: Any, kind: DisclosedKind) -> ColumnElement[bool]:
    """Whether a note or a withdrawal is about a record."""
    return and_(model.kind == kind.model.__tablename__, model.record_id == kind.model.id)


def taken(decided_on: date, published_on: date) -> int:
    """Working days of the city between them; 0 where a file has them the wrong way round."""
    if published_on <= decided_on:
        return 0
    return working_days_between(decided_on, published_on, city_calendar())


def last_withdrawals(kind: DisclosedKind) -> ColumnElement[bool]:
    """Whether it is the last decision that a record has to leave, and was not refused."""
    others = select(func.max(Withdrawal.id)).where(
        Withdrawal.state != WithdrawalState.REFUSED, is_about(Withdrawal, kind)
    )
    return Withdrawal.id == others.correlate(kind.model).scalar_subquery()


def _facts(kind: DisclosedKind, which: Which) -> Iterator[Select[Any]]:
    model = kind.model

    def statement(what: str, *more: Any) -> Select[Any]:
        columns = (model.deciding_bureau_id, model.decided_on, model.published_on, *more)
        padded = [*columns, null(), null()][:5]
        words: list[Any] = [cast(column, String) for column in padded]
        return select(model.id, cast(literal(what), String), *words).where(
            which(model.id),
            model.status.in_(NO_LONGER_DRAFTS),
            model.published_on.is_not(None),
        )

    yield statement(RECORDS, gaps_of(kind))
    yield statement(CORRECTIONS).join(ChangeNote, is_about(ChangeNote, kind))
    leaving = statement(WITHDRAWALS, Withdrawal.due_on, extract("epoch", Withdrawal.withdrawn_at))
    yield leaving.join(Withdrawal, is_about(Withdrawal, kind)).where(last_withdrawals(kind))


def _shares(kind: DisclosedKind, fact: Fact) -> Iterator[Contribution]:
    what, body, decided, published, first, second, *_ = whole(fact)
    decided_on, since = (date.fromisoformat(str(one)) for one in (decided, published))
    where = (str(decided_on.year), body or UNKNOWN_BODY)
    if what == RECORDS:
        yield Contribution(YEARS, where[0], (where[1],), 1, since)
        for name, n in _of_record(kind, decided_on, since, int(str(first))):
            yield Contribution(*where, name, n, since)
    else:
        yield Contribution(*where, (str(what),), 1, since)
    if what == WITHDRAWALS and (late_since := _late_since(str(first), second)):
        yield Contribution(*where, ("late_withdrawals",), 1, max(since, late_since))


def _of_record(
    kind: DisclosedKind, decided_on: date, published_on: date, missing: int
) -> Iterator[tuple[tuple[str, ...], int]]:
    yield (RECORDS,), 1
    if missing:
        yield ("missing",), missing
        yield ("incomplete",), 1
    if (limit := limit_of(kind.value, decided_on)) is not None:
        days = taken(decided_on, published_on)
        yield ("timed",), 1
        yield ("days", str(days)), 1
        if days <= limit:
            yield ("in_time",), 1


def _late_since(due: str, withdrawn: str | None) -> date | None:
    """The day from which a withdrawal is late; None where the record left in time."""
    day = date.fromisoformat(due) + clock.ONE_DAY
    if withdrawn is None:
        return day
    left_on = clock.city_date(datetime.fromtimestamp(int(float(withdrawn)), UTC))
    return day if left_on >= day else None


def _count(kind: DisclosedKind, scopes: Mapping[str, Collection[str] | None]) -> dict[str, Nested]:
    """The scores of these years from all rows, as they are today."""
    found: dict[str, Nested] = {scope: {} for scope in scopes}
    for row in db.session.execute(union_all(*_selects(kind))):
        year, part = str(row.decided_on.year), str(row.bureau_id or UNKNOWN_BODY)
        for scope, place, counts in (
            (YEARS, year, [((part,), row.n)] if row.what == RECORDS else []),
            (year, part, _counts(kind, row)),
        ):
            for path, n in counts:
                if scope in found and n:
                    add_at(found[scope].setdefault(place, {}), path, n)
    return found


def _counts(kind: DisclosedKind, row: Any) -> Iterator[tuple[tuple[str, ...], int]]:
    yield (row.what,), row.n
    if row.what == WITHDRAWALS:
        until = clock.city_date(row.withdrawn_at) if row.withdrawn_at else clock.today()
        yield ("late_withdrawals",), row.n if until > row.published_on else 0
    if row.what == RECORDS:
        yield ("missing",), row.missing
        yield ("incomplete",), row.incomplete
        if (limit := limit_of(kind.value, row.decided_on)) is not None:
            days = taken(row.decided_on, row.published_on)
            yield ("timed",), row.n
            yield ("days", str(days)), row.n
            yield ("in_time",), row.n if days <= limit else 0


def _selects(kind: DisclosedKind) -> Iterator[Select[Any]]:
    """Numbers of records that are alike; of withdrawals the day that is due stands for that of
    publication.
    """
    model, gaps = kind.model, gaps_of(kind)
    is_public = and_(model.status.in_(NO_LONGER_DRAFTS), model.published_on <= clock.today())
    by = (model.deciding_bureau_id, model.decided_on)

    def statement(what: str, day: Any, *more: Any) -> Select[Any]:
        names = ("n", "missing", "incomplete", "withdrawn_at")
        columns = (column.label(name) for column, name in zip(more, names, strict=True))
        named = (by[0].label("bureau_id"), by[1].label("decided_on"), day.label("published_on"))
        return select(literal(what).label("what"), *named, *columns).where(is_public)

    nothing, never = literal(0), cast(null(), Withdrawal.withdrawn_at.type)
    incomplete = func.sum(case((gaps > 0, 1), else_=0))
    records = statement(
        RECORDS, model.published_on, func.count(), func.sum(gaps), incomplete, never
    )
    yield records.group_by(*by, model.published_on)
    corrections = statement(CORRECTIONS, by[1], func.count(), nothing, nothing, never)
    yield corrections.join(ChangeNote, is_about(ChangeNote, kind)).group_by(*by)
    at = Withdrawal.withdrawn_at
    leaving = statement(WITHDRAWALS, Withdrawal.due_on, literal(1), nothing, nothing, at)
    yield leaving.join(Withdrawal, is_about(Withdrawal, kind)).where(last_withdrawals(kind))


def _scopes(kind: DisclosedKind) -> list[str]:
    """All years of which there are decisions, and the list of them."""
    decided_on = kind.model.decided_on
    ends = db.session.execute(select(func.min(decided_on), func.max(decided_on))).one()
    if ends[0] is None:
        return [YEARS]
    return [YEARS, *(str(year) for year in range(ends[0].year, ends[1].year + 1))]


def _rows(kind: DisclosedKind) -> dict[type, CountedRows]:
    table = kind.model.__tablename__
    counted = (
        "status",
        "published_on",
        "decided_on",
        "deciding_bureau_id",
        "deciding_body",
        *kind.columns,
    )

    def of_record(row: Any) -> Iterable[int]:
        return (row.record_id,) if row.kind == table else ()

    def own(row: Any) -> Iterable[int]:
        return (row.id,)

    about: Callable[[Any], Iterable[int]] = of_record
    return {
        kind.model: CountedRows(counted, own),
        ChangeNote: CountedRows(("kind", "record_id"), about),
        Withdrawal: CountedRows(("kind", "record_id", "state", "due_on", "withdrawn_at"), about),
        CalendarDay: CountedRows(("day", "is_working"), None),
    }
