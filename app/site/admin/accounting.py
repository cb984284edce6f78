"""Nothing that staff do goes unnoticed: where no service has written a row, one is written here.

Services tell best what was done, and by then the request is noted. What is left are refusals,
reading personal data, and taking files away, from public pages too.
"""

from flask import Response, request

from app.kernel import audit
from app.kernel.audit.queries import is_noted
from app.kernel.request_log import request_id
from app.kernel.web import assets
from app.kernel.web.headers import READING_METHODS
from app.people.access import current_staff, is_signed_in
from app.site.admin.blueprint import bp

PERSONAL_PAGES = {
    "admin.complaints.detail": ("matter.opened", "matter", "number"),
    "admin.complaints.viewer": ("matter.opened", "matter", "number"),
    "admin.complaints.case_form": ("matter.opened", "matter", "number"),
    "admin.complaints.checks": ("matter.opened", "matter", "number"),
    "admin.complaints.paper": ("matter.paper_read", "matter", "number"),
    "admin.redress.detail": ("redress.opened", "redress", "number"),
    "admin.redress.paper": ("redress.paper_read", "redress", "number"),
}
"""Pages that show what citizens wrote: action, kind of object, and the argument that names it."""

LONGEST_NUMBER = 80
"""Characters of a number that the log keeps."""


def account(response: Response) -> Response:
    """Write the row of this request, if it needs one and has none. Without it, no answer."""
    action = _action(response)
    if not (action and is_signed_in()) or is_noted(request_id()):
        return response
    _, kind, argument = PERSONAL_PAGES.get(str(request.endpoint), ("", "page", ""))
    number = (request.view_args or {}).get(argument, request.path)
    audit.note(
        action,
        actor=current_staff().as_actor(),
        object_type=kind,
        object_id=str(number)[:LONGEST_NUMBER],
        result=_result(response),
        reason=_reason(response),
    )
    return response


def _action(response: Response) -> str | None:
    """What the row is called; None where none is needed, as for what every page is shown with."""
    if request.endpoint in assets.ENDPOINTS:
        return None
    at_desk = str(request.endpoint).startswith(f"{bp.name}.")
    if at_desk and request.method not in READING_METHODS:
        return "act.requested" if response.status_code < 400 else "act.refused"
    if at_desk and response.status_code in (403, 404):
        return "access.missed"
    if response.status_code == 200 and "Content-Disposition" in response.headers:
        return "file.downloaded"
    if response.status_code == 200 and request.endpoint in PERSONAL_PAGES:
        return PERSONAL_PAGES[str(request.endpoint)][0]
    return None


def _result(response: Response) -> audit.Result:
    if response.status_code < 400:
        return audit.Result.DONE
    refused = response.status_code in (403, 404, 409, 429)
    return audit.Result.DENIED if refused else audit.Result.FAILED


def _reason(response: Response) -> str:
    """The status, or by what a download was narrowed: never what somebody typed."""
    if response.status_code >= 400:
        return f"HTTP {response.status_code}"
    chosen = (f"{name}={value}" for name, value in request.args.items() if name != "q")
    return " ".join(chosen)[:LONGEST_NUMBER]
