"""Promises with what has become of them, and the values of indicators, as the public sees them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Staff
from app.accounts.queries import bureau_options
from app.core import clock
from app.core.db import db
from app.core.errors import NotFoundError
from app.core.paging import Page, paginate
from app.editing.queries import Source
from app.indicators.models import Indicator, IndicatorValue
from app.indicators.numbers import show_number
from app.indicators.policy import policy
from app.indicators.rules import Strand, TargetFilters, TargetState, ValueFilters
from app.publishing.models import RecordVersion
from app.publishing.queries import in_year, published, years_of
from app.publishing.rules import PublicationStatus, VersionState
from app.search.documents import SearchDocument, SearchKind, present

MADE_PUBLIC = (VersionState.APPROVED, VersionState.IMPORTED)

DESK = Source(
    model=IndicatorValue,
    owners=(IndicatorValue.source_bureau_id,),
    texts=(IndicatorValue.source, IndicatorValue.period, IndicatorValue.value),
    load=(joinedload(IndicatorValue.indicator).joinedload(Indicator.bureau),),
)


@dataclass(frozen=True)
class Tracked:
    """An indicator with its newest value, and what has become of its promise if it is one."""

    indicator: Indicator
    newest: IndicatorValue | None

    @property
    def state(self) -> TargetState | None:
        """What has become of the promise; None where nothing is promised."""
        if not self.indicator.is_target:
            return None
        return self.indicator.state(self.newest.number if self.newest else None)


@dataclass(frozen=True)
class Revision:
    """A number that was public before another took its place."""

    on: date
    before: str
    note: str


def tracked() -> list[Tracked]:
    """All promises in the order of the policy."""
    return _with_newest(_indicators().where(Indicator.target.is_not(None)))


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
    found = db.session.scalars(_indicators().where(Indicator.code == code)).one_or_none()
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


def values(filters: ValueFilters, *, page: int = 1) -> Page[IndicatorValue]:
    """One page of all published values, the newest periods first."""
    return paginate(_values(filters), page=page)


def all_values(filters: ValueFilters) -> Iterator[IndicatorValue]:
    """All published values that ``filters`` leaves, for a download."""
    yield from db.session.scalars(_values(filters).execution_options(yield_per=500))


def value_options() -> dict[str, list[tuple[str, str]]]:
    """What the filters of values offer: bodies, years."""
    years = years_of(
        IndicatorValue.period_ends_on, IndicatorValue.status == PublicationStatus.PUBLISHED
    )
    return {"bureau": bureau_options(Indicator.bureau_id), "year": years}


def _values(filters: ValueFilters) -> Select[IndicatorValue]:
    conditions = [published(IndicatorValue)]
    if filters.strand:
        conditions.append(Indicator.strand == filters.strand)
    if filters.bureau_id:
        conditions.append(Indicator.bureau_id == filters.bureau_id)
    if filters.year:
        conditions.append(in_year(IndicatorValue.period_ends_on, filters.year))
    if filters.q:
        texts = (Indicator.name, Indicator.code, IndicatorValue.source)
        conditions.append(or_(*(one.icontains(filters.q, autoescape=True) for one in texts)))
    order = (IndicatorValue.period_ends_on.desc(), Indicator.position, IndicatorValue.period)
    return (
        select(IndicatorValue)
        .join(IndicatorValue.indicator)
        .where(*conditions)
        .options(
            contains_eager(IndicatorValue.indicator).joinedload(Indicator.bureau),
            joinedload(IndicatorValue.source_bureau),
        )
        .order_by(*order)
    )


def revisions(values: Sequence[IndicatorValue]) -> dict[int, list[Revision]]:
    """By the id of a value, the numbers that were public in its place before, newest first."""
    units = {value.id: value.indicator.unit for value in values}
    statement = (
        select(RecordVersion)
        .where(
            RecordVersion.kind == IndicatorValue.__tablename__,
            RecordVersion.record_id.in_(units),
            or_(RecordVersion.state.in_(MADE_PUBLIC), RecordVersion.number == 1),
        )
        .order_by(RecordVersion.record_id, RecordVersion.number)
    )
    found: dict[int, list[RecordVersion]] = {}
    for version in db.session.scalars(statement):
        found.setdefault(version.record_id, []).append(version)
    return {key: _revisions(kept, units[key]) for key, kept in found.items()}


def _revisions(versions: Sequence[RecordVersion], unit: str) -> list[Revision]:
    """The first version says what was there before it; a record made at the desk had nothing."""
    before = versions[0].was.get("value") if versions[0].number == 1 else None
    told = []
    for version in versions:
        if version.state not in MADE_PUBLIC:
            continue
        value = version.values["value"]
        if before is not None and before != value:
            day = clock.city_date(version.reviewed_at or version.written_at)
            told.append(Revision(day, show_number(Decimal(before), unit), version.note))
        before = value
    return told[::-1]


def reportable(staff: Staff) -> list[Indicator]:
    """The indicators that a person's body reports on; the coordination office may report on all."""
    statement = _indicators().where(Indicator.measure.is_(None))
    if not staff.bureau.is_coordination_office:
        statement = statement.where(Indicator.bureau_id == staff.bureau_id)
    return list(db.session.scalars(statement))


def by_id(key: int) -> Indicator:
    """The indicator; raises NotFoundError."""
    found = db.session.get(Indicator, key)
    if found is None:
        raise NotFoundError
    return found


def search_documents(keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
    """Indicators for the search index: all, or those in ``keys``."""
    statement = _indicators()
    if keys is not None:
        statement = statement.where(Indicator.id.in_(keys))
    for row in _with_newest(statement):
        yield _document(row)


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
            f"{newest.span.words} {newest.words}" if newest else None,
        ),
    )


def _indicators() -> Select[Indicator]:
    return select(Indicator).options(joinedload(Indicator.bureau)).order_by(Indicator.position)


def _with_newest(statement: Select[Indicator]) -> list[Tracked]:
    """The indicators, each with the newest of its published values, in one statement.

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
    )
    return [Tracked(found, newest) for found, newest in rows]


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
