"""The rows behind a number at the desk: with the numbers of matters that the person may see."""

from flask import render_template, request
from werkzeug.wrappers import Response

from app.insight.assessment import exports
from app.insight.assessment.queries import cycles, pages
from app.insight.assessment.queries import recount as recounting
from app.insight.assessment.staff_views.blueprint import bp
from app.kernel.db.paging import page_of
from app.kernel.errors import NotFoundError
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import FilterForm
from app.people.access import current_staff, requires
from app.people.permissions import Permission


@bp.get("/<int:year>/recount")
@requires(Permission.RUN_ASSESSMENT)
def recount(year: int) -> str:
    """Whether rows and formula of a cycle still give its points; those that do not, first."""
    found = cycles.cycle_of(year)
    lines = sorted(recounting.recount(found), key=lambda line: line.agrees)
    page = page_of(lines, FilterForm.read(request.args).page.data)
    wrong = sum(not line.agrees for line in lines)
    return render_template(
        "insight/assessment/staff/recount.html", cycle=found, page=page, wrong=wrong
    )


@bp.get("/<int:year>/units/<key>/rows/<code>")
@requires(Permission.JOIN_ASSESSMENT)
def rows(year: int, key: str, code: str) -> str | Response:
    """The rows of a measure, those that cost points first."""
    unit = cycles.unit_of(current_staff(), year, key)
    line = pages.line_of(unit, code)
    if line.score is None:
        raise NotFoundError
    if file_format := request.args.get("format"):
        name = f"{year}年考核_{unit.name}_{line.measure.name}"
        found = pages.all_rows(line.score)
        return export(file_format, name=name, columns=exports.ROWS, rows=found)
    page = pages.rows_page(line.score, page=FilterForm.read(request.args).page.data)
    return render_template(
        "insight/assessment/staff/rows.html",
        unit=unit,
        line=line,
        page=page,
        result=exports.staff_words(line),
        shown=pages.public_records(page.items),
        visible=pages.visible_matters(current_staff(), page.items),
    )
