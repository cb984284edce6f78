"""The indicators that the site computes, from the facts that the evaluation counts."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from flask import Flask

from app.insight.evaluation.pass_rates import rounded
from app.insight.evaluation.queries import measured, scorecards
from app.insight.evaluation.queries.checks import PROMISED, promised_by_year
from app.insight.evaluation.queries.disclosed import KINDS
from app.insight.evaluation.queries.measured import MeasuredFact, YearCount
from app.insight.evaluation.rules import SMALLEST
from app.kernel import clock
from app.kernel.db.calendar import CalendarDay
from app.records.indicators.measures import Computed, RowsLink, register_measure, year_so_far
from app.records.indicators.models import Indicator
from app.records.inspections.models import Inspection
from app.records.projects.models import KeyProject

FACTS: dict[str, tuple[Callable[[], MeasuredFact], str, str]] = {
    "handled_in_time": (measured.handled_in_time, "按期办结", "办结"),
    "accepted_in_time": (measured.accepted_in_time, "按期决定", "已经决定"),
    "solved": (measured.solved, "认为已解决", "评价"),
}
"""By the name of a measure what it counts, and what its two numbers are called."""

DISCLOSED = (*(kind.model for kind in KINDS), CalendarDay)
"""What says whether a decision was public in time."""


def init_app(app: Flask) -> None:
    """Let the indicators have their values."""
    for name in FACTS:
        register_measure(app, name, partial(_matters, name))
    register_measure(app, "projects", _projects, rows=[KeyProject])
    register_measure(app, "projects_on_plan", _projects_on_plan, rows=[KeyProject])
    register_measure(app, "disclosed_in_time", _disclosed, rows=DISCLOSED)
    for name in PROMISED:
        register_measure(app, name, partial(_checks, name), rows=[Inspection])


def _matters(name: str, indicator: Indicator) -> list[Computed]:
    _, good, total = FACTS[name]
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(one.year),
            number=share(one.good, one.total),
            remark=f"{good} {one.good:,} 件 ÷ {total} {one.total:,} 件",
            rows=RowsLink("evaluation.rows", {"of": name, "year": one.year, "format": "csv"}),
        )
        for one in measured.by_year(name)
    ]


def _projects(indicator: Indicator) -> list[Computed]:
    return [
        _of_projects(indicator, one, Decimal(one.total), f"公示的重点项目 {one.total:,} 项")
        for one in measured.projects_by_year()
    ]


def _projects_on_plan(indicator: Indicator) -> list[Computed]:
    return [
        _of_projects(
            indicator,
            one,
            share(one.good, one.total),
            f"按计划或已完成 {one.good:,} 项 ÷ 公示 {one.total:,} 项",
        )
        for one in measured.projects_by_year()
    ]


def _of_projects(indicator: Indicator, one: YearCount, number: Decimal, remark: str) -> Computed:
    rows = RowsLink("projects.index", {"year": one.year})
    return Computed(indicator, year_so_far(one.year), number, remark, rows)


def _disclosed(indicator: Indicator) -> list[Computed]:
    """Of this year and the last: each year is counted record by record."""
    present = clock.today().year
    return list(_scores(indicator, (present, present - 1)))


def _scores(indicator: Indicator, years: Iterable[int]) -> Iterable[Computed]:
    for year in years:
        score = scorecards.scorecard(year).whole
        if score.timed >= SMALLEST:
            number = share(score.in_time, score.timed)
            remark = f"按期公示 {score.in_time:,} 条 ÷ 有期限的 {score.timed:,} 条"
            arguments = {"year": year, "table": "records", "format": "csv"}
            rows = RowsLink("evaluation.bodies", arguments)
            yield Computed(indicator, year_so_far(year), number, remark, rows)


def _checks(name: str, indicator: Indicator) -> list[Computed]:
    """Every batch is public, so small numbers are shown too, with how many there are."""
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(year),
            number=rounded(rate),
            remark=f"合格 {rate.passed:,} 批 ÷ 抽查 {rate.total:,} 批"
            + ("，批次少，偶然性大" if rate.is_few else ""),
            rows=RowsLink("inspections.index", {**PROMISED[name].arguments, "year": year}),
        )
        for year, rate in promised_by_year(name)
    ]


def share(good: int, total: int) -> Decimal:
    """The share in percent, to one place."""
    return round(Decimal(100 * good) / Decimal(total), 1)
