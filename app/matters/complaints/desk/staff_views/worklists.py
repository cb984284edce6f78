"""The worklists of a body, or of the coordination office: narrowed, saved, and acts on many."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from app.kernel.web.filtering import chosen_number
from app.kernel.working_days import SOON_DAYS, Remaining, add_working_days, remaining
from app.matters.complaints.desk import queries
from app.matters.complaints.desk.forms import (
    BulkAssignForm,
    BulkBodyForm,
    MatterFilterForm,
    ViewForm,
    handler_choices,
)
from app.matters.complaints.desk.rules import BULK_ACTS, WorklistQuery
from app.matters.complaints.desk.services import ChosenMatter, delete_view, in_bulk, save_view
from app.matters.complaints.handling.queries import colleagues
from app.matters.complaints.handling.services.handling import assign_matter
from app.matters.complaints.intake.queries import category_options
from app.matters.complaints.matter.queries import serving_bureaus
from app.matters.complaints.matter.rules.acts import MOST_IN_BULK, MatterAct
from app.matters.complaints.matter.rules.states import MatterWorklist
from app.matters.complaints.matter.staff_views import bp
from app.matters.complaints.routing.queries import destination
from app.matters.complaints.routing.services.referral import refer_matter, settle_matter
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.permissions import Permission
from app.people.queries import district_options
from app.people.rules import Role

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from app.matters.complaints.matter.models.matters import Matter
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


def worklist_query(
    staff: "Staff", args: "MultiDict[str, str]"
) -> tuple[WorklistQuery, MatterFilterForm]:
    """What the address asks for, and the form that says it.

    Raises InvalidInputError for what is not on offer.
    """
    name = args.get("list") or lists_of(staff)[0].value
    if name not in list(MatterWorklist):
        raise InvalidInputError("没有这个工作列表，请从左侧选择。")
    form = filter_form(staff, args)
    return WorklistQuery(MatterWorklist(name), **form.criteria()), form


def filter_form(staff: "Staff", args: "MultiDict[str, str]") -> MatterFilterForm:
    """The filters with the choices that the person has."""
    chosen = chosen_number(args, "bureau")
    return MatterFilterForm.read(
        args,
        category=category_options(),
        district=district_options(),
        bureau=queries.lead_options(chosen) if coordinates(staff) else (),
        handler=handler_choices(colleagues(staff)),
    )


def desk_dates() -> queries.DeskDates:
    """Today, and the day three working days on, by which what is due is soon due."""
    today = clock.today()
    return queries.DeskDates(today, add_working_days(today, SOON_DAYS, city_calendar()))


@bp.get("/")
@requires(Permission.HANDLE_MATTERS)
def inbox() -> str:
    """A worklist with the counts of all."""
    staff = current_staff()
    dates = desk_dates()
    query, form = worklist_query(staff, request.args)
    page = queries.worklist_page(staff, query, dates)
    counts = queries.worklist_counts(staff, dates)
    views = queries.views_of(staff)
    return render_template(
        "matters/complaints/staff/inbox.html",
        me=staff,
        query=query,
        form=form,
        counts=[(each, counts[each]) for each in lists_of(staff)],
        views=views,
        view_counts=queries.view_counts(staff, views, dates),
        page=page,
        **clocks_of_list(staff, query.worklist, page.items),
        soon_days=SOON_DAYS,
        bulk_acts=[act for act in BULK_ACTS if (act is MatterAct.SETTLE) == coordinates(staff)],
    )


@bp.post("/views/new")
@requires(Permission.HANDLE_MATTERS)
def keep_view() -> Response:
    """Save the list that was shown, with its filters, under a name."""
    staff = current_staff()
    query, _ = worklist_query(staff, request.form)
    form = ViewForm()
    if not form.validate_on_submit():
        flash("；".join(str(error) for error in form.name.errors), "error")
        return redirect(_address(query))
    try:
        save_view(staff=staff, name=str(form.name.data), query=query)
    except ConflictError as error:
        flash(error.message, "error")
    else:
        flash(f"已保存视图“{form.name.data}”。")
    return redirect(_address(query))


@bp.post("/views/<int:view_id>/delete")
@requires(Permission.HANDLE_MATTERS)
def drop_view(view_id: int) -> Response:
    """Delete one of the person's views."""
    delete_view(staff=current_staff(), view_id=view_id)
    flash("已删除视图。")
    return redirect(url_for("admin.complaints.inbox"))


def _address(query: WorklistQuery) -> str:
    args: dict[str, Any] = dict(query.as_args())
    return url_for("admin.complaints.inbox", **args)


def clocks_of(matter: "Matter") -> dict[str, Any]:
    """What the page of a matter tells of the clocks of hand-overs, in working days."""
    to_decide = destination.decisions_due([matter])
    tasks = {task.id: task.due_on for task in matter.assist_tasks if task.is_open}
    lead = {matter.id: matter.due_on} if matter.due_on else {}
    return {
        "to_decide": _left(to_decide).get(matter.id),
        "lead_left": _left(lead).get(matter.id),
        "tasks_left": _left(tasks),
    }


def clocks_of_list(
    staff: "Staff", worklist: MatterWorklist, matters: Sequence["Matter"]
) -> dict[str, Any]:
    """What a worklist tells of them and of the lead's own, in working days, by the matter's id."""
    tasks = (
        destination.reports_due(staff.bureau_id, matters)
        if worklist is MatterWorklist.ASSISTING
        else {}
    )
    today, calendar = clock.today(), city_calendar()
    return {
        "remaining": {one.id: remaining(one.due_on, today, calendar) for one in matters},
        "to_decide": _left(destination.decisions_due(matters)),
        "to_report": _left(tasks),
    }


def _left(dates: Mapping[int, date]) -> dict[int, Remaining | None]:
    today = clock.today()
    return {key: remaining(due_on, today, city_calendar()) for key, due_on in dates.items()}


class DeskChoices:
    """What the forms of many matters choose from."""

    @cached_property
    def bodies(self) -> list[tuple[int, str]]:
        """Bodies in office."""
        return [(one.id, one.name) for one in serving_bureaus(clock.today())]

    @cached_property
    def colleagues(self) -> list[tuple[int, str]]:
        """Who could handle them."""
        return [(int(key), name) for key, name in colleagues(current_staff())]


DEEDS: dict[MatterAct, tuple[type[ActForm], Callable[..., None]]] = {
    MatterAct.ASSIGN: (BulkAssignForm, assign_matter),
    MatterAct.REFER: (BulkBodyForm, refer_matter),
    MatterAct.SETTLE: (BulkBodyForm, settle_matter),
}
"""By act what is asked, once for all, and what is done to each."""


@bp.get("/bulk/<name>")
@requires(Permission.HANDLE_MATTERS)
def bulk(name: str) -> str | Response:
    """Ask what is to be done with the matters that were ticked."""
    act = _act(name)
    numbers = request.args.getlist("number")[:MOST_IN_BULK]
    chosen = queries.matters_of(current_staff(), numbers)
    if not chosen:
        flash("请先在清单里勾选事项。", "error")
        return redirect(url_for("admin.complaints.inbox"))
    return render_template(
        "matters/complaints/staff/bulk.html", act=act, form=_form(act), chosen=chosen, results=None
    )


@bp.post("/bulk/<name>")
@requires(Permission.HANDLE_MATTERS)
def do_bulk(name: str) -> str | tuple[str, int]:
    """Do it to each, and tell which it was done to."""
    act, staff = _act(name), current_staff()
    chosen = _chosen()
    form = _form(act)
    if not form.validate_on_submit():
        listed = queries.matters_of(staff, [one.number for one in chosen])
        page = render_template(
            "matters/complaints/staff/bulk.html", act=act, form=form, chosen=listed, results=None
        )
        return page, 400
    results = in_bulk(
        act=act, chosen=chosen, staff=staff, service=DEEDS[act][1], arguments=form.arguments()
    )
    still = {one.number for one in queries.matters_of(staff, [one.number for one in chosen])}
    return render_template(
        "matters/complaints/staff/bulk.html", act=act, results=results, still=still, form=form
    )


def _act(name: str) -> MatterAct:
    if name not in DEEDS:
        raise NotFoundError
    return MatterAct(name)


def _form(act: MatterAct) -> ActForm:
    form = DEEDS[act][0]()
    form.offer(DeskChoices())
    return form


def _chosen() -> list[ChosenMatter]:
    """The matters with their versions: ``J20261124-00386:3``."""
    found = []
    for given in request.form.getlist("matter")[:MOST_IN_BULK]:
        number, _, version = given.partition(":")
        if not version.isdecimal() or len(version) > 9:
            raise InvalidInputError("勾选的事项有误，请回到清单重新勾选。")
        found.append(ChosenMatter(number[:30], int(version)))
    if not found:
        raise InvalidInputError("请先在清单里勾选事项。")
    return found
