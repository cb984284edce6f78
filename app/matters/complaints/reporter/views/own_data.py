"""我的资料: what is kept of a reporter, as a file, and what of it can be erased."""

from flask import Response as FlaskResponse
from flask import current_app, flash, redirect, render_template, url_for
from werkzeug import Response

from app.kernel import clock
from app.kernel.errors import ConflictError
from app.kernel.web import limits
from app.kernel.wizard.tracking_access import Answer
from app.matters.complaints.matter.views import bp
from app.matters.complaints.reporter.exports import as_json, as_text, own_data
from app.matters.complaints.reporter.forms import EraseForm, ExportForm, NoticesForm
from app.matters.complaints.reporter.queries.own_data import own_facts
from app.matters.complaints.reporter.queries.tracking import Followed, followed
from app.matters.complaints.reporter.rules import OwnPart, kept_parts
from app.matters.complaints.reporter.services.own_data import (
    ask_for_notices,
    erase,
    note_export,
    own_contact,
)
from app.matters.complaints.reporter.views.track import tracked


@bp.get("/track/data")
@tracked.guarded(followed)
def data(found: Followed) -> Answer:
    """What is kept, what can go, and what must stay with the reason."""
    return _page(found)


@bp.post("/track/data/file")
@limits.own_data
@tracked.guarded(followed)
def data_file(found: Followed) -> Answer:
    """All that is kept, as a file; the person in full for who knows their telephone."""
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(found, export=form)
    contact = own_contact(submission_id=found.submission.id, phone=form.phone.data or "")
    if contact is None:
        form.phone.errors = ["与您留的电话不一致。可以不填，文件里的身份信息就只显示一部分"]
        return _page(found, export=form)
    note_export(submission_id=found.submission.id)
    whole = own_data(found, contact)
    machine = form.file_format.data == "json"
    text = as_json(whole) if machine else as_text(whole)
    return _attachment(text, f"{found.submission.number}.{'json' if machine else 'txt'}")


@bp.post("/track/data/notices")
@tracked.guarded(followed)
def notices(found: Followed) -> Answer:
    """A mail without content whenever something happens."""
    form = NoticesForm()
    if not form.validate_on_submit():
        return _page(found, notices=form)
    ask_for_notices(submission_id=found.submission.id, email=form.email.data)
    flash("已开通。有进展时给您发一封不含内容的邮件。")
    return redirect(url_for("complaints.data"))


@bp.post("/track/data/erase/<part>")
@tracked.guarded(followed)
def erase_part(found: Followed, part: str) -> Answer:
    """Erase a part, or say why it must stay. What can't be restored asks for a tick first."""
    if part not in list(OwnPart):
        raise ConflictError("没有这项资料。")
    form = EraseForm(prefix=part)
    if not form.validate_on_submit():
        return _page(found, erasing=(part, form))
    years = int(current_app.config["IDENTITY_YEARS"])
    erase(submission_id=found.submission.id, part=OwnPart(part), years=years)
    flash("已删除。")
    return redirect(url_for("complaints.data"))


def _page(
    found: Followed,
    *,
    export: ExportForm | None = None,
    notices: NoticesForm | None = None,
    erasing: tuple[str, EraseForm] | None = None,
) -> str:
    years = int(current_app.config["IDENTITY_YEARS"])
    parts = kept_parts(own_facts(found.submission, clock.today(), years))
    forms = {one.part.value: EraseForm(prefix=one.part.value, formdata=None) for one in parts}
    if erasing and erasing[0] in forms:
        forms[erasing[0]] = erasing[1]
    return render_template(
        "matters/complaints/own_data.html",
        found=found,
        submission=found.submission,
        parts=parts,
        erase_forms=forms,
        export=export or ExportForm(formdata=None),
        notices=notices or NoticesForm(formdata=None),
    )


def _attachment(text: str, name: str) -> Response:
    response = FlaskResponse(text, mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
