"""The worklists of a body, or of the coordination office, and views that a person saved."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel.deadlines import SOON_DAYS
from app.kernel.errors import ConflictError
from app.matters.complaints.desk.forms import ViewForm
from app.matters.complaints.desk.queries import narrowing
from app.matters.complaints.desk.queries import worklists as desk
from app.matters.complaints.desk.rules import BULK_ACTS, Wanted
from app.matters.complaints.desk.services import forget_view, save_view
from app.matters.complaints.desk.staff_views import handovers
from app.matters.complaints.desk.staff_views.lists import asked, coordinates, desk_dates, lists_of
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.staff_views import bp
from app.people.access import current_staff, requires
from app.people.permissions import Permission


@bp.get("/")
@requires(Permission.HANDLE_MATTERS)
def inbox() -> str:
    """A worklist with the counts of all."""
    staff = current_staff()
    dates = desk_dates()
    wanted, form = asked(staff, request.args)
    page = desk.worklist_page(staff, wanted, dates)
    counts = desk.worklist_counts(staff, dates)
    views = narrowing.views_of(staff)
    return render_template(
        "matters/complaints/staff/inbox.html",
        me=staff,
        wanted=wanted,
        form=form,
        counts=[(each, counts[each]) for each in lists_of(staff)],
        views=views,
        view_counts=desk.view_counts(staff, views, dates),
        page=page,
        **handovers.clocks_of_list(staff, wanted.worklist, page.items),
        soon_days=SOON_DAYS,
        bulk_acts=[act for act in BULK_ACTS if (act is MatterAct.SETTLE) == coordinates(staff)],
    )


@bp.post("/views/new")
@requires(Permission.HANDLE_MATTERS)
def keep_view() -> Response:
    """Save the list that was shown, with its filters, under a name."""
    staff = current_staff()
    wanted, _ = asked(staff, request.form)
    form = ViewForm()
    if not form.validate_on_submit():
        flash("；".join(str(error) for error in form.name.errors), "error")
        return redirect(_address(wanted))
    try:
        save_view(staff=staff, name=str(form.name.data), wanted=wanted)
    except ConflictError as error:
        flash(error.message, "error")
    else:
        flash(f"已保存视图“{form.name.data}”。")
    return redirect(_address(wanted))


@bp.post("/views/<int:view_id>/delete")
@requires(Permission.HANDLE_MATTERS)
def drop_view(view_id: int) -> Response:
    """Delete one of the person's views."""
    forget_view(staff=current_staff(), view_id=view_id)
    flash("已删除视图。")
    return redirect(url_for("admin.complaints.inbox"))


def _address(wanted: Wanted) -> str:
    args: dict[str, Any] = dict(wanted.as_args())
    return url_for("admin.complaints.inbox", **args)
