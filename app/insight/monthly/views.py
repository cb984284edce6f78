"""The public pages of monthly reports: the months, one month, its tables and its paper."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Redirect

from app.insight.monthly import exports, queries
from app.insight.monthly.forms import MonthlyReportForm
from app.insight.monthly.rules import ReportTable, changes, last_day, read_month
from app.insight.monthly.tables import shown, tile_words
from app.kernel.errors import NotFoundError
from app.kernel.files import papers
from app.kernel.imports.exporting import export
from app.kernel.web import limits
from app.people.tiles import Tile
from app.people.tiles import tiles as tiles_of

if TYPE_CHECKING:
    from app.insight.monthly.models import MonthlyReport

bp = Blueprint("monthly", __name__, url_prefix="/evaluation/monthly")


@bp.get("")
def index() -> str | Response:
    """The months of which there are reports."""
    months = queries.reported_months()
    if file_format := request.args.get("format"):
        return export(file_format, name="月报", columns=exports.MONTHS, rows=months)
    by_year: dict[int, list[queries.ReportedMonth]] = {}
    for reported_months in months:
        by_year.setdefault(reported_months.month.year, []).append(reported_months)
    return render_template("insight/monthly/list.html", by_year=by_year)


@bp.get("/<code>")
def detail(code: str) -> str | Response:
    """The report on a month, or an earlier edition of it; as a file one of its tables."""
    editions = _editions(code)
    report, form = _chosen(editions)
    if file_format := request.args.get("format"):
        chosen = form.table.data or report.tables[0].key
        table = next(one for one in report.tables if one.key == chosen)
        columns = exports.columns_of(table)
        name = f"{code}月报_{table.title}"
        return export(file_format, name=name, columns=columns, rows=table.rows)
    return render_template(
        "insight/monthly/detail.html", **_shown(report, editions), editions=editions
    )


@bp.get("/<code>/pdf")
@limits.document
def download(code: str) -> Response | Redirect:
    """The report as a file, where this installation makes them."""
    editions = _editions(code)
    report, _ = _chosen(editions)
    if not papers.can_make_pdf():
        return redirect(url_for("monthly.detail", code=code, edition=report.edition), code=303)
    page = render_template("insight/monthly/pdf.html", **_shown(report, editions))
    name = f"温州市质量诚信月报-{code}-第{report.edition}版.pdf"
    return send_file(
        BytesIO(papers.pdf_of(page)), "application/pdf", as_attachment=True, download_name=name
    )


def _editions(code: str) -> list["MonthlyReport"]:
    month = read_month(code)
    if month is None:
        raise NotFoundError
    return queries.editions(month)


def _chosen(editions: list["MonthlyReport"]) -> tuple["MonthlyReport", MonthlyReportForm]:
    """The edition that is asked for, else the newest."""
    tables = [(table.key, table.title) for table in editions[0].tables]
    numbers = [(str(one.edition), f"第 {one.edition} 版") for one in editions]
    form = MonthlyReportForm.read(request.args, edition=numbers, table=tables)
    edition = int(form.edition.data or editions[0].edition)
    return next(one for one in editions if one.edition == edition), form


def _shown(report: "MonthlyReport", editions: list["MonthlyReport"]) -> dict[str, Any]:
    """What the page and the file show: the tables, and what this edition corrected."""
    older = next((one for one in editions if one.edition == report.edition - 1), None)
    return {
        "report": report,
        "tables": report.tables,
        "ends_on": last_day(report.month),
        "corrected": list(changes(older.tables, report.tables)) if older else [],
        "newest": editions[0],
        "tiles": _tiles,
        "shown": shown,
        "has_pdf": papers.can_make_pdf(),
    }


def _tiles(table: ReportTable) -> list[Tile]:
    """A tile for each district."""
    return tiles_of(
        (row.code, row.name, tile_words(row.cells[0]), int(row.cells[0] or 0)) for row in table.rows
    )
