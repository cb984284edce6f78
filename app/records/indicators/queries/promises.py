"""Promises with what has become of them, as the public and the search see them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.db.reference import known
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.people.models import Staff
from app.publishing.life.queries import published
from app.records.indicators.measures import Computed
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.policy import policy
from app.records.indicators.queries.values import computed_of
from app.records.indicators.rules import Strand, TargetFilters, TargetState

MOST_PRESSING = 8
URGENCY = (TargetState.MISSED, TargetState.UNREPORTED, TargetState.MET)
"""What readers look for first."""


@dataclass(frozen=True)
class Tracked:
    """An indicator with its newest value, and what has become of its promise if it is one."""

    indicator: Indicator
    newest: IndicatorValue | Computed | None

    @property
    def state(self) -> TargetState | None:
        """What has become of the promise; None where nothing is promised."""
        if not self.indicator.is_target:
            return None
        return self.indicator.state(self.newest.number if self.newest else None)

    @property
    def is_stale(self) -> bool:
        """Whether nobody has reported what was due after the newest value."""
        newest = self.newest
        return newest is not None and self.indicator.frequency.is_stale(
            newest.period_ends_on, clock.today()
        )


@dataclass(frozen=True)
class StrandPromises:
    """The promises of one field, strategy, system or project."""

    strand: Strand
    rows: list[Tracked]

    @property
    def counts(self) -> list[tuple[TargetState, int]]:
        """How many of them stand how, those that are not kept first; none of none."""
        counted = counts(self.rows)
        return [(state, counted[state]) for state in URGENCY if counted[state]]


@dataclass(frozen=True)
class Pressing:
    """All promises in numbers, and some that are not kept."""

    total: int
    counts: list[tuple[TargetState, int]]
    rows: list[Tracked]


def tracked() -> list[Tracked]:
    """All promises in the order of the policy."""
    return with_newest(indicators().where(Indicator.target.is_not(None)))


def pressing() -> Pressing:
    """The promises in numbers, and the first that are not kept: missed ones, then unreported."""
    rows = tracked()
    counted = counts(rows)
    open_ = [row for state in URGENCY[:2] for row in rows if row.state is state]
    return Pressing(
        len(rows), [(state, counted[state]) for state in TargetState], open_[:MOST_PRESSING]
    )


def narrowed(rows: Iterable[Tracked], filters: TargetFilters) -> list[Tracked]:
    """Those of the promises that ``filters`` leaves.

    There are as many as the policy made, some sixty, and their states are compared exactly,
    which databases do not all do: so they are chosen here.
    """
    return [row for row in rows if _passes(row, filters)]


def all_tracked(filters: TargetFilters) -> Iterator[Tracked]:
    """The same, read when a download is written: it outlives the session of its request."""
    yield from narrowed(tracked(), filters)


def counts(rows: Iterable[Tracked]) -> Counter[TargetState | None]:
    """How many promises stand how."""
    return Counter(row.state for row in rows)


def by_strand(rows: Iterable[Tracked]) -> list[StrandPromises]:
    """The promises under the part of the policy that made them, those that are not kept first."""
    found: dict[Strand, list[Tracked]] = {}
    for row in sorted(rows, key=_urgency):
        found.setdefault(row.indicator.strand, []).append(row)
    return [StrandPromises(strand, found[strand]) for strand in Strand if strand in found]


def bodies(rows: Iterable[Tracked]) -> list[tuple[str, str]]:
    """Pairs of id and name of the bodies that answer for the promises."""
    return list({(str(row.indicator.bureau_id), row.indicator.bureau.name): None for row in rows})


def indicator(code: str) -> Indicator:
    """The indicator with its body; raises NotFoundError."""
    found = db.session.scalars(indicators().where(Indicator.code == code)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def counted_here() -> list[Indicator]:
    """Indicators that the policy does not promise and the site computes."""
    unpromised = indicators().where(Indicator.target.is_(None), Indicator.measure.is_not(None))
    return list(db.session.scalars(unpromised))


def totals() -> list[Tracked]:
    """How many there are of what promises want a share of, each as it was last reported."""
    return with_newest(indicators().where(Indicator.target.is_(None), Indicator.measure.is_(None)))


def measured_by(names: Iterable[str]) -> list[Indicator]:
    """The indicators that these computations give values to, in the order of the policy."""
    return list(db.session.scalars(indicators().where(Indicator.measure.in_(list(names)))))


def reportable(staff: Staff) -> list[Indicator]:
    """The indicators that a person's body reports on; the coordination office may report on all."""
    statement = indicators().where(or_(Indicator.measure.is_(None), Indicator.is_reported_too))
    if not staff.bureau.is_coordination_office:
        statement = statement.where(Indicator.bureau_id == staff.bureau_id)
    return list(db.session.scalars(statement))


def by_id(key: int) -> Indicator:
    """The indicator; raises NotFoundError."""
    found = db.session.get(Indicator, key)
    if found is None:
        raise NotFoundError
    return found


def indicators() -> Select[Indicator]:
    """The statement that selects all indicators with their bodies, in the order of the policy."""
    with_bodies = select(Indicator).options(joinedload(Indicator.bureau))
    return with_bodies.where(known(Indicator)).order_by(Indicator.position)


def with_newest(statement: Select[Indicator]) -> list[Tracked]:
    """The indicators, each with the newest of its values, in two statements.

    Of two periods that end on one day the longer one counts: its code sorts first.
    """
    order = (IndicatorValue.period_ends_on.desc(), IndicatorValue.period)
    rank = func.row_number().over(partition_by=IndicatorValue.indicator_id, order_by=order)
    ranked = (
        select(IndicatorValue.id, IndicatorValue.indicator_id, rank.label("rank"))
        .where(published(IndicatorValue))
        .subquery()
    )
    rows = db.session.execute(
        statement.outerjoin(ranked, and_(ranked.c.indicator_id == Indicator.id, ranked.c.rank == 1))
        .outerjoin(IndicatorValue, IndicatorValue.id == ranked.c.id)
        .add_columns(IndicatorValue)
    ).all()
    values = computed_of(found for found, _ in rows if found.is_target)
    return [Tracked(found, _newest(values.get(found.code, ()), newest)) for found, newest in rows]


def _newest(
    values: Sequence[Computed], reported: IndicatorValue | None
) -> IndicatorValue | Computed | None:
    """The newest number, computed ones for promises alone: they are compared with it.

    What was reported counts where it is of a later day, or where nothing could be computed yet.
    """
    counted = next(iter(values), None)
    if counted is None or (reported and reported.period_ends_on > counted.period_ends_on):
        return reported
    return counted


def _urgency(row: Tracked) -> int:
    return URGENCY.index(row.state) if row.state else len(URGENCY)


def _passes(row: Tracked, filters: TargetFilters) -> bool:
    found = row.indicator
    words = filters.q.casefold()
    return (
        filters.part in {None, found.strand.part}
        and filters.strand in {None, found.strand}
        and filters.state in {None, row.state}
        and filters.bureau in {None, found.bureau_id}
        and words in f"{found.code} {found.name} {found.quote_words}".casefold()
    )


def search_documents(keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
    """Indicators for the search index: all, or those in ``keys``."""
    statement = indicators()
    if keys is not None:
        statement = statement.where(Indicator.id.in_(keys))
    for row in with_newest(statement):
        yield _document(row)


def turning_keys() -> list[int]:
    """Indicators whose numbers change though nobody reports: they are computed."""
    return list(db.session.scalars(select(Indicator.id).where(Indicator.measure.is_not(None))))


def _document(row: Tracked) -> SearchDocument:
    found, newest = row.indicator, row.newest
    return SearchDocument(
        kind=SearchKind.INDICATOR,
        key=found.id,
        ref=found.code,
        title=found.name,
        names=(found.name,),
        codes=(found.code,),
        texts=(("原文", found.quote_words), ("计算方法", found.formula)),
        bureau_id=found.bureau_id,
        bureau_name=found.bureau.name,
        category=found.strand.label,
        status=row.state.label if row.state else None,
        year=newest.span.year if newest else None,
        on=newest.source_on if newest else None,
        visible_from=policy().issued_on,
        facts=present(
            found.code,
            f"目标 {found.target_words}" if found.is_target else None,
            f"{newest.span.label} {newest.value_label}" if newest else None,
        ),
    )
