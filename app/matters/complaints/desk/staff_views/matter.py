"""A matter on the desk. Each act posts to its own address."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import current_app, flash, render_template, request, url_for

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import NotFoundError
from app.kernel.masking import mask_contact
from app.matters.complaints.clocks.periods import unfolded
from app.matters.complaints.desk.history import staff_history
from app.matters.complaints.desk.queries import template_of, templates_of
from app.matters.complaints.desk.rules import filled
from app.matters.complaints.desk.services import ChosenMatter, in_bulk
from app.matters.complaints.desk.staff_views import worklists
from app.matters.complaints.desk.staff_views.acts import ACTIONS
from app.matters.complaints.desk.staff_views.replies import facts_of
from app.matters.complaints.handling.queries import ticks_of
from app.matters.complaints.handling.services.assistance import date_to_report
from app.matters.complaints.handling.staff_views import chain_of
from app.matters.complaints.intake.queries import alike, group_of
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.forms import MatterTextForm
from app.matters.complaints.matter.queries import matter_of
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.states import OPEN, MatterStatus
from app.matters.complaints.matter.staff_views import bp, existing_matter
from app.matters.complaints.routing.queries.suggestion import suggestion_of
from app.people.access import current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.pages import NO_ITEM, Action, ActPages, Address, Answer
from app.people.permissions import Permission

if TYPE_CHECKING:
    from wtforms import Field

    from app.matters.complaints.desk.models import ReplyTemplate
    from app.matters.complaints.matter.models.matters import Matter


class MatterChoices(worklists.DeskChoices):
    """A matter as forms see it."""

    def __init__(self, matter: "Matter") -> None:
        self.matter = matter
        self.kind, self.status, self.version = matter.kind, matter.status, matter.version

    @cached_property
    def seen(self) -> int:
        """How many entries its history has."""
        return len(staff_history(self.matter))

    @cached_property
    def together(self) -> "Sequence[Matter]":
        """The others that are handled together with it."""
        return group_of(current_staff(), self.matter).others

    @cached_property
    def alike(self) -> "list[Matter]":
        """Open matters like it."""
        return [one for one in alike(current_staff(), self.matter) if one.status in OPEN]

    @cached_property
    def bodies(self) -> list[tuple[int, str]]:
        """Bodies to which it can go; while nobody has it, the one where it lies too."""
        may_keep, here = self.status is MatterStatus.ROUTING, self.matter.bureau_id
        return [(key, name) for key, name in super().bodies if may_keep or key != here]

    @cached_property
    def templates(self) -> "Sequence[ReplyTemplate]":
        """The templates of the person's body."""
        return templates_of(current_staff())

    @property
    def report_on(self) -> date:
        """The last day for a body that assists to report in time."""
        return date_to_report(self.matter, clock.today())


class MatterPages(ActPages["Matter"]):
    """The matter: what was reported, what happened since, what can be done now."""

    path = "/<number>"
    noun = "matter"
    locks = True
    permission = Permission.HANDLE_MATTERS
    rules = RULES
    actions = ACTIONS

    def find(self, **address: Any) -> "Matter":
        """The matter; NotFoundError where it is nothing to the person."""
        return existing_matter(**address)

    def choices(self, thing: "Matter") -> MatterChoices:
        """The matter, with bodies, colleagues, templates and matters like it."""
        return MatterChoices(thing)

    def conflict(self, thing: "Matter", form: ActForm) -> Answer:
        """Both sides beside each other, for who decided on an older page."""
        return conflict_page(thing, form, self.choices(thing)), 409

    def lost(self, action: Action) -> Answer:
        """What was typed can be copied, though the matter has gone to another body."""
        return lost_page(MatterAct(action.name)), 404

    def done(self, action: Action, thing: "Matter", form: Any, result: Any) -> None:
        """Say so, and do the same to the matters handled together, each on its own."""
        super().done(action, thing, form, result)
        for other in in_bulk(
            act=MatterAct(action.name),
            chosen=[ChosenMatter(number, version) for number, version in form.spoken_for],
            staff=current_staff(),
            service=action.service,
            arguments=form.arguments_for_others(),
        ):
            words = other.problem and f"没有办成：{other.problem}"
            flash(f"并案的 {other.number}：{words or action.done}", "error" if words else "message")

    def onward(self, thing: "Matter", _item: Address = NO_ITEM) -> str:
        """Back to the matter, or to the list when it has gone to another body."""
        is_here = matter_of(current_staff(), thing.number) is not None
        return super().onward(thing) if is_here else url_for("admin.complaints.inbox")

    def page(self, thing: "Matter", failed: ActForm | None = None, **shown: Any) -> str:
        """The matter; whose it is stays hidden unless it is ``shown``."""
        forms, today = self.forms(thing, failed or shown.get("begun")), clock.today()
        return render_template(
            "matters/complaints/staff/matter.html",
            me=current_staff(),
            matter=thing,
            submission=thing.submission,
            act_forms=forms,
            failed=failed,
            contact=shown.get("contact"),
            sealed=mask_contact(thing.submission.contact)
            if MatterAct.SHOW_IDENTITY in forms
            else {},
            history=staff_history(thing),
            group=group_of(current_staff(), thing),
            alike=alike(current_staff(), thing),
            **worklists.clocks_of(thing),
            suggested=suggestion_of(thing, today),
            running=[unfolded(one, today, city_calendar()) for one in thing.running_clocks],
            ended=[one for one in thing.deadlines if one.met_on is not None],
            ticks=ticks_of(thing),
            chain=chain_of(thing),
            can_start_case=MatterAct.DRAFT_CASE in RULES.open_to(thing, current_staff()),
        )


PAGES = MatterPages(bp)


@bp.post("/<number>/reply/template")
@requires(Permission.HANDLE_MATTERS)
def fill_reply(number: str) -> str | tuple[str, int]:
    """Put a template, filled from the matter, below what is typed already."""
    matter = existing_matter(number)
    RULES.require(MatterAct.REPLY, matter, current_staff())
    form = PAGES.form(MatterAct.REPLY, matter)
    try:
        template = template_of(current_staff(), form.template.data or 0)
    except NotFoundError:
        form.template.errors = ["请先选择一个模板。"]
        return PAGES.page(matter, form), 400
    track_url = f"{current_app.config['SITE_URL']}{url_for('complaints.track')}"
    words = filled(template.text, facts_of(matter, track_url=track_url))
    form.text.data = "\n\n".join(part for part in (form.text.data, words) if part)
    return PAGES.page(matter, begun=form)


LATEST = 5
"""How many entries are shown where the page did not say how many it had."""


def conflict_page(matter: "Matter", form: Any, now: MatterChoices) -> str:
    """The page for an act that was decided on an older page. Nothing of it is lost.

    Sent from here it is an act on the matter as it is now; where that is no longer possible
    the words can be kept as a note.
    """
    act, history = MatterAct(form.act_name), staff_history(matter)
    seen = form.seen.data if form.seen.data is not None else len(history) - LATEST
    form.bring_up(now)
    open_acts = RULES.open_to(matter, current_staff())
    return render_template(
        "matters/complaints/staff/conflict.html",
        matter=matter,
        act=act,
        form=form if act in open_acts else None,
        typed=[(field.label.text, _words(field)) for field in form.inputs],
        note=_note(form, now) if act not in open_acts and MatterAct.NOTE in open_acts else None,
        since=history[max(0, seen) :],
    )


def lost_page(act: MatterAct) -> str:
    """The page for an act on what is not there for the person: it only says what they typed."""
    names = (name for name in request.form if name.startswith(f"{act.value}-"))
    typed = [
        ("", request.form[name])
        for name in names
        if name.rpartition("-")[2] not in {"version", "seen"} and request.form[name]
    ]
    return render_template(
        "matters/complaints/staff/conflict.html",
        matter=None,
        act=act,
        form=None,
        typed=typed,
        note=None,
        since=[],
    )


def _note(form: ActForm, now: MatterChoices) -> MatterTextForm:
    words = "\n".join(f"{field.label.text}：{_words(field)}" for field in form.inputs)
    made = MatterTextForm(formdata=None, prefix=MatterAct.NOTE.value, data={"text": words})
    made.offer(now)
    made.bring_up(now)
    return made


def _words(field: "Field") -> str:
    """What was typed or chosen, in words."""
    for choice in getattr(field, "choices", None) or []:
        if choice.value == field.data:
            return str(choice.label)
    return str(getattr(field.data, "filename", None) or field.data or "")
