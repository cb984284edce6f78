"""Excel and WPS workbooks (xlsx, xlsm, xls, et, ods) through calamine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.imports.cells import MAX_COLUMNS, Cell, Row, Sheet
from app.imports.problems import SpreadsheetError

Merges = dict[int, list[tuple[int, int]]]
"""First row of a merged block → its column and last row."""


def read_workbook(path: Path) -> Iterator[Sheet]:
    """The visible sheets of a workbook that hold anything, in order."""
    book = _open(path)
    for position, info in enumerate(book.sheets_metadata):
        is_sheet = info.typ is SheetTypeEnum.WorkSheet
        if not is_sheet or info.visible is not SheetVisibleEnum.Visible:
            continue
        sheet = _guarded(book.get_sheet_by_index, position)
        if sheet.start is None:
            continue
        if sheet.width > MAX_COLUMNS:
            raise SpreadsheetError(f"工作表“{info.name}”超过 {MAX_COLUMNS} 列，无法读取。")
        yield Sheet(info.name, _rows(sheet), sheet.end[0] + 1 if sheet.end else None)


def _open(path: Path) -> CalamineWorkbook:
    # Given a path, calamine believes the suffix; given bytes, it looks at them.
    with path.open("rb") as file:
        workbook: CalamineWorkbook = _guarded(CalamineWorkbook.from_filelike, file)
    return workbook


def _guarded(read: Any, *arguments: Any) -> Any:
    """Call calamine; whatever it says about a bad file becomes a refusal in Chinese."""
    try:
        return read(*arguments)
    except PasswordError as error:
        raise SpreadsheetError("文件带有打开密码，请取消密码后重新保存。") from error
    except CalamineError as error:
        raise SpreadsheetError() from error
    except BaseException as error:
        # A panic of the Rust library is no Exception; it means a file damaged on purpose.
        if type(error).__name__ == "PanicException":
            raise SpreadsheetError() from error
        raise


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Rows from the top of the sheet; a value merged downwards is seen in each of its rows."""
    first_column = sheet.start[1] if sheet.start else 0
    merges = _merges_downwards(sheet, first_column)
    running: dict[int, tuple[int, Cell]] = {}
    for index, read in enumerate(sheet.iter_rows()):
        cells: list[Cell] = [*read]
        for column, last_row in merges.get(index, ()):
            running[column] = (last_row, cells[column])
        for column, (last_row, value) in list(running.items()):
            if index > last_row:
                del running[column]
            else:
                cells[column] = value
        yield Row(index + 1, cells)


def _merges_downwards(sheet: CalamineSheet, first_column: int) -> Merges:
    merges: Merges = {}
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        column = left - first_column
        if bottom > top and 0 <= column < sheet.width:
            merges.setdefault(top, []).append((column, bottom))
    return merges
