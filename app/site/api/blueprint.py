"""The blueprint of the API, open to the scripts of any site."""

from flask import Blueprint, Response, request

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Let other sites read what is public anyway; nothing here depends on who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response
