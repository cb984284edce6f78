"""One act on many matters: who or where to, then what became of each."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import InvalidInputError, NotFoundError
from app.matters.complaints.desk.forms import BulkAssignForm, BulkBodyForm
from app.matters.complaints.desk.queries import worklists as desk
from app.matters.complaints.desk.services import Chosen, in_bulk
from app.matters.complaints.desk.staff_views.choices import DeskChoices
from app.matters.complaints.handling.services.handling import assign_matter
from app.matters.complaints.matter.rules.acts import MOST_IN_BULK, MatterAct
from app.matters.complaints.matter.staff_views import bp
from app.matters.complaints.routing.services.referral import refer_matter, settle_matter
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.permissions import Permission

if TYPE_CHECKING:
    pass


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
    chosen = desk.matters_of(current_staff(), numbers)
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
        listed = desk.matters_of(staff, [one.number for one in chosen])
        page = render_template(
            "matters/complaints/staff/bulk.html", act=act, form=form, chosen=listed, results=None
        )
        return page, 400
    results = in_bulk(
        act=act, chosen=chosen, staff=staff, service=DEEDS[act][1], arguments=form.arguments()
    )
    still = {one.number for one in desk.matters_of(staff, [one.number for one in chosen])}
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


def _chosen() -> list[Chosen]:
    """The matters with their versions: ``J20261124-00386:3``."""
    found = []
    for given in request.form.getlist("matter")[:MOST_IN_BULK]:
        number, _, version = given.partition(":")
        if not version.isdecimal() or len(version) > 9:
            raise InvalidInputError("勾选的事项有误，请回到清单重新勾选。")
        found.append(Chosen(number[:30], int(version)))
    if not found:
        raise InvalidInputError("请先在清单里勾选事项。")
    return found
