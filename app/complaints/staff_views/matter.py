"""A matter on the desk. Each act posts to its own address."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts.access import current_staff, requires
from app.accounts.permissions import Permission
from app.complaints.forms import staff as forms
from app.complaints.history import staff_history
from app.complaints.periods import periods_of, running_clocks
from app.complaints.queries import bodies, desk
from app.complaints.rules import Act
from app.complaints.services import identity
from app.complaints.services.permission import acts_open_to
from app.complaints.staff_views.acts import HANDLERS, handler_of, perform, prepared
from app.complaints.staff_views.blueprint import bp
from app.core import clock
from app.core.calendar import city_calendar
from app.core.errors import ConflictError, DomainError, NotFoundError
from app.masking import mask_contact

if TYPE_CHECKING:
    from app.complaints.models import Matter


@bp.get("/<number>")
@requires(Permission.HANDLE_MATTERS)
def detail(number: str) -> str:
    """The matter: what was reported, what happened since, what can be done now."""
    return _page(_matter(number))


@bp.post("/<number>/<name>")
@requires(Permission.HANDLE_MATTERS)
def act(number: str, name: str) -> Response | tuple[str, int]:
    """Carry out an act. When it is refused, what was typed stays in its form."""
    matter = _matter(number, for_update=True)
    chosen, handler = handler_of(name)
    form = _form(handler.form, chosen, matter)
    if not form.validate_on_submit():
        return _page(matter, failed=(chosen, form)), 400
    try:
        _refuse_stale(chosen, matter, form)
        perform(handler, matter, current_staff(), form)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(matter, failed=(chosen, form)), 409
    flash(handler.done)
    if desk.matter_of(current_staff(), number) is None:
        return redirect(url_for("admin.complaints.inbox"))
    return redirect(url_for("admin.complaints.detail", number=number))


@bp.post("/<number>/reveal")
@requires(Permission.REVEAL_IDENTITY)
def reveal(number: str) -> str | tuple[str, int]:
    """Show who the reporter is, on this page only; the reason goes into the audit log."""
    matter = _matter(number)
    form = _form(forms.RevealForm, Act.REVEAL, matter)
    if not form.validate_on_submit():
        return _page(matter, failed=(Act.REVEAL, form)), 400
    contact = identity.reveal_identity(
        matter=matter, staff=current_staff(), reason=form.reason.data or ""
    )
    return _page(matter, contact=contact)


def _page(
    matter: "Matter",
    *,
    failed: tuple[Act, forms.ActForm] | None = None,
    contact: dict[str, str] | None = None,
) -> str:
    act_forms = _forms(matter, failed)
    may_reveal = Act.REVEAL.value in act_forms
    today, calendar = clock.today(), city_calendar()
    running = periods_of(running_clocks(matter), today, calendar)
    return render_template(
        "complaints/staff/matter.html",
        me=current_staff(),
        matter=matter,
        submission=matter.submission,
        act_forms=act_forms,
        failed=failed,
        contact=contact,
        sealed=mask_contact(matter.submission.contact) if may_reveal else {},
        history=staff_history(matter),
        running=running,
        ended=[one for one in matter.deadlines if one.met_on is not None],
    )


def _forms(matter: "Matter", failed: tuple[Act, forms.ActForm] | None) -> dict[str, forms.ActForm]:
    """A form for each act open to the person, by the act's name; the failed one as typed."""
    ready = {
        act.value: _form(HANDLERS[act].form if act in HANDLERS else forms.RevealForm, act, matter)
        for act in acts_open_to(matter, current_staff())
        if failed is None or act is not failed[0]
    }
    if failed:
        ready[failed[0].value] = failed[1]
    return ready


def _form(form_class: type[forms.ActForm], act: Act, matter: "Matter") -> forms.ActForm:
    moves = issubclass(form_class, forms.BodyForm)
    others = [
        (bureau.id, bureau.name)
        for bureau in (bodies.serving_bureaus(clock.today()) if moves else ())
        if bureau.id != matter.bureau_id
    ]
    return prepared(form_class, act, matter, bodies=others)


def _matter(number: str, *, for_update: bool = False) -> "Matter":
    """The matter, or 404: to another body it does not exist."""
    matter = desk.matter_of(current_staff(), number, for_update=for_update)
    if matter is None:
        raise NotFoundError
    return matter


def _refuse_stale(act: Act, matter: "Matter", form: forms.ActForm) -> None:
    """Refuse a decision taken on a page that no longer tells the truth; notes are welcome."""
    if act is not Act.NOTE and form.version.data != matter.version:
        raise ConflictError(
            "您打开页面之后，该事项已有新的进展，请先看“过程与往来”，再决定是否继续。"
            "您填写的内容还在。"
        )
