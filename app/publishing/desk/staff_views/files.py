"""The files that are published with a record: changed, looked through, and handed to staff."""

from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from app.kernel.errors import InvalidInputError, NotFoundError
from app.kernel.files.uploads import download
from app.publishing.desk.forms import ActForm, ChangeForm, FilesForm
from app.publishing.desk.staff_views.desks import Desk
from app.publishing.life.attachments import attachments_of, former_attachments
from app.publishing.life.findings import places_as_edited
from app.publishing.life.queries import as_edited, open_version
from app.publishing.life.services import change_attachments, look_through, needs_note

Answer = str | Response | tuple[str, int]


def change(kind: Desk[Any], key: int) -> Answer:
    """Files to add and to take off, in one change like any other."""
    record, form = kind.find(key), FilesForm()
    note = _note_form(record)
    if not form.is_submitted():
        return _page(kind, record, form, note)
    if not (form.validate() & (note is None or note.validate())):
        return _page(kind, record, form, note), 400
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
        return _page(kind, record, form, note), 400
    _tell(record, is_public=note is not None)
    return redirect(kind.url("detail", key=key))


def looked(kind: Desk[Any], key: int, file_key: int) -> Response:
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


def _note_form(record: Any) -> ChangeForm | None:
    if not needs_note(record):
        return None
    version = open_version(record)
    return ChangeForm(data={"note": version.note} if version else {})


def _tell(record: Any, *, is_public: bool) -> None:
    flash("附件的更正已送审，审核同意之前公众看到的不变。" if is_public else "附件已保存。")
    if any(place.is_in_file and place.is_open for place in places_as_edited(record)):
        flash("附件里发现了个人信息：请换上遮盖过的文件，或者写明理由保留，才能公示。")


def _page(kind: Desk[Any], record: Any, form: FilesForm, note: ChangeForm | None) -> str:
    return kind.render(
        "files",
        record=record,
        form=form,
        change=note,
        files=attachments_of(as_edited(record)),
    )
