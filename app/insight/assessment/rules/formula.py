"""The formula of a cycle: measures as data, and how each turns counted rows into points.

Points are whole hundredths, computed with fractions: the same rows give the same points on any
machine, and half a hundredth is rounded up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from app.insight.assessment.rules.acts import UnitKind
from app.kernel.labels import LabelledEnum

HUNDREDTHS = 100


class Kind(LabelledEnum):
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
    kind: Kind
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
            kind=Kind(row["kind"]),
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
        if self.kind is Kind.DEDUCTION:
            return max(self.most - self.each * (total - good), 0)
        share = Fraction(100 * good, total) if total else Fraction(100)
        if self.kind is Kind.REACHED:
            return self.most if share >= self.high else 0
        part = (share - self.low) / (self.high - self.low)
        return rounded(self.most * min(max(part, Fraction(0)), Fraction(1)))

    @property
    def words(self) -> str:
        """The formula in a plain sentence."""
        most = show_points(self.most)
        few = f"不足 {self.least} 件的不计分。" if self.least > 1 else ""
        few = "没有这类事项的不计分。" if self.least == 1 else few
        match self.kind:
            case Kind.DEDUCTION:
                return f"满分 {most} 分，每件扣 {show_points(self.each)} 分，扣完为止。{few}"
            case Kind.REACHED:
                return f"比例达到 {_percent(self.high)}% 得 {most} 分，没有达到不得分。{few}"
            case _:
                low, high = _percent(self.low), _percent(self.high)
                floor_words = f"{low}% 及以下" if self.low else "0%"
                return f"比例为 {floor_words}得 0 分，{high}% 得满分 {most} 分，其间按比例。{few}"


@dataclass(frozen=True, kw_only=True)
class Formula:
    """All measures of a cycle, with its dates and limits."""

    version: str
    since: int
    basis: str
    steps: Mapping[str, str]
    objection_days: int
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
    """Points as people read them: 23.5, in tables 23.50; a dash where nothing was counted."""
    if hundredths is None:
        return "—"
    sign, (whole, rest) = "−" if hundredths < 0 else "", divmod(abs(hundredths), HUNDREDTHS)
    written = f"{sign}{whole}.{rest:02d}"
    return written if in_full else written.rstrip("0").rstrip(".")


def _hundredths(number: float) -> int:
    return rounded(Fraction(str(number)) * HUNDREDTHS)


def _percent(share: Fraction) -> str:
    return str(int(share)) if share.denominator == 1 else str(float(share))
