"""The public pages of the city's evaluation: how matters are handled, how bodies publish."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from app.insight.evaluation import exports, figures, pass_rates
from app.insight.evaluation.figures import DistrictComparison, compared
from app.insight.evaluation.forms import (
    DistrictsForm,
    EvaluationForm,
    HandlingForm,
    PassRateForm,
    RowsForm,
    ScorecardForm,
)
from app.insight.evaluation.measures import FACTS
from app.insight.evaluation.queries import checks, counting, handling, measured, scorecards
from app.insight.evaluation.queries.disclosed import KINDS, limits
from app.insight.evaluation.queries.handling import Evaluation, handled, handled_in, late_now
from app.insight.evaluation.queries.scorecards import Scorecard
from app.insight.evaluation.rules import Dimension
from app.kernel import clock
from app.kernel.db.paging import page_of
from app.kernel.imports.exporting import export
from app.people.queries import district_options
from app.records.indicators.queries import promises
from app.records.projects.queries.portfolio import portfolio

WALL_BODIES = 8
"""The bodies with the largest share of late matters, as many as a screen has room for."""

RENEWED_EVERY = "300"
"""Seconds."""

MOST_YEARS = 4
"""Columns of the table of pass rates; the download has all years."""

bp = Blueprint("evaluation", __name__, url_prefix="/evaluation")


@bp.get("")
def index() -> str | Response:
    """How matters were handled, by body and district, and which penalties were published."""
    years = counting.years()
    form = EvaluationForm.read(request.args, year=[(str(year), f"{year} 年") for year in years])
    made = handling.evaluation(int(form.year.data or clock.today().year))
    if file_format := request.args.get("format"):
        return _download(file_format, form.table.data, made)
    rates = figures.monthly_rates(made)
    return render_template(
        "insight/evaluation/index.html",
        made=made,
        years=years,
        bars=figures.late_bars(made.bureaus),
        scale=figures.late_scale(made.bureaus),
        tiles=figures.tiles(made.districts),
        rates=rates,
        spark=figures.spark_points(rates),
        case_years=figures.case_years(made.cases),
        case_rows=figures.case_rows(made.cases),
        promises=promises.pressing(),
    )


@bp.get("/handling")
def handling_by() -> str | Response:
    """How matters were handled, by body, district, category or month."""
    years = [(str(year), f"{year} 年") for year in counting.years()]
    form = HandlingForm.read(request.args, year=years)
    year = int(form.year.data or clock.today().year)
    lines = handled(form.dimension, year, form.track)
    if file_format := request.args.get("format"):
        name = f"办理统计_按{form.dimension.label}_{year}"
        return export(file_format, name=name, columns=exports.HANDLED, rows=lines)
    page = page_of(figures.received_bars(lines), form.page.data)
    return render_template(
        "insight/evaluation/handling.html",
        form=form,
        year=year,
        page=page,
        lines=page.items,
        dimension=form.dimension,
    )


@bp.get("/districts")
def districts() -> str | Response:
    """The districts in a year beside the year before, by a chosen measure."""
    years = counting.years()
    form = DistrictsForm.read(request.args, year=[(str(year), f"{year} 年") for year in years])
    year = int(form.year.data or clock.today().year)
    has_before = year - 1 in years
    both = handled_in(Dimension.DISTRICT, [year - 1, year] if has_before else [year])
    rows = compared(form.measure, district_options(), both.get(year - 1), both[year])
    made = DistrictComparison(form.measure, year, rows, has_before)
    if file_format := request.args.get("format"):
        name, columns = f"各县（市、区）两年对比_{year}", exports.compared_columns(made)
        return export(file_format, name=name, columns=columns, rows=made.rows)
    return render_template("insight/evaluation/districts.html", form=form, made=made)


@bp.get("/overdue")
def overdue() -> str | Response:
    """What is late today, by body."""
    late = late_now()
    if file_format := request.args.get("format"):
        name = f"各部门现在逾期_{clock.today():%Y%m%d}"
        return export(file_format, name=name, columns=exports.OVERDUE, rows=late)
    return render_template("insight/evaluation/overdue.html", late=late)


@bp.get("/wall")
def wall() -> Response:
    """The figures of this year for a large screen, which fetches itself anew unless told not to."""
    made = handling.evaluation(clock.today().year)
    rates = figures.monthly_rates(made)
    is_renewed = request.args.get("update") != "off"
    page = render_template(
        "insight/evaluation/wall.html",
        is_renewed=is_renewed,
        made=made,
        slowest=figures.late_bars(made.bureaus)[::-1][:WALL_BODIES],
        scale=figures.late_scale(made.bureaus),
        tiles=figures.tiles(made.districts),
        rates=rates,
        spark=figures.spark_points(rates),
        projects=portfolio().whole,
        promises=promises.pressing(),
        now=clock.now(),
    )
    return Response(page, headers={"Refresh": RENEWED_EVERY} if is_renewed else None)


@bp.get("/bodies")
def bodies() -> str | Response:
    """How each body publishes what it decides: days, gaps, corrections, late withdrawals."""
    form = _scorecard_form()
    made = scorecards.scorecard(int(form.year.data or clock.today().year))
    if file_format := request.args.get("format"):
        return _scores(file_format, form, made)
    rule, page = limits()[0], page_of(made.bodies, form.page.data)
    scale = figures.days_scale(made.bodies, rule.working_days)
    return render_template(
        "insight/evaluation/bodies.html",
        form=form,
        made=made,
        page=page,
        rule=rule,
        scale=scale,
        bars=figures.days_bars(page.items, scale, rule.working_days),
        kinds=KINDS,
    )


@bp.get("/pass-rates")
def rates_of_passing() -> str | Response:
    """Which share of the spot-checked batches passed, against what the policy promised."""
    years = checks.years()
    form = PassRateForm.read(request.args, year=[(str(year), f"{year} 年") for year in years])
    scope = checks.CheckScope(level=form.chosen_level, is_local=form.is_local)
    districts = district_options()
    if file_format := request.args.get("format"):
        rows = pass_rates.rows(scope, districts)
        return export(file_format, name="抽查合格率", columns=exports.PASS_RATES, rows=rows)
    year = int(form.year.data or (years[0] if years else clock.today().year))
    return render_template(
        "insight/evaluation/pass_rates.html",
        form=form,
        year=year,
        years=years,
        promises=pass_rates.promises(promises.measured_by(checks.PROMISED), year),
        groups=pass_rates.by_group(scope, years[:MOST_YEARS]),
        shown_years=years[:MOST_YEARS],
        districts=pass_rates.by_district(scope, year, districts),
        few=checks.FEW,
    )


@bp.get("/rows")
def rows() -> Response:
    """The matters behind a computed indicator, each as it was counted, as a file."""
    years = [(str(year), f"{year} 年") for year in counting.years()]
    form = RowsForm.read(request.args, year=years)
    fact, good, _ = FACTS[form.of.data or next(iter(FACTS))]
    year = int(form.year.data or clock.today().year)
    counted = measured.rows_of(fact(), year)
    file_format = request.args.get("format", "csv")
    name = f"{good}逐条数据_{year}"
    return export(file_format, name=name, columns=exports.COUNTED, rows=counted)


def _scorecard_form() -> ScorecardForm:
    return ScorecardForm.read(
        request.args,
        year=[(str(year), f"{year} 年") for year in scorecards.scored_years()],
        bureau=scorecards.bodies_of_scorecards(),
    )


def _scores(file_format: str, form: ScorecardForm, scorecard: Scorecard) -> Response:
    if form.table.data == "records":
        rows = scorecards.scored_records(scorecard.year, form.bureau_id)
        name = f"公示情况逐条记录_{scorecard.year}"
        return export(file_format, name=name, columns=exports.RECORDS, rows=rows)
    chosen = [row for row in scorecard.bodies if form.bureau_id in (None, row.bureau_id)]
    name = f"各部门公示情况_{scorecard.year}"
    return export(file_format, name=name, columns=exports.SCORES, rows=chosen)


def _download(file_format: str, table: str, figures: Evaluation) -> Response:
    bureaus = (exports.BUREAUS, f"各部门办理情况_{figures.year}", figures.bureaus)
    tables: dict[str, tuple[Any, str, Any]] = {
        "districts": (
            exports.DISTRICTS,
            f"各县（市、区）办理情况_{figures.year}",
            figures.districts,
        ),
        "returns": (exports.RETURNS, f"各部门退回事项_{figures.year}", figures.returns.bodies),
        "cases": (exports.CASES, "行政处罚统计", figures.cases),
    }
    columns, name, rows = tables.get(table, bureaus)
    return export(file_format, name=name, columns=columns, rows=rows)
