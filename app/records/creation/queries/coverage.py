"""How far the districts and the policy are covered by badges that hold today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db.cache import remembered
from app.kernel.db.session import db
from app.people.models import District
from app.records.creation.models import CreationApplication as Application
from app.records.creation.queries.applications import holds
from app.records.creation.rules import MEASURES, TOTALS, CreationKind
from app.records.indicators.measures import Computed, RowsLink, year_so_far
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.queries import promises
from app.records.indicators.rules import TargetState

COUNTED = (Application, District, IndicatorValue)
"""What shares are counted from: badges, and of how many, a table here or a reported number."""


@dataclass(frozen=True)
class Coverage:
    """A district with how many hold a badge of each kind there today."""

    code: str
    name: str
    counts: Counter[CreationKind]

    @property
    def is_strong(self) -> bool:
        """Whether the district itself holds the badge of a strong county."""
        return bool(self.counts[CreationKind.COUNTY])


@dataclass(frozen=True)
class Total:
    """How many there are of a kind: the number, and who says so where somebody had to report it."""

    code: str
    """Of the indicator that tells it; empty for districts, which the site knows."""
    number: int | None
    """In ``unit``; None where nobody has reported it."""
    unit: str
    period: str = ""
    source: str = ""
    source_on: date | None = None


@dataclass(frozen=True)
class Covered:
    """How many of a kind hold a badge today, of how many there are, against the promise."""

    kind: CreationKind
    code: str
    """Of the promise."""
    target: str
    """In words."""
    aim: float
    """The same as a number, in percent."""
    holders: int
    total: Total
    share: Decimal | None
    """In percent, to one place; None where it is not known of how many."""
    state: TargetState
    was_ever: bool
    """Whether anyone ever applied for such a badge."""


def coverage() -> list[Coverage]:
    """The districts in their order, with how many hold a badge of each kind today."""
    return remembered("creation.districts", _coverage)


def _coverage() -> list[Coverage]:
    counts: dict[str, Counter[CreationKind]] = {}
    columns = (Application.district_code, Application.kind)
    holders = func.count(Application.applicant.distinct())
    counted = select(*columns, holders).where(holds()).group_by(*columns)
    for code, kind, number in db.session.execute(counted):
        counts.setdefault(code, Counter())[kind] = number
    districts = db.session.scalars(select(District).order_by(District.position))
    return [Coverage(one.code, one.name, counts.get(one.code, Counter())) for one in districts]


def covered() -> list[Covered]:
    """How much of what the policy wants to be covered is, in percent, by kind.

    No total is no total: where nobody has reported how many there are, there is no share.
    """
    return remembered("creation.covered", _covered)


def _covered() -> list[Covered]:
    districts = coverage()
    totals = {CreationKind.COUNTY: Total("", len(districts) or None, "个"), **_totals()}
    ever = set(db.session.scalars(select(Application.kind).distinct()))
    promised = {one.measure: one for one in promises.measured_by(MEASURES.values())}
    return [
        _held_against(promised[measure], kind, districts, totals[kind], was_ever=kind in ever)
        for kind, measure in MEASURES.items()
        if measure in promised and kind in totals
    ]


def promised_share(kind: CreationKind, indicator: Indicator) -> list[Computed]:
    """The share of a kind today, in percent, as the value of its promise.

    Nothing where nobody ever applied here, or nobody says of how many.
    """
    found = next((one for one in covered() if one.kind is kind), None)
    if found is None or found.share is None:
        return []
    total = found.total
    source = f"（{total.source}，{total.period}）" if total.source else ""
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(clock.today().year),
            number=found.share,
            remark=(
                f"持牌 {found.holders:,} {total.unit} ÷ 共 {total.number:,} {total.unit}{source}"
            ),
            rows=RowsLink("creation.index", {"kind": kind.value}),
        )
    ]


def _totals() -> dict[CreationKind, Total]:
    """The totals that bodies report, as the newest of their public values say."""
    found = {one.indicator.code: one for one in promises.totals()}
    return {kind: _total(found[code]) for kind, code in TOTALS.items() if code in found}


def _total(promise: promises.Tracked) -> Total:
    indicator, newest = promise.indicator, promise.newest
    if newest is None:
        return Total(indicator.code, None, indicator.unit)
    return Total(
        code=indicator.code,
        number=int(newest.number) or None,
        unit=indicator.unit,
        period=newest.span.label,
        source=newest.source,
        source_on=newest.source_on,
    )


def _held_against(
    promise: Indicator,
    kind: CreationKind,
    districts: Sequence[Coverage],
    total: Total,
    *,
    was_ever: bool,
) -> Covered:
    holders = sum(one.counts[kind] for one in districts)
    is_known = total.number and was_ever
    share = round(Decimal(100 * holders) / Decimal(total.number or 1), 1) if is_known else None
    return Covered(
        kind=kind,
        code=promise.code,
        target=promise.target_words,
        aim=float(promise.target or 0),
        holders=holders,
        total=total,
        share=share,
        state=promise.state(share),
        was_ever=was_ever,
    )
