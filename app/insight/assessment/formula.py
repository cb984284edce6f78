"""The formula of a cycle: its three dated steps, its measures as data, and points and places.

Points are whole hundredths, computed with fractions: the same rows give the same points on any
machine, and half a hundredth is rounded up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

from app.insight.assessment.rules import UnitKind
from app.kernel.db.reference import read_data
from app.kernel.labels import LabelledEnum
from app.kernel.working_days import Calendar, on_or_after

HUNDREDTHS = 100
FULL = 100 * HUNDREDTHS


class MeasureKind(LabelledEnum):
    """How a measure turns what was counted into points."""

    LINEAR = ("linear", "按比例得分")
    DEDUCTION = ("deduction", "逐件扣分")
    REACHED = ("reached", "达标得分")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One line of the formula. ``most`` and ``each`` in hundredths of a point."""

    code: str
    name: str
    counts: str
    """What is counted, in plain words."""
    kind: MeasureKind
    most: int
    units: frozenset[UnitKind]
    least: int
    """With fewer rows than this it is not counted at all."""
    low: Fraction
    high: Fraction
    """Percentages between which the points rise; of ``REACHED`` only ``high`` counts."""
    each: int
    tells_rows: bool
    """Whether the public reads the rows one by one."""

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> "Measure":
        """A measure from a line of the data file, or of a cycle."""
        return cls(
            code=row["code"],
            name=row["name"],
            counts=row["counts"],
            kind=MeasureKind(row["kind"]),
            most=_hundredths(row["most"]),
            units=frozenset(UnitKind(unit) for unit in row["units"]),
            least=row["least"],
            low=Fraction(str(row.get("low", 0))),
            high=Fraction(str(row.get("high", 100))),
            each=_hundredths(row.get("each", 0)),
            tells_rows=row["rows"],
        )

    def points(self, good: int, total: int) -> int | None:
        """Hundredths for ``good`` of ``total`` rows; None where too few are there to count."""
        if total < self.least:
            return None
        if self.kind is MeasureKind.DEDUCTION:
            return max(self.most - self.each * (total - good), 0)
        share = Fraction(100 * good, total) if total else Fraction(100)
        if self.kind is MeasureKind.REACHED:
            return self.most if share >= self.high else 0
        part = (share - self.low) / (self.high - self.low)
        return rounded(self.most * min(max(part, Fraction(0)), Fraction(1)))

    @property
    def sentence(self) -> str:
        """The formula in a plain sentence."""
        most = show_points(self.most)
        few = f"不足 {self.least} 件的不计分。" if self.least > 1 else ""
        few = "没有这类事项的不计分。" if self.least == 1 else few
        match self.kind:
            case MeasureKind.DEDUCTION:
                return f"满分 {most} 分，每件扣 {show_points(self.each)} 分，扣完为止。{few}"
            case MeasureKind.REACHED:
                return f"比例达到 {_percent(self.high)}% 得 {most} 分，没有达到不得分。{few}"
            case _:
                low, high = _percent(self.low), _percent(self.high)
                floor_words = f"{low}% 及以下" if self.low else "0%"
                return f"比例为 {floor_words}得 0 分，{high}% 得满分 {most} 分，其间按比例。{few}"


@dataclass(frozen=True, kw_only=True)
class Formula:
    """All measures of a cycle, with its dates and limits (《质量强市工作考核办法》)."""

    version: str
    since: int
    basis: str
    steps: Mapping[str, str]
    objection_days: int
    """Working days in which an assessed unit can object."""
    ranked_from: int
    """Points that must be open to a unit for it to have a place, in hundredths."""
    manual_most: int
    """How far points by hand may raise or lower a unit, in hundredths."""
    measures: Sequence[Measure]

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Formula":
        """A formula as the data file, or a cycle, keeps it."""
        return cls(
            version=data["version"],
            since=data["since"],
            basis=data["basis"],
            steps=data["steps"],
            objection_days=data["objection_days"],
            ranked_from=_hundredths(data["ranked_from"]),
            manual_most=_hundredths(data["manual_most"]),
            measures=tuple(Measure.parse(row) for row in data["measures"]),
        )

    def of(self, unit: UnitKind) -> list[Measure]:
        """The measures that apply to a kind of unit."""
        return [measure for measure in self.measures if unit in measure.units]

    def measure(self, code: str) -> Measure | None:
        """The measure with this code, if the formula has it."""
        return next((each for each in self.measures if each.code == code), None)


def rounded(number: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    size = floor(abs(number) + Fraction(1, 2))
    return size if number >= 0 else -size


def show_points(hundredths: int | None, *, in_full: bool = False) -> str:
    """Hundredths as people read points: 23.5, in tables 23.50; a dash where nothing was counted."""
    if hundredths is None:
        return "—"
    sign, (whole, rest) = "−" if hundredths < 0 else "", divmod(abs(hundredths), HUNDREDTHS)
    written = f"{sign}{whole}.{rest:02d}"
    return written if in_full else written.rstrip("0").rstrip(".")


def _hundredths(number: float) -> int:
    return rounded(Fraction(str(number)) * HUNDREDTHS)


def _percent(share: Fraction) -> str:
    return str(int(share)) if share.denominator == 1 else str(float(share))


@dataclass(frozen=True)
class MeasureResult:
    """A measure of a unit, with how many of its rows are good."""

    measure: Measure
    good: int
    total: int

    @property
    def points(self) -> int | None:
        """Hundredths; None where it is not counted."""
        return self.measure.points(self.good, self.total)


@dataclass(frozen=True)
class RankedUnit:
    """A unit as far as its place goes; ``total`` in hundredths, None where it has none."""

    key: int
    kind: UnitKind
    total: int | None


def scaled(counted: Iterable[MeasureResult]) -> tuple[int | None, int]:
    """Hundredths of a unit as if a hundred points were open to it, and how many really were.

    What a unit had nothing to show for is neither given nor taken: the rest is scaled up.
    """
    pairs = [(one.points, one.measure.most) for one in counted]
    known = [(points, most) for points, most in pairs if points is not None]
    most = sum(each for _, each in known)
    if not most:
        return None, 0
    return rounded(Fraction(FULL * sum(points for points, _ in known), most)), most


def with_marks(computed: int | None, marks: Iterable[int], most: int) -> int | None:
    """The total: computed points and signed points by hand, these within ``most``; never below 0.

    All in hundredths. Where nothing was computed, nothing is added to it.
    """
    if computed is None:
        return None
    return max(computed + max(-most, min(sum(marks), most)), 0)


def places(entrants: Sequence[RankedUnit]) -> dict[int, int]:
    """The place of each unit among its kind; equals share one, and the next is passed over."""
    found = {}
    for entrant in entrants:
        if entrant.total is not None:
            better = [
                other
                for other in entrants
                if other.kind is entrant.kind
                and other.total is not None
                and other.total > entrant.total
            ]
            found[entrant.key] = 1 + len(better)
    return found


class CycleStepState(LabelledEnum):
    """How a step stands; its dates say so."""

    AHEAD = ("ahead", "未到期")
    DONE = ("done", "按期完成")
    LATE = ("late", "逾期完成")
    OVERDUE = ("overdue", "逾期未完成")


STEP_NAMES = {
    "issue": "年初下达任务和指标",
    "inspect": "年中督查",
    "assess": "次年年初考核",
}


@dataclass(frozen=True)
class CycleStep:
    """A step with its last day, the day on which it was done, and how that stands."""

    name: str
    due_on: date
    done_on: date | None
    today: date

    @property
    def state(self) -> CycleStepState:
        """Late steps show by themselves."""
        if self.done_on is None:
            return CycleStepState.AHEAD if self.today <= self.due_on else CycleStepState.OVERDUE
        return CycleStepState.DONE if self.done_on <= self.due_on else CycleStepState.LATE

    @property
    def days_late(self) -> int:
        """Calendar days past the last one; 0 for a step in time."""
        return max(((self.done_on or self.today) - self.due_on).days, 0)


def due_dates(year: int, formula: Formula, calendar: Calendar) -> dict[str, date]:
    """The last day of each step; one that is no working day moves to the next."""
    return {
        name: on_or_after(
            date.fromisoformat(f"{year + 1 if name == 'assess' else year}-{month_day}"), calendar
        )
        for name, month_day in formula.steps.items()
    }


def steps_of(
    due: Mapping[str, date], done: Mapping[str, date | None], today: date
) -> list[CycleStep]:
    """The steps in order, as they stand on ``today``."""
    return [CycleStep(words, due[name], done[name], today) for name, words in STEP_NAMES.items()]


FORMULAS = Path(__file__).parent / "data" / "formulas.json"
COMPUTATION = "1"
"""Version of the way rows are gathered; a published cycle says under which one it was counted."""


@cache
def formulas() -> tuple[dict[str, Any], ...]:
    """All formulas as data, the newest first."""
    rows = read_data(FORMULAS)["formulas"]
    return tuple(sorted(rows, key=lambda row: -int(row["since"])))


def formula_data(year: int) -> dict[str, Any] | None:
    """The formula of a year as data, to be kept with its cycle; None before the first."""
    return next((row for row in formulas() if row["since"] <= year), None)
