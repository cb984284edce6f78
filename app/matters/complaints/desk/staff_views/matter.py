"""A matter on the desk. Each act posts to its own address."""

from typing import TYPE_CHECKING, Any

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import DomainError
from app.kernel.masking import mask_contact
from app.matters.complaints.clocks.forms import PauseForm
from app.matters.complaints.clocks.periods import periods_of
from app.matters.complaints.clocks.services.timing import upload_and_pause
from app.matters.complaints.desk.forms import ReplyForm
from app.matters.complaints.desk.history import staff_history
from app.matters.complaints.desk.queries.reply_templates import template_of, templates_of
from app.matters.complaints.desk.rules import filled
from app.matters.complaints.desk.staff_views import handovers
from app.matters.complaints.desk.staff_views.acts import (
    FORMS,
    handler_of,
    perform,
    perform_for_others,
    prepared,
)
from app.matters.complaints.desk.staff_views.conflicts import conflict_page, lost_page
from app.matters.complaints.desk.staff_views.replies import facts_of
from app.matters.complaints.handling.forms.acts import (
    AssignForm,
    AssistanceForm,
    ShowIdentityForm,
    SiteEvidenceForm,
)
from app.matters.complaints.handling.queries.closing import ticks_of
from app.matters.complaints.handling.queries.colleagues import colleagues
from app.matters.complaints.handling.services import identity
from app.matters.complaints.handling.services.site_evidence import add_site_evidence
from app.matters.complaints.handling.staff_views.chain import can_start_case, chain_of
from app.matters.complaints.intake.forms.merging import MergeForm
from app.matters.complaints.intake.queries.alike import alike, group_of
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.clocks import running_clocks
from app.matters.complaints.matter.forms import ActForm
from app.matters.complaints.matter.queries import bodies
from app.matters.complaints.matter.queries.visibility import matter_of
from app.matters.complaints.matter.rules import ADDING, OPEN, TOGETHER, Act, MatterStatus
from app.matters.complaints.matter.staff_views import bp, existing_matter
from app.matters.complaints.routing.forms import BodyForm
from app.matters.complaints.routing.queries.suggestion import suggestion_of
from app.people.access import current_staff, requires
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.complaints.matter.models import Matter


Given = tuple[Act, ActForm]
"""A form that goes back to its writer, with its act."""


@bp.get("/<number>")
@requires(Permission.HANDLE_MATTERS)
def detail(number: str) -> str:
    """The matter: what was reported, what happened since, what can be done now."""
    return _page(existing_matter(number))


@bp.post("/<number>/<name>")
@requires(Permission.HANDLE_MATTERS)
def act(number: str, name: str) -> Response | tuple[str, int]:
    """Carry out an act. When it is refused, what was typed stays in its form."""
    chosen, handler = handler_of(name)
    matter = matter_of(current_staff(), number, for_update=True)
    if matter is None:
        return lost_page(chosen), 404
    form = _form(handler.form, chosen, matter)
    if not form.validate_on_submit():
        return _page(matter, failed=(chosen, form)), 400
    if chosen not in ADDING and form.version.data != matter.version:
        return conflict_page(matter, chosen, form), 409
    try:
        perform(handler, matter, current_staff(), form)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(matter, failed=(chosen, form)), 409
    flash(handler.done)
    for other in perform_for_others(chosen, handler, current_staff(), form):
        words = other.problem and f"没有办成：{other.problem}"
        flash(f"并案的 {other.number}：{words or handler.done}", "error" if words else "message")
    return _onward(number)


@bp.post("/<number>/reveal", endpoint="reveal")
@requires(Permission.SHOW_IDENTITY)
def show_identity(number: str) -> str | tuple[str, int]:
    """Show who the reporter is, on this page only; the reason goes into the audit log."""
    matter = existing_matter(number)
    form = _form(ShowIdentityForm, Act.SHOW_IDENTITY, matter)
    if not form.validate_on_submit():
        return _page(matter, failed=(Act.SHOW_IDENTITY, form)), 400
    contact = identity.show_identity(
        matter=matter, staff=current_staff(), reason=form.reason.data or ""
    )
    return _page(matter, contact=contact)


@bp.post("/<number>/reply/template")
@requires(Permission.HANDLE_MATTERS)
def fill_reply(number: str) -> str | tuple[str, int]:
    """Put a template, filled from the matter, below what is typed already."""
    matter = existing_matter(number)
    RULES.require(Act.REPLY, matter, current_staff())
    form = _form(ReplyForm, Act.REPLY, matter)
    template = template_of(current_staff(), form.template.data or 0)
    if template is None:
        form.template.errors = ["请先选择一个模板。"]
        return _page(matter, failed=(Act.REPLY, form)), 400
    track_url = f"{current_app.config['SITE_URL']}{url_for('complaints.track')}"
    words = filled(template.text, facts_of(matter, track_url=track_url))
    form.text.data = "\n\n".join(part for part in (form.text.data, words) if part)
    return _page(matter, begun=(Act.REPLY, form))


@bp.post("/<number>/attach")
@requires(Permission.HANDLE_MATTERS)
def attach(number: str) -> Response | tuple[str, int]:
    """Keep photographs and papers from the spot."""
    matter = existing_matter(number)
    form = _form(SiteEvidenceForm, Act.ATTACH, matter)
    if not form.validate_on_submit():
        return _page(matter, failed=(Act.ATTACH, form)), 400
    files = [file for file in (form.photo.data, *(form.files.data or [])) if file]
    try:
        added = add_site_evidence(
            staff=current_staff(), number=number, files=files, note=form.note.data or ""
        )
    except DomainError as error:
        form.files.errors = [error.message]
        return _page(existing_matter(number), failed=(Act.ATTACH, form)), 400
    flash(f"已保存 {added} 个现场文件，照片里的位置等隐藏信息已去除。")
    return _onward(number)


@bp.post("/<number>/pause")
@requires(Permission.HANDLE_MATTERS)
def pause(number: str) -> Response | tuple[str, int]:
    """Stop the clock, on a paper that comes along."""
    matter = existing_matter(number)
    form = _form(PauseForm, Act.PAUSE, matter)
    if not form.validate_on_submit():
        return _page(matter, failed=(Act.PAUSE, form)), 400
    if form.version.data != matter.version:
        return conflict_page(matter, Act.PAUSE, form), 409
    try:
        _pause(number, form)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(existing_matter(number), failed=(Act.PAUSE, form)), 409
    flash("已暂停计时，反映人会看到。")
    return _onward(number)


def _pause(number: str, form: PauseForm) -> None:
    upload_and_pause(
        number=number,
        staff=current_staff(),
        version=form.version.data or 0,
        pause_reason=form.reason,
        document=form.document.data or "",
        file=form.file.data or None,
    )


def _onward(number: str) -> Response:
    """Back to the matter, or to the list when it has gone to another body."""
    if matter_of(current_staff(), number) is None:
        return redirect(url_for("admin.complaints.inbox"))
    return redirect(url_for("admin.complaints.detail", number=number))


def _page(
    matter: "Matter",
    *,
    failed: Given | None = None,
    begun: Given | None = None,
    contact: dict[str, str] | None = None,
) -> str:
    act_forms, today = _forms(matter, failed or begun), clock.today()
    may_show_identity = Act.SHOW_IDENTITY.value in act_forms
    running = periods_of(running_clocks(matter), today, city_calendar())
    return render_template(
        "matters/complaints/staff/matter.html",
        me=current_staff(),
        matter=matter,
        submission=matter.submission,
        act_forms=act_forms,
        failed=failed,
        contact=contact,
        sealed=mask_contact(matter.submission.contact) if may_show_identity else {},
        history=staff_history(matter),
        group=group_of(current_staff(), matter),
        alike=alike(current_staff(), matter),
        **handovers.clocks_of(matter),
        suggested=suggestion_of(matter, today),
        running=running,
        ended=[one for one in matter.deadlines if one.met_on is not None],
        ticks=ticks_of(matter),
        chain=chain_of(matter),
        can_start_case=can_start_case(matter),
    )


def _forms(matter: "Matter", given: Given | None) -> dict[str, ActForm]:
    """A form for each act open to the person, by the act's name; the given one as typed."""
    ready = {
        act.value: _form(FORMS[act], act, matter)
        for act in RULES.open_to(matter, current_staff())
        if act in FORMS and (given is None or act is not given[0])
    }
    if given:
        ready[given[0].value] = given[1]
    return ready


def _form(form_class: type[ActForm], act: Act, matter: "Matter") -> ActForm:
    return prepared(
        form_class,
        act,
        matter,
        seen=len(staff_history(matter)),
        others=_others(form_class, matter),
        group=group_of(current_staff(), matter).others if act in TOGETHER else (),
    )


def _open_alike(matter: "Matter") -> "list[Matter]":
    return [each for each in alike(current_staff(), matter) if each.status in OPEN]


def _others(form_class: type[ActForm], matter: "Matter") -> list[tuple[Any, str]]:
    """The bodies or colleagues to whom the matter can go, or the templates of the body."""
    if issubclass(form_class, BodyForm | AssistanceForm):
        serving = bodies.serving_bureaus(clock.today())
        may_keep = matter.status is MatterStatus.ROUTING
        return [(one.id, one.name) for one in serving if may_keep or one.id != matter.bureau_id]
    if issubclass(form_class, AssignForm):
        return [(int(key), name) for key, name in colleagues(current_staff())]
    if issubclass(form_class, ReplyForm):
        return [(each.id, each.title) for each in templates_of(current_staff())]
    if issubclass(form_class, MergeForm):
        return [
            (each.number, f"{each.number}，{each.submission.title}") for each in _open_alike(matter)
        ]
    return []
