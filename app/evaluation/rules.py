"""How the figures of the city's evaluation are counted, and which of them are kept back.

Counts of one or two could point to a person who reported; they are not published.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.labels import LabelledEnum

SMALLEST = 3
TARGET = 0.95
STEPS = (0.95, 0.97, 0.985)


@dataclass
class Tally:
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
    days: dict[int, int] = field(default_factory=dict)
    """How many took how many working days."""

    def count_ended(self, n: int, met_deadline: bool | None, working_days: int | None) -> None:
        """Take in ``n`` matters that ended alike."""
        self.ended += n
        if met_deadline is not None:
            self.timed += n
            self.in_time += n if met_deadline else 0
            self.overdue += 0 if met_deadline else n
        if working_days is not None:
            self.days[working_days] = self.days.get(working_days, 0) + n

    @property
    def rate(self) -> float | None:
        """Share that ended in time; None where too few did for it to be published."""
        return self.in_time / self.timed if self.timed >= SMALLEST else None

    @property
    def median_days(self) -> float | None:
        """Working days of the matter in the middle; None where there are too few."""
        return median(self.days) if sum(self.days.values()) >= SMALLEST else None


@dataclass
class HandlingTally(Tally):
    """The same, with what was returned and what reporters said of the end."""

    returned: int = 0
    """How often a body gave a matter back to the coordination office."""
    rated: int = 0
    solved: int = 0

    def count_rated(self, n: int, *, is_solved: bool) -> None:
        """Take in ``n`` judgements that were alike."""
        self.rated += n
        self.solved += n if is_solved else 0

    @property
    def solved_rate(self) -> float | None:
        """Share whose reporters call it solved; None where too few judged."""
        return self.solved / self.rated if self.rated >= SMALLEST else None


class Dimension(LabelledEnum):
    """What the figures of handling can be told apart by."""

    BUREAU = ("bureau", "部门")
    DISTRICT = ("district", "县（市、区）")
    CATEGORY = ("category", "事项类别")
    MONTH = ("month", "月份")


@dataclass
class Score:
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
    days: dict[int, int] = field(default_factory=dict)
    """How many timed ones took how many working days."""

    def count(self, n: int, *, days: int, limit: int | None, missing: int, incomplete: int) -> None:
        """Take in ``n`` records that were decided on one day, and published on one."""
        self.records += n
        self.missing += missing
        self.incomplete += incomplete
        if limit is not None:
            self.timed += n
            self.in_time += n if days <= limit else 0
            self.days[days] = self.days.get(days, 0) + n

    @property
    def rate(self) -> float | None:
        """Share that was public in time; None where too few are timed to say it."""
        return self.in_time / self.timed if self.timed >= SMALLEST else None

    @property
    def median_days(self) -> float | None:
        """Working days of the record in the middle; None where there are too few."""
        return median(self.days) if self.timed >= SMALLEST else None


def shown(count: int) -> int | None:
    """The count as it may be published; None for one and two."""
    return None if 0 < count < SMALLEST else count


def words(count: int) -> str:
    """The count as tables write it."""
    return f"{count:,}" if shown(count) is not None else f"＜{SMALLEST}"


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
    """Which of four steps of colour a rate takes; 0 where there is none."""
    return 0 if rate is None else 1 + sum(rate >= limit for limit in STEPS)
