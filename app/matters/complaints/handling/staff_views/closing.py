"""四不放过 of a report: each item shown with evidence, or let go by the head."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import DomainError, NotFoundError
from app.kernel.files.uploads import download
from app.matters.complaints.handling.forms.closing import ItemForms, forms_of
from app.matters.complaints.handling.queries.closing import states_of
from app.matters.complaints.handling.rules import unsettled
from app.matters.complaints.handling.services import closing
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.rules import CheckState, ClosingItem, ComplaintKind
from app.matters.complaints.matter.staff_views import bp, existing_matter
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.people.rules import Role

if TYPE_CHECKING:
    from app.matters.complaints.matter.models import Matter


Answer = Response | str | tuple[str, int]


@bp.get("/<number>/checks")
@requires(Permission.HANDLE_MATTERS)
def checks(number: str) -> str:
    """The four items, what has been shown, and what is still open."""
    return _page(_report(number))


@bp.post("/<number>/checks/<item>/show")
@requires(Permission.HANDLE_MATTERS)
def show_item(number: str, item: str) -> Answer:
    """Show an item."""
    return _carry_out(number, item, "show", _show, "已记录查证情况。")


@bp.post("/<number>/checks/<item>/waiver")
@requires(Permission.HANDLE_MATTERS)
def ask_to_waive(number: str, item: str) -> Answer:
    """Ask that an item be let go."""
    return _carry_out(number, item, "waiver", _ask, "已申请免予，由科室负责人批准。")


@bp.post("/<number>/checks/<item>/answer")
@requires(Permission.HANDLE_MATTERS)
def answer_waiver(number: str, item: str) -> Answer:
    """Let an item go, or not."""
    return _carry_out(number, item, "answer", _answer, "已答复免予申请。")


@bp.get("/<number>/checks/files/<upload_id>")
@requires(Permission.HANDLE_MATTERS)
def closing_file(number: str, upload_id: str) -> Response:
    """A file by which an item was shown, as an attachment; 404 for any other."""
    for check in _report(number).checks:
        for file in check.files:
            if file.upload_id == upload_id:
                return download(file.stored)
    raise NotFoundError


def _show(number: str, item: ClosingItem, form: Any) -> None:
    closing.show_item(
        number=number,
        staff=current_staff(),
        item=item,
        text=form.text.data,
        files=form.files.data or [],
    )


def _ask(number: str, item: ClosingItem, form: Any) -> None:
    closing.ask_to_waive(number=number, staff=current_staff(), item=item, reason=form.reason.data)


def _answer(number: str, item: ClosingItem, form: Any) -> None:
    closing.answer_waiver(
        number=number,
        staff=current_staff(),
        item=item,
        is_granted=form.is_granted.data == "yes",
        reason=form.reason.data or "",
    )


def _carry_out(
    number: str,
    name: str,
    which: str,
    service: Callable[[str, ClosingItem, Any], None],
    done: str,
) -> Answer:
    """The page again with what was typed when it is refused, else with what was done."""
    if name not in list(ClosingItem):
        raise NotFoundError
    item = ClosingItem(name)
    form = forms_of(item, blank=False)[which]
    matter = _report(number)
    if not form.validate_on_submit():
        return _page(matter, failed=(item, which, form)), 400
    try:
        service(number, item, form)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(_report(number), failed=(item, which, form)), 409
    flash(done)
    return redirect(url_for("admin.complaints.checks", number=number) + f"#{name}")


def _report(number: str) -> "Matter":
    matter = existing_matter(number)
    if matter.kind is not ComplaintKind.VIOLATION_REPORT:
        raise NotFoundError
    return matter


def _page(matter: "Matter", failed: tuple[ClosingItem, str, Any] | None = None) -> str:
    forms: dict[ClosingItem, ItemForms] = {item: forms_of(item) for item in ClosingItem}
    if failed:
        forms[failed[0]][failed[1]] = failed[2]
    found = {check.item: check for check in matter.checks}
    return render_template(
        "matters/complaints/staff/checks.html",
        matter=matter,
        items=[(item, found.get(item), forms[item]) for item in ClosingItem],
        states=CheckState,
        left=unsettled(states_of(matter)),
        acts=[act.value for act in RULES.open_to(matter, current_staff())],
        failed=failed,
        me=current_staff(),
        is_head=current_staff().has_role(Role.HEAD),
    )
