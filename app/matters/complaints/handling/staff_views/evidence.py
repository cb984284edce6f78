"""Evidence, only to those who may see the matter: as an attachment, or beside the text."""

from typing import TYPE_CHECKING

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app.kernel.errors import NotFoundError
from app.kernel.files.uploads import download, shown_inside
from app.kernel.web.headers import CONTENT_SECURITY_POLICY
from app.matters.complaints.matter.queries.visibility import matter_of
from app.matters.complaints.matter.staff_views import bp
from app.people.access import current_staff, requires
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.complaints.matter.models.clocks import PausePaper
    from app.matters.complaints.matter.models.handling import SiteEvidence
    from app.matters.complaints.matter.models.matters import Matter
    from app.matters.complaints.matter.models.submissions import Evidence

    File = Evidence | SiteEvidence | PausePaper


WITH_FRAME = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"


@bp.get("/<number>/evidence")
@requires(Permission.HANDLE_MATTERS)
def viewer(number: str) -> Response:
    """A file beside what was reported; on phones below it."""
    matter = _matter(number)
    files = _files(matter)
    wanted = request.args.get("file", files[0].upload_id if files else "")
    place = next((n for n, file in enumerate(files) if file.upload_id == wanted), None)
    if files and place is None:
        raise NotFoundError
    response = make_response(
        render_template(
            "matters/complaints/staff/viewer.html",
            matter=matter,
            submission=matter.submission,
            files=files,
            place=place,
        )
    )
    response.headers["Content-Security-Policy"] = WITH_FRAME
    return response


@bp.get("/<number>/evidence/<upload_id>")
@requires(Permission.HANDLE_MATTERS)
def evidence(number: str, upload_id: str) -> Response:
    """A file of the matter or its submission; 404 for any other file or matter."""
    return download(_file(number, upload_id).stored)


@bp.get("/<number>/evidence/<upload_id>/view")
@requires(Permission.HANDLE_MATTERS)
def evidence_inside(number: str, upload_id: str) -> Response:
    """The same file for the page that shows it beside the text."""
    return shown_inside(_file(number, upload_id).stored)


def _file(number: str, upload_id: str) -> "File":
    for file in _files(_matter(number)):
        if file.upload_id == upload_id:
            return file
    raise NotFoundError


def _files(matter: "Matter") -> "list[File]":
    """What the reporter handed in, what staff brought from the spot, papers that stop a clock."""
    pauses = (pause for clock in matter.deadlines for pause in clock.pauses)
    papers = [pause.paper for pause in pauses if pause.paper]
    return [*matter.submission.evidence, *matter.site_evidence, *papers]


def _matter(number: str) -> "Matter":
    matter = matter_of(current_staff(), number)
    if matter is None:
        raise NotFoundError
    return matter
