"""The blueprint of the public pages. None of them is kept, or told in the address of the next."""

from flask import Blueprint, Response

from app.kernel.web import headers

bp = Blueprint("redress", __name__, url_prefix="/redress")
headers.no_store(bp)


@bp.after_request
def keep_private(response: Response) -> Response:
    """Nothing of an application travels in the address of the page before."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response
