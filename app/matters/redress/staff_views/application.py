"""An application on the desk. Each act posts to its own address."""

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import ConflictError, DomainError, NotFoundError
from app.kernel.masking import mask_contact
from app.matters.complaints.handling.forms.acts import ShowIdentityForm
from app.matters.complaints.matter.forms import ActForm
from app.matters.redress.forms.staff import DecideForm, DeclineForm
from app.matters.redress.queries import desk
from app.matters.redress.queries.records import conditions_of, items, number_of, title_of
from app.matters.redress.queries.terms import running
from app.matters.redress.rules import Act, DeclineGround, Outcome, RedressKind, Relation
from app.matters.redress.services.deciding import decide_application
from app.matters.redress.services.handling import accept_application, decline_application
from app.matters.redress.services.identity import reveal_contact
from app.matters.redress.services.permission import WHY_NOT, acts_open_to, relation_of
from app.matters.redress.staff_views.blueprint import bp
from app.people.access import current_staff, requires
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.redress.models import RedressApplication

Failed = tuple[Act, ActForm]

FORMS: dict[Act, type[ActForm]] = {
    Act.ACCEPT: ActForm,
    Act.DECLINE: DeclineForm,
    Act.DECIDE: DecideForm,
    Act.REVEAL: ShowIdentityForm,
}
DONE = {
    Act.ACCEPT: "已受理，申请人会看到。",
    Act.DECLINE: "已决定不予受理，并告知申请人。",
    Act.DECIDE: "已作出决定，并告知申请人。",
}


@bp.get("/<number>")
@requires(Permission.HANDLE_REDRESS)
def detail(number: str) -> str:
    """The application: what is asked for, how the record stands, what can be done now."""
    return _page(desk.existing_application(current_staff(), number))


@bp.post("/<number>/<name>")
@requires(Permission.HANDLE_REDRESS)
def act(number: str, name: str) -> Response | tuple[str, int]:
    """Carry out an act. When it is refused, what was typed stays in its form."""
    if name not in [each.value for each in DONE]:
        raise NotFoundError
    application, chosen = (
        desk.existing_application(current_staff(), number, for_update=True),
        Act(name),
    )
    form = _form(chosen, application)
    if not form.validate_on_submit():
        return _page(application, failed=(chosen, form)), 400
    try:
        _refuse_stale(application, form)
        _perform(chosen, application, form)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(application, failed=(chosen, form)), 409
    flash(DONE[chosen])
    return redirect(url_for("admin.redress.detail", number=number))


@bp.post("/<number>/reveal")
@requires(Permission.SHOW_IDENTITY)
def reveal(number: str) -> str | tuple[str, int]:
    """Show whom to ask, on this page only; the reason goes into the audit log."""
    application = desk.existing_application(current_staff(), number)
    form = _form(Act.REVEAL, application)
    if not form.validate_on_submit():
        return _page(application, failed=(Act.REVEAL, form)), 400
    reason = str(form.data["reason"] or "")
    contact = reveal_contact(application=application, staff=current_staff(), reason=reason)
    return _page(application, contact=contact)


def _perform(chosen: Act, application: "RedressApplication", form: ActForm) -> None:
    staff, given = current_staff(), form.data
    if chosen is Act.ACCEPT:
        accept_application(application=application, staff=staff)
    elif chosen is Act.DECLINE:
        ground = DeclineGround(given["ground"])
        decline_application(application=application, staff=staff, ground=ground, text=given["text"])
    else:
        outcome = Outcome(given["outcome"])
        decide_application(
            application=application, staff=staff, outcome=outcome, text=given["text"]
        )


def _page(
    application: "RedressApplication",
    *,
    failed: Failed | None = None,
    contact: dict[str, str] | None = None,
) -> str:
    relation = relation_of(application, current_staff())
    is_repair = application.kind is RedressKind.REPAIR
    return render_template(
        "matters/redress/staff/application.html",
        application=application,
        title=title_of(application.record),
        decision_number=number_of(application.record),
        item=dict(items(application.record)).get(application.item or "", ""),
        conditions=conditions_of(application.record) if is_repair else [],
        act_forms=_forms(application, relation, failed),
        failed=failed,
        sealed=_sealed(application, relation),
        contact=contact,
        running=running(application),
        why_not=WHY_NOT.get(relation, ""),
    )


def _sealed(application: "RedressApplication", relation: Relation) -> dict[str, Any]:
    """The contact, hidden; nothing for those who can't ask to see it."""
    may_reveal = Act.REVEAL in acts_open_to(application, relation)
    return mask_contact(application.contact) if may_reveal else {}


def _forms(
    application: "RedressApplication", relation: Relation, failed: Failed | None
) -> dict[str, ActForm]:
    """A form for each act open to the person, by the act's name; the failed one as typed."""
    ready = {
        each.value: _form(each, application)
        for each in acts_open_to(application, relation)
        if failed is None or each is not failed[0]
    }
    if failed:
        ready[failed[0].value] = failed[1]
    return ready


def _form(chosen: Act, application: "RedressApplication") -> ActForm:
    form = FORMS[chosen](prefix=chosen.value)
    if form.version.data is None:
        form.version.data = application.version
    if isinstance(form, DeclineForm | DecideForm):
        form.offer(application.kind)
    return form


def _refuse_stale(application: "RedressApplication", form: ActForm) -> None:
    """Refuse a decision taken on a page that no longer tells the truth."""
    if form.version.data != application.version:
        raise ConflictError(
            "您打开页面之后，这件申请已由他人办理或被撤回，请先看“办理过程”，再决定是否继续。"
            "您填写的内容还在。"
        )
