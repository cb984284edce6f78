"""Promises with what has become of them, and the values of indicators, as the public sees them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFoundError
from app.indicators.models import Indicator, IndicatorValue
from app.indicators.rules import Strand, TargetFilters, TargetState
from app.publishing.queries import published


@dataclass(frozen=True)
class Tracked:
    """A promise, its newest value, and what has become of it."""

    indicator: Indicator
    newest: IndicatorValue | None
    state: TargetState


def tracked() -> list[Tracked]:
    """All promises in the order of the policy: two statements, however many values there are."""
    statement = (
        select(Indicator)
        .where(Indicator.target.is_not(None))
        .options(joinedload(Indicator.bureau))
        .order_by(Indicator.position)
    )
    promises = list(db.session.scalars(statement))
    newest = _newest([one.id for one in promises])
    return [_tracked(one, newest.get(one.id)) for one in promises]


def narrowed(rows: Iterable[Tracked], filters: TargetFilters) -> list[Tracked]:
    """Those of the promises that ``filters`` leaves.

    There are as many as the policy made, some sixty, and their states are compared exactly,
    which databases do not all do: so they are chosen here.
    """
    return [row for row in rows if _passes(row, filters)]


def all_tracked(filters: TargetFilters) -> Iterator[Tracked]:
    """The same, read when a download is written: it outlives the session of its request."""
    yield from narrowed(tracked(), filters)


def counts(rows: Iterable[Tracked]) -> Counter[TargetState]:
    """How many promises stand how."""
    return Counter(row.state for row in rows)


def by_strand(rows: Iterable[Tracked]) -> dict[Strand, list[Tracked]]:
    """The promises under the part of the policy that made them."""
    found: dict[Strand, list[Tracked]] = {}
    for row in rows:
        found.setdefault(row.indicator.strand, []).append(row)
    return found


def bodies(rows: Iterable[Tracked]) -> list[tuple[str, str]]:
    """Pairs of id and name of the bodies that answer for the promises."""
    return list({(str(row.indicator.bureau_id), row.indicator.bureau.name): None for row in rows})


def indicator(code: str) -> Indicator:
    """The indicator with its body; raises NotFoundError."""
    statement = (
        select(Indicator).where(Indicator.code == code).options(joinedload(Indicator.bureau))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def series(indicator_id: int) -> list[IndicatorValue]:
    """The published values of an indicator, the newest period first."""
    statement = (
        select(IndicatorValue)
        .where(IndicatorValue.indicator_id == indicator_id, published(IndicatorValue))
        .join(IndicatorValue.indicator)
        .options(
            contains_eager(IndicatorValue.indicator),
            joinedload(IndicatorValue.source_bureau),
            joinedload(IndicatorValue.import_batch),
            selectinload(IndicatorValue.change_notes),
        )
        .order_by(IndicatorValue.period_ends_on.desc(), IndicatorValue.period)
    )
    return list(db.session.scalars(statement))


def standing(found: Indicator, values: Sequence[IndicatorValue]) -> Tracked | None:
    """The promise with its newest value, the first of ``values``; None for no promise."""
    return _tracked(found, values[0] if values else None) if found.is_target else None


def _tracked(found: Indicator, newest: IndicatorValue | None) -> Tracked:
    return Tracked(found, newest, found.state(newest.number if newest else None))


def _newest(keys: Sequence[int]) -> dict[int, IndicatorValue]:
    """The newest published value of each of these indicators that has any.

    Of two periods that end on one day the longer one counts: its code sorts first.
    """
    order = (IndicatorValue.period_ends_on.desc(), IndicatorValue.period)
    rank = func.row_number().over(partition_by=IndicatorValue.indicator_id, order_by=order)
    ranked = (
        select(IndicatorValue.id, rank.label("rank"))
        .where(IndicatorValue.indicator_id.in_(keys), published(IndicatorValue))
        .subquery()
    )
    statement = (
        select(IndicatorValue)
        .join(ranked, ranked.c.id == IndicatorValue.id)
        .where(ranked.c.rank == 1)
        .join(IndicatorValue.indicator)
        .options(contains_eager(IndicatorValue.indicator))
    )
    return {value.indicator_id: value for value in db.session.scalars(statement)}


def _passes(row: Tracked, filters: TargetFilters) -> bool:
    found = row.indicator
    wanted = filters.q.casefold()
    return (
        filters.part in {None, found.strand.part}
        and filters.strand in {None, found.strand}
        and filters.state in {None, row.state}
        and filters.bureau_id in {None, found.bureau_id}
        and wanted in f"{found.code} {found.name} {found.quote_words}".casefold()
    )
