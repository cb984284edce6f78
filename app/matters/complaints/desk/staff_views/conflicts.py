"""When somebody else was faster: what was typed and what has happened, side by side."""

from typing import TYPE_CHECKING, Any

from flask import render_template, request

from app.matters.complaints.desk.history import staff_history
from app.matters.complaints.desk.staff_views.choices import MatterChoices
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.forms import MatterActForm, MatterTextForm
from app.matters.complaints.matter.rules.acts import MatterAct
from app.people.access import current_staff

if TYPE_CHECKING:
    from wtforms import Field

    from app.matters.complaints.matter.models.matters import Matter


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
        typed=[(field.label.text, _words(field)) for field in form.asked],
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


def _note(form: MatterActForm, now: MatterChoices) -> MatterTextForm:
    words = "\n".join(f"{field.label.text}：{_words(field)}" for field in form.asked)
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
