"""Evidence, only to those who may see the matter, and always as an attachment."""

from werkzeug.wrappers import Response

from app.accounts.access import current_staff, requires
from app.accounts.permissions import Permission
from app.complaints.queries import desk
from app.complaints.staff_views.blueprint import bp
from app.core.errors import NotFoundError
from app.core.uploads import download


@bp.get("/<number>/evidence/<upload_id>")
@requires(Permission.HANDLE_MATTERS)
def evidence(number: str, upload_id: str) -> Response:
    """A file of the matter's submission; 404 for any other file or matter."""
    matter = desk.matter_of(current_staff(), number)
    for file in matter.submission.evidence if matter else []:
        if file.upload_id == upload_id:
            return download(file.stored)
    raise NotFoundError
