"""Tracking by number and code: what happened, what is next, and what the reporter can do."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug import Response

from app.kernel.errors import InvalidInputError
from app.kernel.files.uploads import download
from app.kernel.web import limits
from app.kernel.wizard.tracking_access import Answer, TrackForm, TrackingAccess
from app.matters.complaints.matter.views import bp
from app.matters.complaints.reporter.forms import MaterialForm, RatingForm
from app.matters.complaints.reporter.queries.tracking import Followed, followed, own_evidence
from app.matters.complaints.reporter.services.tracking import (
    add_material,
    open_submission,
    rate_matter,
    stop_publication,
    tidy_number,
)

tracked = TrackingAccess("tracked_submission", "complaints.track")


@bp.route("/track", methods=["GET", "POST"])
@limits.tracking("number", tidy_number)
def track() -> Answer:
    """The door: number and code. A wrong number and a wrong code get the same answer."""
    form = TrackForm()
    if form.validate_on_submit():
        opened = open_submission(number=str(form.number.data), code=str(form.code.data))
        if opened is not None:
            tracked.open(opened)
            return redirect(url_for("complaints.track_matter"))
        form.code.errors = ["登记编号或查询码不对，请对照回执逐位核对"]
    return render_template("matters/complaints/track.html", form=form)


@bp.get("/track/matter")
@tracked.guarded(followed)
def track_matter(found: Followed) -> Answer:
    """The submission with its tracks, history and letters."""
    return _matter_page(found)


@bp.post("/track/material")
@tracked.guarded(followed)
def add_material_to(found: Followed) -> Answer:
    """More from the reporter."""
    form = MaterialForm()
    if form.validate_on_submit():
        try:
            add_material(
                submission_id=found.submission.id,
                text=form.text.data or "",
                files=form.files.data or [],
            )
        except InvalidInputError as error:
            wrong = form.files if any(form.files.data or []) else form.text
            wrong.errors = [error.message]
        else:
            flash("已发送给承办部门。")
            return redirect(url_for("complaints.track_matter"))
    return _matter_page(found, material=form)


@bp.post("/track/rate/<int:matter_id>")
@tracked.guarded(followed)
def rate(found: Followed, matter_id: int) -> Answer:
    """The reporter's judgement of a closed matter."""
    form = _rating_form(matter_id)
    if not form.validate_on_submit():
        return _matter_page(found, rating=(matter_id, form))
    rate_matter(
        submission_id=found.submission.id,
        matter_id=matter_id,
        satisfaction=form.satisfaction.data,
        manner=form.manner.data,
        comment=form.comment.data or "",
    )
    flash("谢谢您的评价。")
    return redirect(url_for("complaints.track_matter"))


@bp.post("/track/unpublish")
@tracked.guarded(followed)
def unpublish(found: Followed) -> Answer:
    """Take back the consent to publication."""
    stop_publication(submission_id=found.submission.id)
    flash("已停止公开。")
    return redirect(url_for("complaints.track_matter"))


@bp.get("/track/files/<int:evidence_id>")
@tracked.guarded(followed)
def own_file(found: Followed, evidence_id: int) -> Answer:
    """A file that the reporter handed in, as an attachment."""
    file = own_evidence(found.submission.id, evidence_id)
    if file is None:
        abort(404)
    return download(file.stored)


@bp.post("/track/leave")
def leave() -> Response:
    """Close the submission in this browser."""
    tracked.close()
    flash("已退出查询。")
    return redirect(url_for("complaints.track"))


def _matter_page(
    found: Followed,
    *,
    material: FlaskForm | None = None,
    rating: tuple[int, FlaskForm] | None = None,
) -> str:
    """The page, with the form that had an error as it was sent."""
    ratings = {
        track.matter.id: _rating_form(track.matter.id, blank=True)
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


def _rating_form(matter_id: int, *, blank: bool = False) -> RatingForm:
    options: dict[str, Any] = {"formdata": None} if blank else {}
    return RatingForm(prefix=f"matter{matter_id}", **options)
