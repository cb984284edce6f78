"""How editors write: a form, and what becomes of it when somebody else was faster."""

from typing import Any

from flask import flash, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.kernel.errors import DomainError
from app.people.access import current_staff
from app.publishing.desk.forms import ActForm, ChangeForm
from app.publishing.desk.staff_views.desks import Desk
from app.publishing.desk.staff_views.words import changes
from app.publishing.fields.inputs import RecordForm
from app.publishing.life.findings import places_as_edited
from app.publishing.life.queries import as_edited, newest_number, newest_version, open_version
from app.publishing.life.services import Edit, StaleError, drop, needs_note, submit
from app.publishing.life.values import snapshot

Answer = str | Response | tuple[str, int]


def new(kind: Desk[Any], **_about: Any) -> Answer:
    """An empty form, and the record that comes of it."""
    return _write(kind, None)


def edit(kind: Desk[Any], key: int) -> Answer:
    """The form of a record; what is public is changed only when the change is approved."""
    return _write(kind, kind.find(key))


def send(kind: Desk[Any], key: int) -> Response:
    """Send a draft, or a correction that was returned, for review."""
    return _act(kind, key, submit, "已送审，由另一位审核人员办理。")


def give_up(kind: Desk[Any], key: int) -> Response:
    """Give up a correction."""
    return _act(kind, key, drop, "已放弃更正，公示内容不变。")


def _act(kind: Desk[Any], key: int, service: Any, words: str) -> Response:
    if ActForm().validate_on_submit():
        kind.act(service, kind.find(key))
        flash(words)
    return redirect(kind.url("detail", key=key))


def _write(kind: Desk[Any], record: Any) -> Answer:
    form = kind.form(as_edited(record) if record else None)
    change = _change_form(record)
    if not form.is_submitted():
        return _page(kind, record, form, change)
    if "mask" in request.form:
        return _page(kind, record, form, change, masked=_mask(form, change))
    if not (form.validate() & (change is None or change.validate())):
        return _page(kind, record, form, change), 400
    if kind.can_preview and "preview" in request.form:
        return _page(kind, record, form, change, preview=kind.preview(form))
    return _save(kind, record, form, change)


def _save(kind: Desk[Any], record: Any, form: RecordForm, change: ChangeForm | None) -> Answer:
    edit = Edit(
        current_staff().as_actor(),
        seen=request.form.get("version", 0, type=int),
        note=change.note.data if change else "",
    )
    try:
        saved = kind.save(record, form, edit)
    except StaleError as stale:
        return _conflict(kind, record, form, change, stale), 409
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(kind, record, form, change), 400
    flash("更正已送审，审核同意之前公众看到的仍是原来的内容。" if change else "已保存为草稿。")
    if any(place.is_open for place in places_as_edited(saved)):
        flash("公示前检查发现了个人信息，遮盖或者写明理由保留以后，才能公示。")
    return redirect(kind.url("detail", key=saved.id))


def _mask(form: RecordForm, change: ChangeForm | None) -> list[str]:
    return form.mask() + (change.mask() if change else [])


def _change_form(record: Any) -> ChangeForm | None:
    if record is None or not needs_note(record):
        return None
    version = open_version(record)
    return ChangeForm(data={"note": version.note} if version else {})


def _conflict(
    kind: Desk[Any],
    record: Any,
    form: RecordForm,
    change: ChangeForm | None,
    stale: StaleError,
) -> str:
    """What the other person saved beside what was typed; the form goes on from there."""
    theirs = snapshot(as_edited(record))
    return kind.render(
        "form",
        record=record,
        form=form,
        change=change,
        preview=None,
        places=[],
        masked=None,
        version=stale.number,
        other=newest_version(record),
        differences=changes(kind, theirs, {**theirs, **stale.mine}),
    )


def _page(
    kind: Desk[Any],
    record: Any,
    form: RecordForm,
    change: ChangeForm | None,
    *,
    preview: Markup | None = None,
    masked: list[str] | None = None,
) -> str:
    seen = request.form.get("version", 0, type=int) if form.is_submitted() else None
    number = seen if seen is not None else newest_number(record) if record else 0
    return kind.render(
        "form",
        record=record,
        form=form,
        change=change,
        places=places_as_edited(record) if record and seen is None else [],
        masked=masked,
        preview=preview,
        version=number,
        other=None,
    )
