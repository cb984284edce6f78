"""Titles of reports, and their cells as pages and papers write them."""

from datetime import date

from app.insight.evaluation.rules import STEPS, words
from app.insight.monthly.rules import Cell, Column, Unit
from app.kernel.web.templating import NOTHING, month_long, percent, wan


def title_of(month: date) -> str:
    """What the report on a month is called."""
    return f"{month_long(month)}质量诚信月报"


def shown(cell: Cell, column: Column) -> str:
    """The cell in words; a count that is kept back says so."""
    if isinstance(cell, str):
        return cell or NOTHING
    match column.unit:
        case Unit.COUNT:
            return words(None) if cell is None else f"{cell:,}"
        case Unit.STEP:
            return step_words(cell)
        case Unit.SHARE:
            return percent(cell)
        case Unit.CENTS:
            return wan(None if cell is None else int(cell))
    return NOTHING if cell is None else f"{cell:.1f}"


def step_words(cell: Cell) -> str:
    """``97% 以上``: from where a step begins."""
    if not isinstance(cell, int):
        return words(None)
    return f"低于 {_share(STEPS[0])}" if cell == 1 else f"{_share(STEPS[cell - 2])} 以上"


def tile_words(cell: Cell) -> str:
    """The same as the tile of a district has room for."""
    if not isinstance(cell, int):
        return words(None)
    return f"＜{_share(STEPS[0])}" if cell == 1 else f"≥{_share(STEPS[cell - 2])}"


def _share(share: float) -> str:
    return f"{100 * share:g}%"
