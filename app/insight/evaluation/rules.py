"""How the figures of the city's evaluation are counted, and which of them are kept back.

Counts of one or two could point to a person who reported; they are not published.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.states import ComplaintKind

MATTERS = frozenset({"received", "ended"})
"""Counts of matters that came and went."""
PROTECTED = (*sorted(MATTERS), "reopened", "rated")
"""Counts of which one and two are kept back, with what would tell them."""
TARGET = 0.95
KEPT_BACK = "不公布"
STEPS = (0.95, 0.97, 0.985)
Key = TypeVar("Key", bound=Hashable)
Column = ComplaintKind | None
"""A track, or None for both."""
Counts = Mapping[ComplaintKind, int]
Cells = dict[tuple[Key, Column], int]
SMALLEST = 3
COLUMNS: tuple[Column, ...] = (*ComplaintKind, None)


@dataclass
class _Sums:
    """Counts to be added up, and how many things took how many working days."""

    days: dict[int, int] = field(default_factory=dict)

    def take(self, counts: Mapping[str, Any]) -> None:
        """Add the counts of these names; what is no count is left alone."""
        for name, value in counts.items():
            if name == "days":
                for days, n in value.items():
                    self.days[int(days)] = self.days.get(int(days), 0) + n
            elif isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)


@dataclass
class MatterTally(_Sums):
    """Matters of a body or of a district: received, ended, and ended in time."""

    received: int = 0
    ended: int = 0
    in_time: int = 0
    timed: int = 0
    """Ended matters of which it is known whether they met their time."""
    overdue: int = 0
    """Ended too late, or open and past their time."""
    waived: int = 0
    """Items of 四不放过 that were let go, of reports that were closed."""
    hidden: frozenset[str] = frozenset()
    """The names of the counts that are kept back, see ``suppression``."""

    def shown(self, name: str) -> int | None:
        """The count as it may be published. Lateness is an act of the body: it goes with the rest.

        Where it is kept back how many there were, so is how many of them were late.
        """
        needed = {name, *(MATTERS if name in {"overdue", "waived"} else ())}
        count: int = getattr(self, name)
        if name == "waived":  # of reports, and no total of them is published that would tell it
            return None if needed & self.hidden else shown(count)
        return None if needed & self.hidden else count

    def count_ended(self, met_deadline: bool | None, by_days: Mapping[int | None, int]) -> None:
        """Take in matters by the working days that they took, None where nobody knows them."""
        n = sum(by_days.values())
        self.ended += n
        if met_deadline is not None:
            self.timed += n
            self.in_time += n if met_deadline else 0
            self.overdue += 0 if met_deadline else n
        self.take({"days": {days: each for days, each in by_days.items() if days is not None}})

    @property
    def rate(self) -> float | None:
        """Share that ended in time, 0 to 1; None where too few did for it to be published."""
        is_publishable = self.timed >= SMALLEST and not self.hidden & MATTERS
        return self.in_time / self.timed if is_publishable else None

    @property
    def median_days(self) -> float | None:
        """Working days of the matter in the middle; None where there are too few."""
        is_publishable = sum(self.days.values()) >= SMALLEST and "ended" not in self.hidden
        return median(self.days) if is_publishable else None


@dataclass
class HandlingTally(MatterTally):
    """The same, with what was returned and what reporters said of the end."""

    returned: int = 0
    """How often a body gave a matter back to the coordination office."""
    reopened: int = 0
    """Those of which a review changed the answer, or had them accepted after all."""
    rated: int = 0
    solved: int = 0

    def count_rated(self, n: int, *, is_solved: bool) -> None:
        """Take in ``n`` judgements that were alike."""
        self.rated += n
        self.solved += n if is_solved else 0

    @property
    def solved_rate(self) -> float | None:
        """Share whose reporters call it solved, 0 to 1; None where too few judged."""
        is_publishable = self.rated >= SMALLEST and not self.hidden & {"ended", "rated"}
        return self.solved / self.rated if is_publishable else None

    def add(self, other: "HandlingTally") -> None:
        """Take in what another has counted."""
        self.take(vars(other))


class Dimension(LabelledEnum):
    """What the figures of handling can be told apart by."""

    BUREAU = ("bureau", "部门")
    DISTRICT = ("district", "县（市、区）")
    CATEGORY = ("category", "事项类别")
    MONTH = ("month", "月份")


class DistrictMeasure(LabelledEnum):
    """By which figure of handling districts are compared."""

    RATE = ("rate", "按期办结率")
    RECEIVED = ("received", "收到（件）")
    ENDED = ("ended", "办结（件）")
    MEDIAN = ("median", "办结中位用时（工作日）")
    OVERDUE = ("overdue", "逾期（件）")
    SOLVED = ("solved", "认为已解决")

    @property
    def is_share(self) -> bool:
        """Whether it lies between 0 and 1."""
        return self in {DistrictMeasure.RATE, DistrictMeasure.SOLVED}

    @property
    def is_count(self) -> bool:
        """Whether one and two of it are kept back; of the others too few give nothing."""
        return not self.is_share and self is not DistrictMeasure.MEDIAN


@dataclass
class DisclosureScore(_Sums):
    """How a body has published what it decided. These are acts of bodies: nothing is kept back."""

    records: int = 0
    timed: int = 0
    """Those of which a rule says within how many working days they have to be public."""
    in_time: int = 0
    incomplete: int = 0
    missing: int = 0
    """Fields left empty, in all incomplete records together."""
    corrections: int = 0
    revoked: int = 0
    """Those of which a later decision says that they have to leave."""
    late_withdrawals: int = 0

    @property
    def rate(self) -> float | None:
        """Share that was public in time, 0 to 1; None where too few are timed to say it."""
        return self.in_time / self.timed if self.timed >= SMALLEST else None

    @property
    def median_days(self) -> float | None:
        """Working days of the record in the middle; None where there are too few."""
        return median(self.days) if self.timed >= SMALLEST else None


def shown(count: int) -> int | None:
    """The count as it may be published; None for one and two."""
    return None if 0 < count < SMALLEST else count


def count_words(count: int | None) -> str:
    """The count as pages write it; None is one that is kept back."""
    return KEPT_BACK if count is None or shown(count) is None else f"{count:,}"


def median(counted: Mapping[int, int]) -> float | None:
    """The middle of values that come ``counted[value]`` times."""
    total = sum(counted.values())
    if not total:
        return None
    middle = [(total - 1) // 2, total // 2]
    passed = 0
    found: list[int] = []
    for value in sorted(counted):
        passed += counted[value]
        while len(found) < 2 and middle[len(found)] < passed:
            found.append(value)
    return sum(found) / 2


def step(rate: float | None) -> int:
    """Which of four steps of colour, from 1, a rate of 0 to 1 takes; 0 where there is none."""
    return 0 if rate is None else 1 + sum(rate >= limit for limit in STEPS)


def totals_kept_back(counts: Mapping[Key, Counts]) -> frozenset[Column]:
    """The totals that are kept back: small ones, and one beside where that would be a lone one."""
    totals = {column: sum(_of(each, column) for each in counts.values()) for column in COLUMNS}
    hidden = {column for column, total in totals.items() if _is_small(total)}
    if len(hidden) == 1:
        others = [column for column in COLUMNS if column not in hidden]
        hidden.add(min(others, key=lambda column: (totals[column] == 0, totals[column])))
    return frozenset(hidden)


def kept_back(counts: Mapping[Key, Counts]) -> frozenset[tuple[Key, Column]]:
    """The cells that are kept back: by value, and by track or None for both."""
    cells: Cells[Key] = {
        (key, column): _of(each, column) for key, each in counts.items() for column in COLUMNS
    }
    totals = totals_kept_back(counts)
    hidden = {cell for cell, count in cells.items() if _is_small(count)}
    while found := _beside_a_lone_one(cells, hidden) or _in_an_open_column(cells, hidden, totals):
        hidden.add(found)
    return frozenset(hidden)


def _of(counts: Counts, column: Column) -> int:
    return sum(counts.values()) if column is None else counts.get(column, 0)


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST


def _beside_a_lone_one(
    cells: Cells[Key], hidden: set[tuple[Key, Column]]
) -> tuple[Key, Column] | None:
    """A cell of a row in which one cell alone is kept back, which the other two would tell."""
    for key, column in sorted(hidden, key=str):
        others = [(key, other) for other in COLUMNS if other != column]
        if not hidden.intersection(others):
            return _smallest(cells, hidden, others)
    return None


def _in_an_open_column(
    cells: Cells[Key], hidden: set[tuple[Key, Column]], totals: frozenset[Column]
) -> tuple[Key, Column] | None:
    """A cell of a column whose total would tell what is kept back in it.

    Each of these is one at least: where together they are no more than that, each is told.
    """
    for column in COLUMNS:
        here = [cell for cell in cells if cell[1] == column]
        hidden_here = [cell for cell in here if cell in hidden]
        together = sum(cells[cell] for cell in hidden_here)
        is_safe = (
            bool(hidden_here)
            if column in totals
            else not hidden_here or together > len(hidden_here) > 1
        )
        if not is_safe and (found := _smallest(cells, hidden, here)):
            return found
    return None


def _smallest(
    cells: Cells[Key], hidden: set[tuple[Key, Column]], among: list[tuple[Key, Column]]
) -> tuple[Key, Column] | None:
    """The cell that costs least: of a row that lacks one, then small; nought where nothing else."""
    touched = {key for key, _ in hidden}
    shown = [cell for cell in among if cell not in hidden]
    return min(
        shown,
        key=lambda cell: (not cells[cell], cell[0] not in touched, cells[cell], str(cell)),
        default=None,
    )
