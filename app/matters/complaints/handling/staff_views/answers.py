"""复核、回访: answers that are looked at again, and reporters who are asked how it went."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.deadlines import remaining
from app.kernel.errors import ConflictError
from app.matters.complaints.handling.forms.reviews import DrawForm
from app.matters.complaints.handling.queries import reviews
from app.matters.complaints.handling.services.visiting import draw_follow_ups
from app.people.access import can, current_staff, requires
from app.people.permissions import Permission

bp = Blueprint("answers", __name__, url_prefix="/answers")
"""Nested under ``admin``, beside the desk of matters."""


@bp.get("/")
@requires(Permission.HANDLE_MATTERS)
def index() -> str:
    """The reviews that wait, those due first."""
    page = reviews.pending_reviews(current_staff(), request.args.get("page", 1, type=int))
    today, calendar = clock.today(), city_calendar()
    return render_template(
        "matters/complaints/staff/reviews.html",
        page=page,
        remaining={
            one.id: remaining(one.review.due_on if one.review else None, today, calendar)
            for one in page.items
        },
        may_visit=can(Permission.VISIT_REPORTERS),
    )


@bp.get("/visits")
@requires(Permission.VISIT_REPORTERS)
def visits() -> str:
    """The visits, what they came to by body, and the drawing of more."""
    return _visits(DrawForm())


@bp.post("/visits")
@requires(Permission.VISIT_REPORTERS)
def draw() -> Response | tuple[str, int]:
    """Draw matters by chance."""
    form = DrawForm()
    if not form.validate_on_submit():
        return _visits(form), 400
    try:
        drawn = draw_follow_ups(staff=current_staff(), count=int(form.count.data or 0))
    except ConflictError as error:
        form.count.errors = [error.message]
        return _visits(form), 409
    flash(f"已抽取 {drawn} 件，反映人查询进度时会看到回访的问题。")
    return redirect(url_for("admin.answers.visits"))


def _visits(form: DrawForm) -> str:
    return render_template(
        "matters/complaints/staff/visits.html",
        form=form,
        page=reviews.visited_matters(request.args.get("page", 1, type=int)),
        by_body=reviews.visited_by_body(),
    )
