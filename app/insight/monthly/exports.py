"""The list of months, and the tables of a report, as downloads."""

from functools import partial

from app.insight.monthly.queries import ReportedMonth
from app.insight.monthly.rules import ColumnUnit, ReportCell, ReportColumn, ReportRow, ReportTable
from app.insight.monthly.tables import step_words
from app.kernel.imports.exporting import ExportColumn

MONTHS: tuple[ExportColumn[ReportedMonth], ...] = (
    ExportColumn("month", "月份", lambda made: made.code),
    ExportColumn("edition", "版次", lambda made: made.edition),
    ExportColumn("counted_at", "统计时间", lambda made: made.counted_at),
)


def columns_of(table: ReportTable) -> list[ExportColumn[ReportRow]]:
    """The columns of a table; what is kept back is empty, as in all files."""
    return [
        ExportColumn("name", table.name, lambda row: row.name),
        *(
            ExportColumn(f"value_{place}", _title(column), partial(_value, column, place))
            for place, column in enumerate(table.columns, start=1)
        ),
    ]


def _title(column: ReportColumn) -> str:
    return f"{column.label}（{column.unit.label}）" if column.unit.label else column.label


def _value(column: ReportColumn, place: int, row: ReportRow) -> ReportCell:
    cell = row.cells[place - 1]
    if column.unit is ColumnUnit.STEP:
        return step_words(cell) if cell else None
    if isinstance(cell, int | float) and column.unit is ColumnUnit.CENTS:
        return cell / 1_000_000
    return round(cell, 4) if isinstance(cell, float) else cell
