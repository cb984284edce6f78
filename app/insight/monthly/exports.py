"""The list of months, and the tables of a report, as downloads."""

from functools import partial

from app.insight.monthly.queries import Made
from app.insight.monthly.rules import Cell, Column, Row, Table, Unit
from app.insight.monthly.words import step_words
from app.kernel.imports.exporting import ExportColumn

MONTHS: tuple[ExportColumn[Made], ...] = (
    ExportColumn("month", "月份", lambda made: made.code),
    ExportColumn("edition", "版次", lambda made: made.edition),
    ExportColumn("counted_at", "统计时间", lambda made: made.counted_at),
)


def columns_of(table: Table) -> list[ExportColumn[Row]]:
    """The columns of a table; what is kept back is empty, as in all files."""
    return [
        ExportColumn("name", table.name, lambda row: row.name),
        *(
            ExportColumn(f"value_{place}", _title(column), partial(_value, column, place))
            for place, column in enumerate(table.columns, start=1)
        ),
    ]


def _title(column: Column) -> str:
    return f"{column.label}（{column.unit.label}）" if column.unit.label else column.label


def _value(column: Column, place: int, row: Row) -> Cell:
    cell = row.cells[place - 1]
    if column.unit is Unit.STEP:
        return step_words(cell) if cell else None
    if isinstance(cell, int | float) and column.unit is Unit.CENTS:
        return cell / 1_000_000
    return round(cell, 4) if isinstance(cell, float) else cell
