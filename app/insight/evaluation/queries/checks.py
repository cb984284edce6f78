"""How many inspected batches passed: by group of product, district, year, level and origin.

What pages and indicators ask is summed from what is kept of all published spot checks.
Patrols and unannounced inspections go where something is suspected, so no rate is made of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, extract, func, select

from app.insight.evaluation.queries.counting import text, yes_or_no
from app.kernel import clock
from app.kernel.aggregates.kinds import Contribution, CountedRows, Fact, SummedKind, Which, whole
from app.kernel.aggregates.queries import current_counts
from app.kernel.db.cache import remembered
from app.kernel.db.session import db
from app.kernel.estimates import wilson_interval
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.inspections.models import Inspection
from app.records.inspections.rules import CheckResult, InspectionKind, InspectionLevel, ProductGroup

CHECKS, ALL = "checks", "all"
"""The kind under which they are kept, and its one scope."""
COUNTED = (
    "kind",
    "product_group",
    "district_code",
    "announced_on",
    "level",
    "is_local",
    "result",
    "status",
    "published_on",
    "publish_until",
)
FEW = 30
"""A rate of fewer batches is marked: chance alone moves it by more than the promises differ."""


@dataclass(frozen=True)
class CheckCell:
    """Batches that agree in all that rates are told apart by, and how many of them passed."""

    product_group: ProductGroup
    district_code: str | None
    year: int
    level: InspectionLevel
    is_local: bool
    passed: int
    total: int


@dataclass(frozen=True)
class PassRate:
    """How many of how many batches passed; ``total`` is never 0."""

    passed: int
    total: int

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.passed / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """Between what, from 0 to 1, the share lies with 95 %, were the batches drawn by chance."""
        return wilson_interval(self.passed, self.total)

    @property
    def is_few(self) -> bool:
        """Whether the number is too small to be held against another."""
        return self.total < FEW


@dataclass(frozen=True)
class CheckScope:
    """Which batches a promise speaks of (policy, 一（二）1)."""

    product_group: ProductGroup | None = None
    level: InspectionLevel | None = None
    is_local: bool | None = None

    def holds(self, cell: CheckCell) -> bool:
        """Whether the batches of the cell are among them."""
        return (
            self.product_group in {None, cell.product_group}
            and self.level in {None, cell.level}
            and self.is_local in {None, cell.is_local}
        )

    @property
    def arguments(self) -> dict[str, str]:
        """What the list of inspections is asked for, to show exactly these batches."""
        local = None if self.is_local is None else ("yes" if self.is_local else "no")
        named = (("product_group", self.product_group), ("level", self.level), ("local", local))
        chosen = {name: str(value) for name, value in named if value is not None}
        return {"kind": InspectionKind.SPOT_CHECK.value, **chosen}


PROMISED: dict[str, CheckScope] = {
    "checks_province": CheckScope(level=InspectionLevel.PROVINCE),
    "checks_food": CheckScope(ProductGroup.FOOD, is_local=True),
    "checks_drug": CheckScope(ProductGroup.DRUG, is_local=True),
    "checks_produce": CheckScope(ProductGroup.PRODUCE, is_local=True),
}
"""By the name of a measure, the batches that it counts (policy, 一（二）1)."""


def cells() -> list[CheckCell]:
    """All spot checks that are published today."""
    return remembered("inspections.cells", lambda: [*_cells()])


def rates(cells: Iterable[CheckCell], of: Callable[[CheckCell], Any]) -> dict[Any, PassRate]:
    """The rates of the cells, by what ``of`` tells them apart."""
    sums: dict[Any, tuple[int, int]] = {}
    for cell in cells:
        passed, total = sums.get(of(cell), (0, 0))
        sums[of(cell)] = passed + cell.passed, total + cell.total
    return {key: PassRate(*both) for key, both in sums.items()}


def years() -> list[int]:
    """The years of which there are spot checks, the newest first."""
    return sorted({cell.year for cell in cells()}, reverse=True)


def promised_by_year(measure: str) -> list[tuple[int, PassRate]]:
    """The batches that a promise counts, by year, the newest first."""
    scope = PROMISED[measure]
    found = rates((cell for cell in cells() if scope.holds(cell)), lambda cell: cell.year)
    return sorted(found.items(), reverse=True)


def _cells() -> Iterator[CheckCell]:
    for part, counts in current_counts({CHECKS: [ALL]})[CHECKS, ALL].parts.items():
        group, district, year, level, is_local = part.split("/")
        yield CheckCell(
            ProductGroup(group),
            district or None,
            int(year),
            InspectionLevel(level),
            is_local == "1",
            counts.get("passed", 0),
            counts["total"],
        )


def summed_kind() -> SummedKind:
    """What is to be kept of spot checks: for each cell how many batches, and how many passed."""
    return SummedKind(
        name=CHECKS,
        model=Inspection,
        facts=_facts,
        shares=_shares,
        count=_count,
        scopes=lambda: [ALL],
        rows={Inspection: CountedRows(COUNTED, lambda inspection: (inspection.id,))},
    )


def _facts(which: Which) -> Iterator[Select[Any]]:
    columns = (
        Inspection.product_group,
        Inspection.district_code,
        Inspection.announced_on,
        Inspection.level,
        yes_or_no(Inspection.is_local),
        Inspection.result,
        Inspection.published_on,
        Inspection.publish_until,
    )
    words: list[Any] = [text(column) for column in columns]
    yield select(Inspection.id, *words).where(
        which(Inspection.id),
        Inspection.kind == InspectionKind.SPOT_CHECK,
        Inspection.status == PublicationStatus.PUBLISHED,
        Inspection.published_on.is_not(None),
    )


def _shares(fact: Fact) -> Iterator[Contribution]:
    group, district, announced, level, is_local, result, first, last = whole(fact)
    part = _part(group, district, str(announced)[:4], level, is_local)
    since = date.fromisoformat(str(first))
    until = date.fromisoformat(last) + clock.ONE_DAY if last else None
    yield Contribution(ALL, part, ("total",), 1, since, until)
    if result == CheckResult.PASS.value:
        yield Contribution(ALL, part, ("passed",), 1, since, until)


def _part(*facts: str | None) -> str:
    return "/".join(fact or "" for fact in facts)


def _count(_scopes: Iterable[str]) -> dict[str, dict[str, dict[str, int]]]:
    """The same from all rows."""
    year = extract("year", Inspection.announced_on)
    alike = (
        Inspection.product_group,
        Inspection.district_code,
        year,
        Inspection.level,
        Inspection.is_local,
    )
    passed = func.sum(case((Inspection.result == CheckResult.PASS, 1), else_=0))
    statement = (
        select(*alike, passed, func.count())
        .where(published(Inspection), Inspection.kind == InspectionKind.SPOT_CHECK)
        .group_by(*alike)
    )
    found = {}
    for group, district, in_year, level, is_local, good, total in db.session.execute(statement):
        part = _part(group.value, district, str(int(in_year)), level.value, "01"[is_local])
        found[part] = {"total": total, **({"passed": good} if good else {})}
    return {ALL: found}
