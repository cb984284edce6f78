"""The tables of a month, from the same numbers as the page of the city's evaluation.

Reports stay, so two that follow each other can be held against each other. What is counted by
body and by district is therefore told in steps, and matters are counted for the city alone.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.insight.evaluation import pass_rates
from app.insight.evaluation.queries import handling
from app.insight.evaluation.queries.checks import PROMISED
from app.insight.evaluation.queries.handling import handled
from app.insight.evaluation.rules import STEPS, Dimension, MatterTally, count_words, step
from app.insight.monthly.queries import cases_in, published_in
from app.insight.monthly.rules import (
    ColumnUnit,
    ReportCell,
    ReportColumn,
    ReportRow,
    ReportTable,
    TableDrawing,
    month_before,
    year_before,
)
from app.kernel.db.reference import read_data
from app.kernel.web.templating import NOTHING, percent, wan
from app.people.queries import DistrictName
from app.records.cases.rules import CaseField
from app.records.indicators.queries import promises
from app.records.indicators.rules import TargetState
from app.records.projects.queries.portfolio import ProgressCounts as ProjectTally
from app.records.projects.queries.portfolio import portfolio
from app.records.projects.rules import ProjectField

WORDS = Path(__file__).parent / "data" / "words.json"
WHOLE = "全部"


def tables_of(month: date) -> list[ReportTable]:
    """All that a report on the month says, counted now."""
    return [*flows_of(month), *standing_of(month.year)]


def standing_of(year: int) -> list[ReportTable]:
    """The tables of what the year has come to, and of how things stand today."""
    handled_in = handling.evaluation(year)
    return [
        _bodies(handled_in.bureaus),
        _districts(handled_in.districts),
        _checks(year),
        _projects(),
        _promises(),
    ]


def flows_of(month: date) -> list[ReportTable]:
    """The tables of what happened in the month, which can be counted again at any time."""
    return [_handling(month), _records(month), _cases(month)]


def says_something(tables: Iterable[ReportTable], month: date) -> bool:
    """Whether anything happened in the month at all: a site begins with its first records."""
    by_key = {table.key: table for table in tables}
    came = [row for row in by_key["handling"].rows if row.name == _name(month.month)]
    return any(row.cells[0] != 0 for row in (*came, *by_key["records"].rows))


def _name(month: int) -> str:
    """A month as the figures of handling name it."""
    return f"{month} 月"


def _handling(month: date) -> ReportTable:
    """The city, month by month; a month in which nothing came and nothing ended has no row."""
    names = {_name(number) for number in range(1, month.month + 1)}
    lines = [line for line in handled(Dimension.MONTH, month.year) if line.name in names]
    tallies = ((line.name, line.tally) for line in lines)
    rows = [
        ReportRow(
            name,
            (
                tally.shown("received"),
                tally.shown("ended"),
                tally.rate,
                tally.median_days,
                tally.shown("overdue"),
                tally.solved_rate,
            ),
        )
        for name, tally in tallies
    ]
    columns = (
        ReportColumn("收到", ColumnUnit.COUNT),
        ReportColumn("办结", ColumnUnit.COUNT),
        ReportColumn("按期办结率", ColumnUnit.SHARE),
        ReportColumn("中位用时", ColumnUnit.DAYS),
        ReportColumn("逾期", ColumnUnit.COUNT, is_of_day=True),
        ReportColumn("认为已解决", ColumnUnit.SHARE, is_of_day=True),
    )
    return _table("handling", columns, rows, is_of_month=True)


def _bodies(named: Iterable[tuple[str, MatterTally]]) -> ReportTable:
    """The bodies of each step, the best step first; of those kept back how many they are."""
    by_step: dict[int, list[str]] = {}
    for name, tally in named:
        by_step.setdefault(step(tally.rate), []).append(name)
    rows = [
        ReportRow(step_words(each or None), (len(names), "、".join(sorted(names)) if each else ""))
        for each, names in sorted(by_step.items(), reverse=True)
    ]
    columns = (ReportColumn("部门数", ColumnUnit.COUNT), ReportColumn("部门", ColumnUnit.WORDS))
    return _table("bodies", columns, rows)


def _districts(placed: Iterable[tuple[DistrictName, MatterTally]]) -> ReportTable:
    rows = [ReportRow(one.name, (step(tally.rate) or None,), one.code) for one, tally in placed]
    return _table(
        "districts",
        (ReportColumn("当年按期率", ColumnUnit.STEP),),
        rows,
        drawing=TableDrawing.TILES,
    )


def _records(month: date) -> ReportTable:
    months = (month, month_before(month), year_before(month))
    rows = [ReportRow(name, tuple(counts)) for name, counts in published_in(months)]
    return _table("records", _compared(), rows, is_of_month=True)


def _cases(month: date) -> ReportTable:
    found = cases_in((month, month_before(month), year_before(month)))
    by_field = {row[0]: [int(n or 0) for n in row[1:]] for row in found}
    rows = [
        ReportRow(one.label, tuple(by_field[one]))
        for one in CaseField
        if any(by_field.get(one, ()))
    ]
    columns = (*_compared(), ReportColumn("罚没金额", ColumnUnit.CENTS))
    return _table("cases", columns, rows, is_of_month=True)


def _compared() -> tuple[ReportColumn, ...]:
    return tuple(ReportColumn(label, ColumnUnit.COUNT) for label in ("当月", "上月", "上年同月"))


def _checks(year: int) -> ReportTable:
    lines = pass_rates.promises(promises.measured_by(PROMISED), year)
    rows = [
        ReportRow(
            line.name,
            (
                *((line.rate.passed, line.rate.total) if line.rate else (0, 0)),
                line.rate.share if line.rate else None,
                line.indicator.target_words,
                line.state.label,
            ),
        )
        for line in lines
    ]
    columns = (
        ReportColumn("合格批次", ColumnUnit.COUNT),
        ReportColumn("抽查批次", ColumnUnit.COUNT),
        ReportColumn("合格率", ColumnUnit.SHARE),
        ReportColumn("目标", ColumnUnit.WORDS),
        ReportColumn("结果", ColumnUnit.WORDS),
    )
    return _table("checks", columns, rows, drawn=2)


def _projects() -> ReportTable:
    made = portfolio()
    found = [(one.label, made.by_field[one]) for one in ProjectField if one in made.by_field]
    rows = [ReportRow(name, _standing(tally)) for name, tally in (*found, (WHOLE, made.whole))]
    columns = (
        *(
            ReportColumn(label, ColumnUnit.COUNT)
            for label in ("项目", "按计划", "已完成", "滞后", "本期未报")
        ),
        ReportColumn("按计划的比例", ColumnUnit.SHARE),
        ReportColumn("计划投资", ColumnUnit.CENTS),
        ReportColumn("已投入", ColumnUnit.CENTS),
    )
    return _table("projects", columns, rows if made.whole.total else (), drawn=5)


def _standing(tally: ProjectTally) -> tuple[ReportCell, ...]:
    share = (tally.on_track + tally.done) / tally.total if tally.total else None
    counts = (tally.total, tally.on_track, tally.done, tally.late, tally.unreported)
    return (*counts, share, tally.planned_cents, tally.spent_cents)


def _promises() -> ReportTable:
    rows = [
        ReportRow(group.strand.label, _state_cells(dict(group.counts), len(group.rows)))
        for group in promises.by_strand(promises.tracked())
    ]
    columns = (
        *(ReportColumn(state.label, ColumnUnit.COUNT) for state in TargetState),
        ReportColumn("达到的比例", ColumnUnit.SHARE),
    )
    states = len(TargetState)
    return _table("promises", columns, rows, drawing=TableDrawing.STACKED, drawn=states)


def _state_cells(counts: dict[TargetState, int], total: int) -> tuple[ReportCell, ...]:
    return (
        *(counts.get(state, 0) for state in TargetState),
        counts.get(TargetState.MET, 0) / total,
    )


def _table(
    key: str, columns: tuple[ReportColumn, ...], rows: Iterable[ReportRow], **how: Any
) -> ReportTable:
    words, settings = (
        _words()[key],
        {"drawing": TableDrawing.BARS, "drawn": 0, "is_of_month": False},
    )
    return ReportTable(
        key=key,
        title=words["title"],
        name=words["name"],
        method=words["method"],
        columns=columns,
        rows=tuple(rows),
        **{**settings, **how},
    )


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = read_data(WORDS)["tables"]
    return words


def shown(cell: ReportCell, column: ReportColumn) -> str:
    """The cell in words; a count that is kept back says so."""
    if isinstance(cell, str):
        return cell or NOTHING
    match column.unit:
        case ColumnUnit.COUNT:
            return count_words(None) if cell is None else f"{cell:,}"
        case ColumnUnit.STEP:
            return step_words(cell)
        case ColumnUnit.SHARE:
            return percent(cell)
        case ColumnUnit.CENTS:
            return wan(None if cell is None else int(cell))
    return NOTHING if cell is None else f"{cell:.1f}"


def step_words(cell: ReportCell) -> str:
    """``97% 以上``: from where a step begins."""
    if not isinstance(cell, int):
        return count_words(None)
    return f"低于 {_share(STEPS[0])}" if cell == 1 else f"{_share(STEPS[cell - 2])} 以上"


def tile_words(cell: ReportCell) -> str:
    """The same as the tile of a district has room for."""
    if not isinstance(cell, int):
        return count_words(None)
    return f"＜{_share(STEPS[0])}" if cell == 1 else f"≥{_share(STEPS[cell - 2])}"


def _share(share: float) -> str:
    return f"{100 * share:g}%"
