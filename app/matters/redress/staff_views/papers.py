"""What applicants handed in, and the papers sent to them, for who may see the application."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import NotFoundError
from app.kernel.files import papers
from app.kernel.files.papers import as_file
from app.kernel.files.uploads import download
from app.kernel.web import limits
from app.matters.redress.queries import desk
from app.matters.redress.queries.tracking import paper_of
from app.matters.redress.staff_views.blueprint import bp
from app.people.access import current_staff, requires
from app.people.permissions import Permission


@bp.get("/<number>/files/<upload_id>")
@requires(Permission.HANDLE_REDRESS)
def file(number: str, upload_id: str) -> Response:
    """A file of the application, as an attachment; 404 for any other file or application."""
    for found in desk.existing_application(current_staff(), number).evidence:
        if found.upload_id == upload_id:
            return download(found.stored)
    raise NotFoundError


@bp.get("/<number>/papers/<int:document_id>")
@requires(Permission.HANDLE_REDRESS)
def paper(number: str, document_id: int) -> str:
    """A paper that was issued, to be read and printed."""
    application = desk.existing_application(current_staff(), number)
    return render_template(
        "matters/redress/staff/paper.html",
        application=application,
        document=paper_of(application, document_id),
        has_pdf=papers.can_make_pdf(),
    )


@bp.get("/<number>/papers/<int:document_id>/pdf")
@requires(Permission.HANDLE_REDRESS)
@limits.document
def paper_file(number: str, document_id: int) -> Response:
    """The same as a file, where this installation makes them."""
    made = as_file(paper_of(desk.existing_application(current_staff(), number), document_id))
    page = url_for("admin.redress.paper", number=number, document_id=document_id)
    return made or redirect(page, code=303)
