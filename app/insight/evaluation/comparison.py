"""Districts in a year beside the year before: one measure of handling, as map, table and file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from app.insight.evaluation.queries.dimensions import Line
from app.insight.evaluation.rules import KEPT_BACK, STEPS, DistrictMeasure, HandlingTally
from app.kernel.web.templating import NOTHING, percent
from app.people.tiles import Tile
from app.people.tiles import tiles as tiles_of

Value = float | None


_VALUES: dict[DistrictMeasure, Callable[[HandlingTally], Value]] = {
    DistrictMeasure.RATE: lambda tally: tally.rate,
    DistrictMeasure.RECEIVED: lambda tally: tally.shown("received"),
    DistrictMeasure.ENDED: lambda tally: tally.shown("ended"),
    DistrictMeasure.MEDIAN: lambda tally: tally.median_days,
    DistrictMeasure.OVERDUE: lambda tally: tally.shown("overdue"),
    DistrictMeasure.SOLVED: lambda tally: tally.solved_rate,
}


@dataclass(frozen=True)
class Compared:
    """A district with the measure in both years; None where it is not told."""

    code: str
    name: str
    before: Value
    now: Value

    @property
    def change(self) -> Value:
        """By how much it has grown; None unless both are told."""
        if self.before is None or self.now is None:
            return None
        return self.now - self.before


def compared(
    measure: DistrictMeasure,
    districts: Iterable[tuple[str, str]],
    before: Iterable[Line] | None,
    now: Iterable[Line],
) -> list[Compared]:
    """All districts in their order; one without matters in a year has counts of nought there.

    ``before`` is None where the site was not there yet: then nothing is known of that year.
    """
    value = _VALUES[measure]

    def values(lines: Iterable[Line] | None) -> dict[str, Value]:
        if lines is None:
            return dict.fromkeys(names.values())
        tallies = {line.name: line.tally for line in lines}
        return {name: value(tallies.get(name, HandlingTally())) for name in names.values()}

    names = dict(districts)
    old, new = values(before), values(now)
    return [Compared(code, name, old[name], new[name]) for code, name in names.items()]


@dataclass(frozen=True)
class Comparison:
    """All districts by one measure, in ``year`` and the year before."""

    measure: DistrictMeasure
    year: int
    rows: Sequence[Compared]
    has_before: bool
    """Whether the site was there the year before."""

    @property
    def maps(self) -> list[tuple[int, list[Tile]]]:
        """Both years with their tiles, the earlier first; shaded by one scale."""
        return [
            (
                self.year - 1,
                self._tiles([(one, one.before, self.before(one)) for one in self.rows]),
            ),
            (self.year, self._tiles([(one, one.now, self.words(one.now)) for one in self.rows])),
        ]

    @property
    def key(self) -> list[tuple[int, str]]:
        """What the shades mean: each with the values from which it begins."""
        first, *limits = (self.words(limit) for limit in (self._limits[0], *self._limits))
        begins = [f"低于 {first}", *(f"{limit} 以上" for limit in limits)]
        nothing = KEPT_BACK if self.measure.is_count else "不足 3 件"
        return [(0, nothing), *enumerate(begins, start=1)]

    def before(self, row: Compared) -> str:
        """The measure of the year before, in words; nothing is known of a year before the site."""
        return self.words(row.before) if self.has_before else NOTHING

    def words(self, value: Value) -> str:
        """A value as maps and tables write it."""
        if value is None:
            return KEPT_BACK if self.measure.is_count else NOTHING
        if self.measure.is_share:
            return percent(value)
        return f"{value:,.0f}" if self.measure.is_count else f"{value:.1f}"

    def change_words(self, change: Value) -> str:
        """``+1.2 个百分点``, ``-14``, ``+0``: with its sign, which needs no colour."""
        if change is None:
            return NOTHING
        if self.measure.is_share:
            return f"{100 * change:+.1f} 个百分点"
        return f"{change:+,.0f}" if self.measure.is_count else f"{change:+.1f}"

    @property
    def _limits(self) -> Sequence[float]:
        """Where the second, third and fourth shade begin; of counts in quarters, rounded up."""
        if self.measure is DistrictMeasure.RATE:
            return STEPS
        told = (value for one in self.rows for value in (one.before, one.now) if value is not None)
        most = max(told, default=0) or 1
        quarters = [most * quarter / 4 for quarter in (1, 2, 3)]
        return [ceil(limit) for limit in quarters] if self.measure.is_count else quarters

    def _tiles(self, values: Iterable[tuple[Compared, Value, str]]) -> list[Tile]:
        return tiles_of(
            (one.code, one.name, words, self._shade(value)) for one, value, words in values
        )

    def _shade(self, value: Value) -> int:
        return 0 if value is None else 1 + sum(value >= limit for limit in self._limits)
