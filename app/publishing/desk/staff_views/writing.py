"""How editors write: a form and files, and what becomes of it when somebody else was faster."""

from typing import Any

from flask import flash, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.kernel.errors import DomainError, InvalidInputError, NotFoundError
from app.kernel.files.uploads import download
from app.kernel.web.bodies import takes_files
from app.people.access import current_staff
from app.people.acting.forms import ActForm
from app.publishing.desk.forms import AttachmentsForm, ChangeForm
from app.publishing.desk.staff_views.desks import Answer, Desk, changes
from app.publishing.fields.inputs import RecordForm
from app.publishing.life.attachments import attachments_of, former_attachments
from app.publishing.life.gate import places_as_edited
from app.publishing.life.queries import as_edited, newest_number, newest_version, open_version
from app.publishing.life.services import (
    Edit,
    StaleError,
    change_attachments,
    drop,
    look_through,
    needs_note,
    submit,
)
from app.publishing.life.values import snapshot


def new(kind: Desk[Any], **_about: Any) -> Answer:
    """An empty form, and the record that comes of it."""
    return _write(kind, None)


def edit(kind: Desk[Any], key: int) -> Answer:
    """The form of a record; what is public is changed only when the change is approved."""
    return _write(kind, kind.find(key))


def send(kind: Desk[Any], key: int) -> Response:
    """Send a draft, or a correction that was returned, for review."""
    return kind.act_at_once(key, submit, "已送审，由另一位审核人员办理。")


def give_up(kind: Desk[Any], key: int) -> Response:
    """Give up a correction."""
    return kind.act_at_once(key, drop, "已放弃更正，公示内容不变。")


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


@takes_files
def change_files(kind: Desk[Any], key: int) -> Answer:
    """Files to add and to take off, in one change like any other."""
    record, form = kind.find(key), AttachmentsForm()
    note = _change_form(record)
    if not form.is_submitted():
        return _files_page(kind, record, form, note)
    if not (form.validate() & (note is None or note.validate())):
        return _files_page(kind, record, form, note), 400
    try:
        kind.act(
            change_attachments,
            record,
            files=form.files.data or (),
            removed=form.removed.data or (),
            note=note.note.data if note else "",
        )
    except InvalidInputError as error:
        form.files.errors = [error.message]
        return _files_page(kind, record, form, note), 400
    _tell(record, is_public=note is not None)
    return redirect(kind.url("detail", key=key))


def note_looked(kind: Desk[Any], key: int, file_key: int) -> Response:
    """Note that the person at the desk has looked through a file."""
    if ActForm().validate_on_submit():
        kind.act(look_through, kind.find(key), key=file_key)
        flash("已记录您看过这个附件。")
    at = "review" if request.form.get("at") == "review" else "detail"
    return redirect(kind.url(at, key=key))


def download_current(kind: Desk[Any], key: int, file_key: int) -> Response:
    """A file of the record as its editors see it, or as the public does."""
    record = kind.find(key)
    shown = [*attachments_of(as_edited(record)), *attachments_of(record)]
    for each in shown:
        if each.id == file_key:
            return download(each.stored)
    raise NotFoundError


def download_former(kind: Desk[Any], key: int, file_key: int) -> Response:
    """A file of an older version, which may say what later ones hide."""
    for each in former_attachments(kind.find(key), ()):
        if each.id == file_key:
            return download(each.stored)
    raise NotFoundError


def _tell(record: Any, *, is_public: bool) -> None:
    flash("附件的更正已送审，审核同意之前公众看到的不变。" if is_public else "附件已保存。")
    if any(place.is_in_file and place.is_open for place in places_as_edited(record)):
        flash("附件里发现了个人信息：请换上遮盖过的文件，或者写明理由保留，才能公示。")


def _files_page(
    kind: Desk[Any], record: Any, form: AttachmentsForm, note: ChangeForm | None
) -> str:
    return kind.render(
        "files",
        record=record,
        form=form,
        change=note,
        files=attachments_of(as_edited(record)),
    )
