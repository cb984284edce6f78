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
from app.insight.evaluation.queries.dimensions import handled
from app.insight.evaluation.rules import Dimension, Tally, step
from app.insight.monthly.queries import cases_in, published_in
from app.insight.monthly.rules import (
    Cell,
    Column,
    Drawing,
    Row,
    Table,
    Unit,
    month_before,
    year_before,
)
from app.insight.monthly.words import step_words
from app.kernel.db.reference import read_data
from app.people.queries import DistrictName
from app.records.cases.rules import CaseField
from app.records.indicators.queries import promises
from app.records.indicators.rules import TargetState
from app.records.projects.queries.portfolio import ProjectCounts as ProjectTally
from app.records.projects.queries.portfolio import portfolio
from app.records.projects.rules import ProjectField

WORDS = Path(__file__).parent / "data" / "words.json"
WHOLE = "全部"


def tables_of(month: date) -> list[Table]:
    """All that a report on the month says, counted now."""
    return [*flows_of(month), *standing_of(month.year)]


def standing_of(year: int) -> list[Table]:
    """The tables of what the year has come to, and of how things stand today."""
    handled_in = handling.evaluation(year)
    return [
        _bodies(handled_in.bureaus),
        _districts(handled_in.districts),
        _checks(year),
        _projects(),
        _promises(),
    ]


def flows_of(month: date) -> list[Table]:
    """The tables of what happened in the month, which can be counted again at any time."""
    return [_handling(month), _records(month), _cases(month)]


def says_something(tables: Iterable[Table], month: date) -> bool:
    """Whether anything happened in the month at all: a site begins with its first records."""
    by_key = {table.key: table for table in tables}
    came = [row for row in by_key["handling"].rows if row.name == _name(month.month)]
    return any(row.cells[0] != 0 for row in (*came, *by_key["records"].rows))


def _name(month: int) -> str:
    """A month as the figures of handling name it."""
    return f"{month} 月"


def _handling(month: date) -> Table:
    """The city, month by month; a month in which nothing came and nothing ended has no row."""
    names = {_name(number) for number in range(1, month.month + 1)}
    lines = [line for line in handled(Dimension.MONTH, month.year) if line.name in names]
    told = ((line.name, line.tally) for line in lines)
    rows = [
        Row(
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
        for name, tally in told
    ]
    columns = (
        Column("收到", Unit.COUNT),
        Column("办结", Unit.COUNT),
        Column("按期办结率", Unit.SHARE),
        Column("中位用时", Unit.DAYS),
        Column("逾期", Unit.COUNT, is_of_day=True),
        Column("认为已解决", Unit.SHARE, is_of_day=True),
    )
    return _table("handling", columns, rows, is_of_month=True)


def _bodies(named: Iterable[tuple[str, Tally]]) -> Table:
    """The bodies of each step, the best step first; of those kept back how many they are."""
    by_step: dict[int, list[str]] = {}
    for name, tally in named:
        by_step.setdefault(step(tally.rate), []).append(name)
    rows = [
        Row(step_words(each or None), (len(names), "、".join(sorted(names)) if each else ""))
        for each, names in sorted(by_step.items(), reverse=True)
    ]
    columns = (Column("部门数", Unit.COUNT), Column("部门", Unit.WORDS))
    return _table("bodies", columns, rows)


def _districts(placed: Iterable[tuple[DistrictName, Tally]]) -> Table:
    rows = [Row(one.name, (step(tally.rate) or None,), one.code) for one, tally in placed]
    return _table("districts", (Column("当年按期率", Unit.STEP),), rows, drawing=Drawing.TILES)


def _records(month: date) -> Table:
    months = (month, month_before(month), year_before(month))
    rows = [Row(name, tuple(counts)) for name, counts in published_in(months)]
    return _table("records", _compared(), rows, is_of_month=True)


def _cases(month: date) -> Table:
    found = cases_in((month, month_before(month), year_before(month)))
    by_field = {row[0]: [int(n or 0) for n in row[1:]] for row in found}
    rows = [Row(one.label, tuple(by_field[one])) for one in CaseField if any(by_field.get(one, ()))]
    columns = (*_compared(), Column("罚没金额", Unit.CENTS))
    return _table("cases", columns, rows, is_of_month=True)


def _compared() -> tuple[Column, ...]:
    return tuple(Column(label, Unit.COUNT) for label in ("当月", "上月", "上年同月"))


def _checks(year: int) -> Table:
    lines = pass_rates.promises(promises.measured_by(PROMISED), year)
    rows = [
        Row(
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
        Column("合格批次", Unit.COUNT),
        Column("抽查批次", Unit.COUNT),
        Column("合格率", Unit.SHARE),
        Column("目标", Unit.WORDS),
        Column("结果", Unit.WORDS),
    )
    return _table("checks", columns, rows, drawn=2)


def _projects() -> Table:
    made = portfolio()
    found = [(one.label, made.by_field[one]) for one in ProjectField if one in made.by_field]
    rows = [Row(name, _standing(tally)) for name, tally in (*found, (WHOLE, made.whole))]
    columns = (
        *(Column(label, Unit.COUNT) for label in ("项目", "按计划", "已完成", "滞后", "本期未报")),
        Column("按计划的比例", Unit.SHARE),
        Column("计划投资", Unit.CENTS),
        Column("已投入", Unit.CENTS),
    )
    return _table("projects", columns, rows if made.whole.total else (), drawn=5)


def _standing(tally: ProjectTally) -> tuple[Cell, ...]:
    share = (tally.on_track + tally.done) / tally.total if tally.total else None
    counts = (tally.total, tally.on_track, tally.done, tally.late, tally.unreported)
    return (*counts, share, tally.planned_cents, tally.spent_cents)


def _promises() -> Table:
    rows = [
        Row(group.strand.label, _kept(dict(group.counts), len(group.rows)))
        for group in promises.by_strand(promises.tracked())
    ]
    columns = (
        *(Column(state.label, Unit.COUNT) for state in TargetState),
        Column("达到的比例", Unit.SHARE),
    )
    states = len(TargetState)
    return _table("promises", columns, rows, drawing=Drawing.STACKED, drawn=states)


def _kept(counts: dict[TargetState, int], total: int) -> tuple[Cell, ...]:
    return (
        *(counts.get(state, 0) for state in TargetState),
        counts.get(TargetState.MET, 0) / total,
    )


def _table(key: str, columns: tuple[Column, ...], rows: Iterable[Row], **how: Any) -> Table:
    words, settings = _words()[key], {"drawing": Drawing.BARS, "drawn": 0, "is_of_month": False}
    return Table(
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
