"""Tracking by number and code: where it stands, by when it is decided, and taking it back."""

from flask import flash, redirect, render_template, url_for

from app.kernel.wizard.tracking_access import Answer, ConfirmForm, TrackingDoor
from app.matters.redress.queries.tracking import Followed, code_hash_of, followed
from app.matters.redress.services.tracking import withdraw_application
from app.matters.redress.views.blueprint import bp

tracked = TrackingDoor(
    "redress",
    folder="matters/redress",
    home="application",
    key="tracked_redress",
    code_of=code_hash_of,
    find=followed,
)
tracked.register(bp)


@bp.get("/track/application")
@tracked.guarded()
def application(found: Followed) -> Answer:
    """The application with its clock and its history."""
    return render_template(
        "matters/redress/application.html", found=found, application=found.application
    )


@bp.route("/track/withdraw", methods=["GET", "POST"])
@tracked.guarded()
def withdraw(found: Followed) -> Answer:
    """Ask once more, then withdraw."""
    form = ConfirmForm()
    if form.validate_on_submit():
        withdraw_application(application_id=found.application.id)
        flash(f"已撤回{found.application.kind.label}申请。")
        return redirect(url_for("redress.application"))
    return render_template("matters/redress/withdraw.html", form=form, found=found)
