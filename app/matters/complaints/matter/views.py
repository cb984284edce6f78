"""The blueprint of the public complaint pages, and the headers that keep them private."""

from flask import Blueprint, Response, request

bp = Blueprint("complaints", __name__, url_prefix="/complaints")

PRIVATE = ("/complaints/new", "/complaints/track")


@bp.after_request
def keep_private(response: Response) -> Response:
    """Nothing of a report stays in caches, or travels in the address of the page before."""
    if request.path.startswith(PRIVATE):
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
    return response
