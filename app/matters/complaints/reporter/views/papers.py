"""The papers that a body has issued to the reporter, by number and code."""

from flask import redirect, render_template, url_for

from app.kernel.files import pdf
from app.kernel.files.paper_files import as_file
from app.kernel.web import limits
from app.kernel.wizard.tracking_access import Answer
from app.matters.complaints.matter.views import bp
from app.matters.complaints.reporter.queries.tracking import Followed, followed, own_paper
from app.matters.complaints.reporter.views.track import tracked


@bp.get("/track/papers/<int:document_id>")
@tracked.guarded(followed)
def paper(found: Followed, document_id: int) -> Answer:
    """A paper of the body, to be read and printed."""
    document = own_paper(found, document_id)
    return render_template(
        "matters/complaints/paper.html", document=document, has_pdf=pdf.is_available()
    )


@bp.get("/track/papers/<int:document_id>/pdf")
@limits.document
@tracked.guarded(followed)
def paper_file(found: Followed, document_id: int) -> Answer:
    """The same as a file, where this installation makes them."""
    made = as_file(own_paper(found, document_id))
    return made or redirect(url_for("complaints.paper", document_id=document_id), code=303)
