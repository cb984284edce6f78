"""Tracking by number and code: where it stands, by when it is decided, and taking it back."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug import Response

from app.kernel.files import pdf
from app.kernel.files.paper_files import as_file
from app.kernel.files.uploads import download
from app.kernel.web import limits
from app.kernel.wizard.tracking_access import Answer, TrackForm, TrackingAccess
from app.matters.redress.forms.questions import ConfirmForm
from app.matters.redress.queries.tracking import Followed, followed, own_file, paper_of
from app.matters.redress.services.tracking import (
    open_application,
    tidy_number,
    withdraw_application,
)
from app.matters.redress.views.blueprint import bp

tracked = TrackingAccess("tracked_redress", "redress.track")


@bp.route("/track", methods=["GET", "POST"])
@limits.tracking("number", tidy_number)
def track() -> Answer:
    """The door: number and code. A wrong number and a wrong code get the same answer."""
    form = TrackForm()
    if form.validate_on_submit():
        opened = open_application(number=str(form.number.data), code=str(form.code.data))
        if opened is not None:
            tracked.open(opened)
            return redirect(url_for("redress.application"))
        form.code.errors = ["登记编号或查询码不对，请对照回执逐位核对"]
    return render_template("matters/redress/track.html", form=form)


@bp.get("/track/application")
@tracked.guarded(followed)
def application(found: Followed) -> Answer:
    """The application with its clock and its history."""
    return render_template(
        "matters/redress/application.html", found=found, application=found.application
    )


@bp.route("/track/withdraw", methods=["GET", "POST"])
@tracked.guarded(followed)
def withdraw(found: Followed) -> Answer:
    """Ask once more, then withdraw."""
    form = ConfirmForm()
    if form.validate_on_submit():
        withdraw_application(application_id=found.application.id)
        flash(f"已撤回{found.application.kind.label}申请。")
        return redirect(url_for("redress.application"))
    return render_template("matters/redress/withdraw.html", form=form, found=found)


@bp.get("/track/files/<int:file_id>")
@tracked.guarded(followed)
def handed_in(found: Followed, file_id: int) -> Answer:
    """A file that the applicant handed in, as an attachment."""
    file = own_file(found.application.id, file_id)
    if file is None:
        abort(404)
    return download(file.stored)


@bp.get("/track/papers/<int:document_id>")
@tracked.guarded(followed)
def paper(found: Followed, document_id: int) -> Answer:
    """A paper of the deciding body, to be read and printed."""
    document = paper_of(found.application, document_id)
    return render_template(
        "matters/redress/paper.html", document=document, has_pdf=pdf.is_available()
    )


@bp.get("/track/papers/<int:document_id>/pdf")
@limits.document
@tracked.guarded(followed)
def paper_file(found: Followed, document_id: int) -> Answer:
    """The same as a file, where this installation makes them."""
    made = as_file(paper_of(found.application, document_id))
    return made or redirect(url_for("redress.paper", document_id=document_id), code=303)


@bp.post("/track/leave")
def leave() -> Response:
    """Close the application in this browser."""
    tracked.close()
    flash("已退出查询。")
    return redirect(url_for("redress.track"))
