"""After the answer: asking for a second look, and telling the coordination office how it went."""

from flask import abort, flash, redirect, render_template, url_for

from app.kernel.wizard.tracking_access import Answer
from app.matters.complaints.matter.views import bp
from app.matters.complaints.reporter.forms import AskForm, VisitForm
from app.matters.complaints.reporter.queries.tracking import Followed, Track, followed
from app.matters.complaints.reporter.services.reviewing import answer_follow_up, ask_for_review
from app.matters.complaints.reporter.views.track import tracked


@bp.route("/track/review/<int:matter_id>", methods=["GET", "POST"])
@tracked.guarded(followed)
def ask_review(found: Followed, matter_id: int) -> Answer:
    """Why the answer should be looked at again, once and in time."""
    track = _track(found, matter_id)
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("matters/complaints/ask_review.html", form=form, track=track)
    ask_for_review(
        submission_id=found.submission.id, matter_id=matter_id, text=form.text.data or ""
    )
    flash("复核申请已提交，由另一名工作人员办理，答复会显示在这里。")
    return redirect(url_for("complaints.track_matter"))


@bp.route("/track/visit/<int:matter_id>", methods=["GET", "POST"])
@tracked.guarded(followed)
def visit(found: Followed, matter_id: int) -> Answer:
    """The questions of the coordination office."""
    track = _track(found, matter_id)
    form = VisitForm()
    if not track.is_asked:
        abort(404)
    if not form.validate_on_submit():
        return render_template("matters/complaints/visit.html", form=form, track=track)
    answer_follow_up(
        submission_id=found.submission.id,
        matter_id=matter_id,
        was_contacted=form.contacted.data == "yes",
        is_true=form.true.data == "yes",
        satisfaction=form.satisfaction.data,
        manner=form.manner.data,
        comment=form.comment.data or "",
    )
    flash("谢谢您的回答，质量强市办会据此督促改进。")
    return redirect(url_for("complaints.track_matter"))


def _track(found: Followed, matter_id: int) -> Track:
    track = next((one for one in found.tracks if one.matter.id == matter_id), None)
    if track is None:
        abort(404)
    return track
