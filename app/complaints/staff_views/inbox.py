"""The worklists of a body, or of the coordination office."""

from flask import render_template, request

from app.accounts.access import current_staff, requires
from app.accounts.permissions import Permission
from app.accounts.rules import Role
from app.complaints.queries import desk
from app.complaints.rules import Worklist
from app.complaints.staff_views.blueprint import bp
from app.core import clock
from app.core.calendar import city_calendar
from app.core.deadlines import SOON_DAYS, remaining
from app.core.errors import InvalidInputError
from app.core.working_days import add_working_days

HANDLER_LISTS = (
    Worklist.NEW,
    Worklist.MINE,
    Worklist.DUE_SOON,
    Worklist.OVERDUE,
    Worklist.WAITING,
    Worklist.ASSISTING,
    Worklist.OPEN,
    Worklist.ENDED,
)
COORDINATOR_LISTS = (
    Worklist.ROUTING,
    Worklist.DISPUTED,
    Worklist.OVERDUE,
    Worklist.DUE_SOON,
    Worklist.NEW,
    Worklist.OPEN,
    Worklist.ENDED,
)


@bp.get("/")
@requires(Permission.HANDLE_MATTERS)
def inbox() -> str:
    """A worklist with the counts of all."""
    staff = current_staff()
    lists = COORDINATOR_LISTS if staff.has_role(Role.COORDINATOR) else HANDLER_LISTS
    dates = _dates()
    wanted = _wanted(lists[0])
    page = desk.worklist_page(staff, wanted, dates)
    counts = desk.worklist_counts(staff, dates)
    return render_template(
        "complaints/staff/inbox.html",
        me=staff,
        wanted=wanted,
        counts=[(each, counts[each]) for each in lists],
        page=page,
        remaining={m.id: remaining(m.due_on, dates.today, city_calendar()) for m in page.items},
        soon_days=SOON_DAYS,
    )


def _wanted(first: Worklist) -> desk.Wanted:
    """What the address asks for; without anything, the first list of the person."""
    name = request.args.get("list") or first.value
    if name not in list(Worklist):
        raise InvalidInputError("没有这个工作列表，请从左侧选择。")
    return desk.Wanted(
        worklist=Worklist(name),
        text=request.args.get("q", "").strip()[:60],
        by_arrival=request.args.get("sort") == "arrival",
        page=request.args.get("page", 1, type=int),
    )


def _dates() -> desk.DeskDates:
    today = clock.today()
    return desk.DeskDates(today, add_working_days(today, SOON_DAYS, city_calendar()))
