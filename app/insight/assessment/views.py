"""The public pages of the yearly assessment: years, places, a unit, the rows behind a number."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template, request

from app.insight.assessment import exports
from app.insight.assessment.queries import pages
from app.insight.assessment.rules import UnitKind
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import FilterForm

if TYPE_CHECKING:
    from app.insight.assessment.models import AssessmentCycle

bp = Blueprint("assessment", __name__, url_prefix="/assessment")


@bp.get("")
def index() -> str | Response:
    """The years, with the three dated steps of each; as a file the places of all of them."""
    if file_format := request.args.get("format"):
        found, columns = pages.all_ranked(), exports.ALL_UNITS
        return export(file_format, name="质量工作考核", columns=columns, rows=found)
    return render_template("insight/assessment/index.html", cycles=pages.issued_cycles())


@bp.get("/<int:year>")
def year(year: int) -> str | Response:
    """A year: its tasks and formula; once published the places of all units."""
    cycle = pages.issued_cycle(year)
    if file_format := request.args.get("format"):
        return _places(file_format, cycle)
    units = pages.ranked(cycle.id)
    return render_template(
        "insight/assessment/year.html",
        cycle=cycle,
        formula=cycle.terms,
        groups=[(kind, [unit for unit in units if unit.kind is kind]) for kind in UnitKind],
        before=pages.totals_before(year) if cycle.is_published else {},
        tasks=pages.tasks_of(cycle.id),
    )


@bp.get("/<int:year>/<key>")
def unit(year: int, key: str) -> str | Response:
    """A unit of a published year: points of each measure, what was found, said and answered."""
    page = pages.unit_page(pages.public_unit(year, key))
    if file_format := request.args.get("format"):
        name = f"{year}年质量工作考核_{page.unit.name}"
        return export(file_format, name=name, columns=exports.LINES, rows=page.lines)
    return render_template(
        "insight/assessment/unit.html",
        page=page,
        result_words=exports.result_words,
        shows_counts=exports.shows_counts,
    )


@bp.get("/<int:year>/<key>/<code>")
def rows(year: int, key: str, code: str) -> str | Response:
    """The very rows behind a number; of matters the year, and whether they count as good."""
    unit = pages.public_unit(year, key)
    line = pages.line_of(unit, code)
    if line.score is None or not exports.shows_counts(line):
        abort(404)
    if file_format := request.args.get("format"):
        name = f"{year}年质量工作考核_{unit.name}_{line.measure.name}"
        return export(file_format, name=name, columns=exports.ROWS, rows=pages.all_rows(line.score))
    page = pages.rows_page(line.score, page=FilterForm.read(request.args).page.data)
    return render_template(
        "insight/assessment/rows.html",
        unit=unit,
        cycle=unit.cycle,
        line=line,
        page=page,
        result=exports.result_words(line),
        shown_day=exports.shown_day,
        shown=pages.public_records(page.items),
    )


def _places(file_format: str, cycle: "AssessmentCycle") -> Response:
    if not cycle.is_published:
        abort(404)
    name = f"{cycle.year}年质量工作考核"
    return export(file_format, name=name, columns=exports.UNITS, rows=pages.ranked(cycle.id))
