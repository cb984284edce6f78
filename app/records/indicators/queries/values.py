"""The values of indicators over time, with the numbers that stood before them.

Computed ones are kept: a scope is a measure; its parts are the indicators that name it, by code.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.kernel import clock
from app.kernel.aggregates.queries import stored_counts
from app.kernel.db.paging import Page, paginate
from app.kernel.db.reference import known
from app.kernel.db.session import db
from app.people.queries import bureau_options
from app.publishing.life.models import RecordVersion
from app.publishing.life.queries import in_year, published, years_of
from app.publishing.life.rules import PublicationStatus, VersionState
from app.records.indicators.measures import Computed, registered
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import show_number
from app.records.indicators.rules import ValueFilters

KIND = "indicators"
MADE_PUBLIC = (VersionState.APPROVED, VersionState.IMPORTED)


@dataclass(frozen=True)
class ValueRevision:
    """A number that was public before another took its place."""

    on: date
    before: str
    note: str


def readings(indicator: Indicator) -> Sequence[IndicatorValue | Computed]:
    """All numbers of an indicator, computed or published, the newest period first.

    Of two periods that end on one day the computed number stands first.
    """
    reported = series(indicator.id) if indicator.takes_reports else []
    both: list[IndicatorValue | Computed] = [*computed(indicator), *reported]
    return sorted(both, key=lambda value: value.period_ends_on, reverse=True)


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
    conditions = [published(IndicatorValue), known(Indicator)]
    if filters.strand:
        conditions.append(Indicator.strand == filters.strand)
    if filters.bureau:
        conditions.append(Indicator.bureau_id == filters.bureau)
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


def revisions(values: Sequence[IndicatorValue | Computed]) -> dict[int, list[ValueRevision]]:
    """By the id of a value, the numbers that were public in its place before, newest first."""
    units = {one.id: one.indicator.unit for one in values if isinstance(one, IndicatorValue)}
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
    return {key: _revisions(versions, units[key]) for key, versions in found.items()}


def _revisions(versions: Sequence[RecordVersion], unit: str) -> list[ValueRevision]:
    """The first version says what was there before it; a record made at the desk had nothing."""
    before = versions[0].was.get("value") if versions[0].number == 1 else None
    shown = []
    for version in versions:
        if version.state not in MADE_PUBLIC:
            continue
        value = version.values["value"]
        if before is not None and before != value:
            day = clock.city_date(version.reviewed_at or version.written_at)
            shown.append(ValueRevision(day, show_number(Decimal(before), unit), version.note))
        before = value
    return shown[::-1]


def computed(indicator: Indicator) -> list[Computed]:
    """The values that the site computes of an indicator; none for one that is reported."""
    return computed_of([indicator])[indicator.code]


def computed_of(indicators: Iterable[Indicator]) -> dict[str, list[Computed]]:
    """The same of several by their codes: one statement, and those of what is not kept."""
    found = list(indicators)
    names = {one.measure for one in found if one.measure in registered().stored}
    sheets = stored_counts({KIND: sorted(map(str, names))}) if names else {}
    values = {}
    for one in found:
        sheet = sheets.get((KIND, str(one.measure)))
        if sheet and sheet.is_right:
            values[one.code] = [
                Computed.from_json(one, each) for each in sheet.parts.get(one.code, ())
            ]
        else:
            values[one.code] = _measured(one)
    return values


def count(measures: Mapping[str, Collection[str] | None]) -> dict[str, dict[str, Any]]:
    """What is to be kept of these measures: the values of all indicators that name them."""
    named = select(Indicator).where(Indicator.measure.in_(list(measures)))
    statement = named.where(known(Indicator))
    found: dict[str, dict[str, Any]] = {name: {} for name in measures}
    for one in db.session.scalars(statement):
        found[str(one.measure)][one.code] = [value.as_json() for value in _measured(one)]
    return found


def _measured(indicator: Indicator) -> list[Computed]:
    return registered().named[indicator.measure](indicator) if indicator.measure else []
