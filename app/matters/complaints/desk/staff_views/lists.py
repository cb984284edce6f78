"""What an address of the desk asks for: a worklist, narrowed."""

from typing import TYPE_CHECKING

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.deadlines import SOON_DAYS
from app.kernel.errors import InvalidInputError
from app.kernel.web.filtering import chosen_number
from app.kernel.working_days import add_working_days
from app.matters.complaints.desk.forms import DeskFilterForm, handler_choices
from app.matters.complaints.desk.queries import narrowing
from app.matters.complaints.desk.queries import worklists as desk
from app.matters.complaints.desk.rules import Wanted
from app.matters.complaints.handling.queries import colleagues
from app.matters.complaints.intake.queries.drafts import category_options
from app.matters.complaints.matter.rules.states import MatterWorklist
from app.people.queries import district_options
from app.people.rules import Role

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from app.people.models import Staff


HANDLER_LISTS = (
    MatterWorklist.NEW,
    MatterWorklist.MINE,
    MatterWorklist.DUE_SOON,
    MatterWorklist.OVERDUE,
    MatterWorklist.RETURNED,
    MatterWorklist.WAITING,
    MatterWorklist.TO_APPROVE,
    MatterWorklist.ASSISTING,
    MatterWorklist.OPEN,
    MatterWorklist.ENDED,
)

COORDINATOR_LISTS = (
    MatterWorklist.ROUTING,
    MatterWorklist.DISPUTED,
    MatterWorklist.OVERDUE,
    MatterWorklist.DUE_SOON,
    MatterWorklist.NEW,
    MatterWorklist.OPEN,
    MatterWorklist.ENDED,
)


def coordinates(staff: "Staff") -> bool:
    """Whether the person watches over all bodies."""
    return staff.has_role(Role.COORDINATOR)


def lists_of(staff: "Staff") -> tuple[MatterWorklist, ...]:
    """The worklists of the person, in their order."""
    return COORDINATOR_LISTS if coordinates(staff) else HANDLER_LISTS


def asked(staff: "Staff", args: "MultiDict[str, str]") -> tuple[Wanted, DeskFilterForm]:
    """What the address asks for, and the form that says it.

    Raises InvalidInputError for what is not on offer.
    """
    name = args.get("list") or lists_of(staff)[0].value
    if name not in list(MatterWorklist):
        raise InvalidInputError("没有这个工作列表，请从左侧选择。")
    form = filter_form(staff, args)
    wanted = Wanted(
        worklist=MatterWorklist(name),
        filters=form.wanted,
        by_arrival=form.sort.data == "arrival",
        page=form.page.data or 1,
    )
    return wanted, form


def filter_form(staff: "Staff", args: "MultiDict[str, str]") -> DeskFilterForm:
    """The filters with the choices that the person has."""
    chosen = chosen_number(args, "bureau")
    return DeskFilterForm.read(
        args,
        category=category_options(),
        district=district_options(),
        bureau=narrowing.lead_options(chosen) if coordinates(staff) else (),
        handler=handler_choices(colleagues(staff)),
    )


def desk_dates() -> desk.DeskDates:
    """Today, and the day by which what is due is soon due."""
    today = clock.today()
    return desk.DeskDates(today, add_working_days(today, SOON_DAYS, city_calendar()))
