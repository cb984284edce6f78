"""Tracking by number and code: what happened, what is next, and what the reporter can do."""

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug import Response

from app.kernel import clock
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.web import limits, upload_quota
from app.kernel.web.bodies import takes_files
from app.kernel.wizard.tracking_access import Answer, ConfirmForm, TrackingDoor
from app.matters.complaints.intake.forms.questions import NotConductForm
from app.matters.complaints.matter.queries import added_conduct_signs
from app.matters.complaints.matter.views import bp
from app.matters.complaints.reporter import exports
from app.matters.complaints.reporter.forms import (
    AmendForm,
    AskForm,
    EraseForm,
    ExportForm,
    MaterialForm,
    NoticesForm,
    RatingForm,
    VisitForm,
)
from app.matters.complaints.reporter.queries import (
    FollowedSubmission,
    Track,
    code_hash_of,
    followed,
    own_facts,
)
from app.matters.complaints.reporter.rules import OwnPart, kept_parts
from app.matters.complaints.reporter.services import own_data, tracking

ADVICE = "反映工作人员的，请另交一份举报，那一份不会交给被反映的部门；"

tracked = TrackingDoor(
    "complaints",
    folder="matters/complaints",
    home="track_matter",
    key="tracked_submission",
    code_of=code_hash_of,
    find=followed,
)
tracked.register(bp)


@bp.get("/track/matter")
@tracked.guarded()
def track_matter(found: FollowedSubmission) -> Answer:
    """The submission with its tracks, history and letters."""
    return _matter_page(found)


@bp.post("/track/material")
@tracked.guarded()
@takes_files
def add_material_to(found: FollowedSubmission) -> Answer:
    """More from the reporter."""
    form = MaterialForm()
    text, files = form.text.data or "", form.files.data or []
    if form.validate_on_submit() and _may_reach_body(form, found, text):
        try:
            upload_quota.take(files)
            tracking.add_material(submission_id=found.submission.id, text=text, files=files)
        except InvalidInputError as error:
            wrong = form.files if any(files) else form.text
            wrong.errors = [error.message]
        else:
            return _back("已发送给承办部门。")
    return _matter_page(found, material=form)


def _may_reach_body(form: NotConductForm, found: FollowedSubmission, words: str) -> bool:
    """Whether what is added may be read by the body that handles the submission."""
    return form.may_reach_body(added_conduct_signs(found.submission, words), ADVICE)


@bp.post("/track/rate/<int:matter_id>")
@tracked.guarded()
def rate(found: FollowedSubmission, matter_id: int) -> Answer:
    """The reporter's judgement of a closed matter."""
    form = _rating_form(matter_id)
    if not form.validate_on_submit():
        return _matter_page(found, rating=(matter_id, form))
    tracking.rate_matter(submission_id=found.submission.id, matter_id=matter_id, **form.judgement)
    return _back("谢谢您的评价。")


@bp.post("/track/unpublish")
@tracked.guarded()
def unpublish(found: FollowedSubmission) -> Answer:
    """Take back the consent to publication."""
    tracking.stop_publication(submission_id=found.submission.id)
    return _back("已停止公开。")


def _matter_page(
    found: FollowedSubmission,
    *,
    material: FlaskForm | None = None,
    rating: tuple[int, FlaskForm] | None = None,
) -> str:
    """The page, with the form that had an error as it was sent."""
    ratings = {
        track.matter.id: _rating_form(track.matter.id, formdata=None)
        for track in found.tracks
        if track.can_be_rated
    }
    if rating and rating[0] in ratings:
        ratings[rating[0]] = rating[1]
    return render_template(
        "matters/complaints/matter.html",
        found=found,
        submission=found.submission,
        material=material or MaterialForm(formdata=None),
        ratings=ratings,
    )


def _rating_form(matter_id: int, **options: None) -> RatingForm:
    return RatingForm(prefix=f"matter{matter_id}", **options)


@bp.route("/track/review/<int:matter_id>", methods=["GET", "POST"])
@tracked.guarded()
def ask_review(found: FollowedSubmission, matter_id: int) -> Answer:
    """Why the answer should be looked at again, once and in time."""
    track = _track(found, matter_id)
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("matters/complaints/ask_review.html", form=form, track=track)
    tracking.ask_for_review(
        submission_id=found.submission.id, matter_id=matter_id, text=form.text.data or ""
    )
    return _back("复核申请已提交，由另一名工作人员办理，答复会显示在这里。")


@bp.route("/track/visit/<int:matter_id>", methods=["GET", "POST"])
@tracked.guarded()
def visit(found: FollowedSubmission, matter_id: int) -> Answer:
    """The questions of the coordination office."""
    track = _track(found, matter_id)
    form = VisitForm()
    if not track.is_asked:
        abort(404)
    if not form.validate_on_submit():
        return render_template("matters/complaints/visit.html", form=form, track=track)
    tracking.answer_follow_up(
        submission_id=found.submission.id,
        matter_id=matter_id,
        was_contacted=form.contacted.data == "yes",
        is_true=form.true.data == "yes",
        **form.judgement,
    )
    return _back("谢谢您的回答，质量强市办会据此督促改进。")


def _track(found: FollowedSubmission, matter_id: int) -> Track:
    track = next((one for one in found.tracks if one.matter.id == matter_id), None)
    return track or abort(404)


def _back(message: str, view: str = "track_matter") -> Response:
    """Say so on the page of the submission, or of the reporter's data."""
    flash(message)
    return redirect(url_for(f"complaints.{view}"))


@bp.route("/track/withdraw/<int:matter_id>", methods=["GET", "POST"])
@tracked.guarded()
def withdraw(found: FollowedSubmission, matter_id: int) -> Answer:
    """In the first minutes ask once more, then withdraw; later hand on why it should end."""
    track = _track(found, matter_id)
    form = ConfirmForm() if found.is_free else AskForm()
    if not form.validate_on_submit():
        return render_template(
            "matters/complaints/withdraw.html", form=form, track=track, found=found
        )
    this = {"submission_id": found.submission.id, "matter_id": matter_id}
    if found.is_free:
        own_data.withdraw_matter(**this)
        return _back(f"已撤回{track.matter.kind.label}。")
    own_data.ask_to_withdraw(**this, text=form.text.data)
    return _back("申请已交承办部门，答复会显示在这里。")


@bp.route("/track/amend", methods=["GET", "POST"])
@tracked.guarded()
def amend(found: FollowedSubmission) -> Answer:
    """In the first minutes write it anew; later say what should read otherwise."""
    if not found.is_open:
        return _back("事项已经结束，不能再更改。有新情况请重新提交。")
    form = AmendForm(obj=found.submission) if found.is_free else AskForm()
    if not form.validate_on_submit():
        return render_template("matters/complaints/amend.html", form=form, found=found)
    if found.is_free:
        words = f"{form.title.data}\n{form.narrative.data}"
        if not _may_reach_body(form, found, words):
            return render_template("matters/complaints/amend.html", form=form, found=found)
        own_data.amend_submission(submission_id=found.submission.id, **form.written)
        return _back("已更正，承办部门看到的是新的内容。")
    own_data.ask_to_amend(submission_id=found.submission.id, text=form.text.data)
    return _back("申请已交承办部门，答复会显示在这里。")


@bp.get("/track/data")
@tracked.guarded()
def data(found: FollowedSubmission) -> Answer:
    """What is kept, what can go, and what must stay with the reason."""
    return _page(found)


@bp.post("/track/data/file")
@limits.own_data
@tracked.guarded()
def data_file(found: FollowedSubmission) -> Answer:
    """All that is kept, as a file; the person in full for who knows their telephone."""
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(found, export=form)
    contact = own_data.own_contact(submission_id=found.submission.id, phone=form.phone.data or "")
    if contact is None:
        form.phone.errors = ["与您留的电话不一致。可以不填，文件里的身份信息就只显示一部分"]
        return _page(found, export=form)
    own_data.note_export(submission_id=found.submission.id)
    whole = exports.own_data(found, contact)
    machine = form.file_format.data == "json"
    text = exports.as_json(whole) if machine else exports.as_text(whole)
    response = FlaskResponse(text, mimetype="text/plain")
    name = f"{found.submission.number}.{'json' if machine else 'txt'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/track/data/notices")
@tracked.guarded()
def notices(found: FollowedSubmission) -> Answer:
    """A mail without content whenever something happens."""
    form = NoticesForm()
    if not form.validate_on_submit():
        return _page(found, notices=form)
    own_data.ask_for_notices(submission_id=found.submission.id, email=form.email.data)
    return _back("已开通。有进展时给您发一封不含内容的邮件。", "data")


@bp.post("/track/data/erase/<part>")
@tracked.guarded()
def erase_part(found: FollowedSubmission, part: str) -> Answer:
    """Erase a part, or say why it must stay. What can't be restored asks for a tick first."""
    if part not in list(OwnPart):
        raise ConflictError("没有这项资料。")
    form = EraseForm(prefix=part)
    if not form.validate_on_submit():
        return _page(found, erasing=(part, form))
    years = int(current_app.config["IDENTITY_YEARS"])
    own_data.erase(submission_id=found.submission.id, part=OwnPart(part), years=years)
    return _back("已删除。", "data")


def _page(
    found: FollowedSubmission,
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
