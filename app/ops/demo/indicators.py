"""Invented values of what the policy promised: most kept, some missed, some never reported."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from app.kernel import clock
from app.kernel.imports.models import ImportBatch
from app.ops.demo.material import Json, Stage, material
from app.publishing.life.models import ChangeNote, RecordVersion
from app.publishing.life.rules import PublicationStatus, VersionState
from app.publishing.life.values import snapshot
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import DataPeriod, read_period, write_number
from app.records.indicators.rules import Frequency

LENGTHS = {Frequency.MONTH: 12, Frequency.QUARTER: 8, Frequency.HALF: 6, Frequency.YEAR: 5}
"""How many periods back values go."""
REPORTED_AFTER = 12
"""Days from the end of a period to the document about it."""


def make_values(
    stage: Stage, indicators: list[Indicator], batch: ImportBatch
) -> list[IndicatorValue]:
    """Values of all indicators that the data file names, row by row of one file."""
    told: Json = material("indicators")
    # Chance of its own: what is made besides stays as it was without totals.
    apart = stage.apart(5)
    made = [*_all(stage, indicators, told["series"]), *_all(apart, indicators, told["totals"])]
    for row, value in enumerate(made, start=2):
        value.import_batch, value.source_row = batch, row
        value.source_key = f"demo-indicator-{row}"
        value.checked_on = stage.days_ago(3)
    return made


def make_correction(stage: Stage, values: list[IndicatorValue]) -> tuple[RecordVersion, ChangeNote]:
    """What tells of the one value that was public with another number before."""
    told: Json = material("indicators")["correction"]
    value = [one for one in values if one.indicator.code == told["code"]][-1]
    before = write_number(value.number + Decimal(str(told["before"])))
    version = RecordVersion(
        kind=value.__tablename__,
        record_id=value.id,
        number=1,
        state=VersionState.APPROVED,
        title=value.headline,
        values=snapshot(value),
        was={"value": before},
        author_name="演示编辑",
        written_at=clock.now(),
        reviewer_name="演示审核",
        reviewed_at=clock.now(),
        note=told["note"],
    )
    note = ChangeNote(
        kind=value.__tablename__,
        record_id=value.id,
        on=stage.today,
        text=told["note"],
        fields=["value"],
    )
    return version, note


def _all(
    stage: Stage, indicators: list[Indicator], shapes: dict[str, tuple[float, float, int]]
) -> Iterator[IndicatorValue]:
    for one in indicators:
        if one.code in shapes:
            yield from _series(stage, one, shapes[one.code])


def _series(
    stage: Stage, indicator: Indicator, shape: tuple[float, float, int]
) -> Iterator[IndicatorValue]:
    oldest, newest, decimals = shape
    periods = list(_periods(indicator.frequency, stage.today))
    for place, period in enumerate(periods):
        share = place / (len(periods) - 1)
        number = oldest + (newest - oldest) * share
        if 0 < share < 1:
            number += (newest - oldest) * stage.rng.uniform(-0.06, 0.06)
        on = min(period.ends_on + timedelta(days=REPORTED_AFTER), stage.today)
        yield IndicatorValue(
            indicator=indicator,
            period=period.code,
            value=write_number(Decimal(f"{number:.{decimals}f}")),
            source=_document(indicator, period),
            source_on=on,
            source_bureau_id=indicator.bureau_id,
            status=PublicationStatus.PUBLISHED,
            published_on=on,
            created_at=stage.moment(on),
            updated_at=stage.moment(on),
        )


def _periods(frequency: Frequency, today: date) -> Iterator[DataPeriod]:
    """The last periods that ended long enough ago to have been reported on, oldest first."""
    length = frequency.months
    known = today - timedelta(days=REPORTED_AFTER)
    year, month = known.year, (known.month - 1) // length * length
    last = year * 12 + month
    for start in range(last - LENGTHS[frequency] * length, last, length):
        yield read_period(_code(frequency, *divmod(start, 12)))


def _code(frequency: Frequency, year: int, month: int) -> str:
    """The code of the period that begins in ``month``, counted from nought."""
    match frequency:
        case Frequency.MONTH:
            return f"{year}-01/{month + 1:02}" if month else f"{year}-01"
        case Frequency.QUARTER:
            return f"{year}-Q{month // 3 + 1}"
        case Frequency.HALF:
            return f"{year}-H{month // 6 + 1}"
        case _:
            return str(year)


def _document(indicator: Indicator, period: DataPeriod) -> str:
    pattern: str = material("indicators")["documents"][indicator.frequency.value]
    return pattern.format(period=period.words, name=indicator.name)
