"""The worklists of a body, or of the coordination office."""

from flask import render_template, request

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import InvalidInputError
from app.kernel.working_days import SOON_DAYS, add_working_days, remaining
from app.matters.complaints.desk.queries import DeskDates
from app.matters.redress.queries import desk
from app.matters.redress.queries.records import titles_of
from app.matters.redress.rules import Worklist
from app.matters.redress.staff_views.blueprint import bp
from app.people.access import current_staff, requires
from app.people.permissions import Permission


@bp.get("/")
@requires(Permission.HANDLE_REDRESS)
def inbox() -> str:
    """A worklist with the counts of all."""
    staff, today = current_staff(), clock.today()
    dates = DeskDates(today, add_working_days(today, SOON_DAYS, city_calendar()))
    wanted = _wanted()
    counts = desk.worklist_counts(staff, dates)
    page = desk.worklist_page(staff, wanted, dates, counts)
    return render_template(
        "matters/redress/staff/inbox.html",
        me=staff,
        wanted=wanted,
        counts=counts,
        page=page,
        titles=titles_of(page.items),
        remaining={one.id: remaining(one.due_on, today, city_calendar()) for one in page.items},
        soon_days=SOON_DAYS,
    )


def _wanted() -> desk.Wanted:
    """What the address asks for; without anything, what is new."""
    name = request.args.get("list") or Worklist.NEW.value
    if name not in list(Worklist):
        raise InvalidInputError("没有这个工作列表，请从左侧选择。")
    return desk.Wanted(
        worklist=Worklist(name),
        text=request.args.get("q", "").strip()[:60],
        page=request.args.get("page", 1, type=int),
    )
