"""Changing and taking back what was handed in: at once for ten minutes, later by asking."""

from flask import abort, flash, redirect, render_template, url_for

from app.kernel.wizard.tracking_access import Answer
from app.matters.complaints.matter.views import bp
from app.matters.complaints.reporter.forms import AmendForm, AskForm, ConfirmForm
from app.matters.complaints.reporter.queries.tracking import Followed, followed
from app.matters.complaints.reporter.services.amending import (
    Amendment,
    amend_submission,
    ask_to_amend,
    ask_to_withdraw,
    withdraw_matter,
)
from app.matters.complaints.reporter.views.track import tracked


@bp.route("/track/withdraw/<int:matter_id>", methods=["GET", "POST"])
@tracked.guarded(followed)
def withdraw(found: Followed, matter_id: int) -> Answer:
    """In the first minutes ask once more, then withdraw; later hand on why it should end."""
    track = next((one for one in found.tracks if one.matter.id == matter_id), None)
    if track is None:
        abort(404)
    form = ConfirmForm() if found.is_free else AskForm()
    if form.validate_on_submit():
        this = {"submission_id": found.submission.id, "matter_id": matter_id}
        if found.is_free:
            withdraw_matter(**this)
            flash(f"已撤回{track.matter.kind.label}。")
        else:
            ask_to_withdraw(**this, text=form.text.data)
            flash("申请已交承办部门，答复会显示在这里。")
        return redirect(url_for("complaints.track_matter"))
    return render_template("matters/complaints/withdraw.html", form=form, track=track, found=found)


@bp.route("/track/amend", methods=["GET", "POST"])
@tracked.guarded(followed)
def amend(found: Followed) -> Answer:
    """In the first minutes write it anew; later say what should read otherwise."""
    if not found.is_open:
        flash("事项已经结束，不能再更改。有新情况请重新提交。")
        return redirect(url_for("complaints.track_matter"))
    form = AmendForm(obj=found.submission) if found.is_free else AskForm()
    if not form.validate_on_submit():
        return render_template("matters/complaints/amend.html", form=form, found=found)
    if found.is_free:
        amendment = Amendment(**form.words)
        amend_submission(submission_id=found.submission.id, amendment=amendment)
        flash("已更正，承办部门看到的是新的内容。")
    else:
        ask_to_amend(submission_id=found.submission.id, text=form.text.data)
        flash("申请已交承办部门，答复会显示在这里。")
    return redirect(url_for("complaints.track_matter"))
