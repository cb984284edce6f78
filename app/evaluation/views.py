"""The public page of the city's evaluation."""

from flask import Blueprint, Response, render_template, request

from app.core import clock
from app.evaluation import exports, figures, queries
from app.evaluation.forms import EvaluationForm
from app.evaluation.queries import Evaluation
from app.imports.exporting import export

bp = Blueprint("evaluation", __name__, url_prefix="/evaluation")


@bp.get("")
def index() -> str | Response:
    """How matters were handled, by body and district, and which penalties were published."""
    years = queries.years()
    form = EvaluationForm.read(request.args, year=[(str(year), f"{year} 年") for year in years])
    made = queries.evaluation(int(form.year.data or clock.today().year))
    if file_format := request.args.get("format"):
        return _download(file_format, form.table.data, made)
    rates = figures.monthly_rates(made)
    return render_template(
        "evaluation/index.html",
        made=made,
        years=years,
        bars=figures.late_bars(made.bureaus),
        scale=figures.late_scale(made.bureaus),
        tiles=figures.tiles(made.districts),
        rates=rates,
        spark=figures.spark_points(rates),
        case_years=figures.case_years(made.cases),
        case_rows=figures.case_rows(made.cases),
    )


def _download(file_format: str, table: str, made: Evaluation) -> Response:
    if table == "districts":
        columns, name = exports.DISTRICTS, f"各县（市、区）办理情况_{made.year}"
        return export(file_format, name=name, columns=columns, rows=made.districts)
    if table == "cases":
        return export(file_format, name="行政处罚统计", columns=exports.CASES, rows=made.cases)
    name = f"各部门办理情况_{made.year}"
    return export(file_format, name=name, columns=exports.BUREAUS, rows=made.bureaus)
