"""The desk of monthly reports: which there are, and counting one again. Nested under ``admin``."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.insight.monthly import queries, services
from app.insight.monthly.forms import ReportCorrectionForm
from app.insight.monthly.rules import read_month
from app.kernel.errors import DomainError, NotFoundError
from app.people.access import current_staff, requires
from app.people.permissions import Permission

bp = Blueprint("monthly", __name__, url_prefix="/monthly")

Answer = str | Response | tuple[str, int]


@bp.get("/")
@requires(Permission.CORRECT_REPORTS)
def index() -> str:
    """The months, the newest first."""
    return render_template("insight/monthly/staff/list.html", months=queries.reported_months())


@bp.route("/<code>", methods=["GET", "POST"])
@requires(Permission.CORRECT_REPORTS)
def correct(code: str) -> Answer:
    """Count a month again, and publish that as a new edition."""
    month = read_month(code)
    if month is None:
        raise NotFoundError
    editions, form = queries.editions(month), ReportCorrectionForm()
    if not form.validate_on_submit():
        page = render_template("insight/monthly/staff/correct.html", editions=editions, form=form)
        return (page, 400) if form.is_submitted() else page
    try:
        reported_months = services.correct(
            month=month, reason=form.reason.data, staff=current_staff()
        )
    except DomainError as error:
        form.form_errors.append(error.message)
        page = render_template("insight/monthly/staff/correct.html", editions=editions, form=form)
        return page, 409
    flash(f"已公布第 {reported_months.edition} 版，更正的数字和理由显示在月报上。")
    return redirect(url_for("monthly.detail", code=code))
