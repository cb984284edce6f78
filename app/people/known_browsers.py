"""In which browsers a person has signed in before: a signed cookie, and nothing on the server.

It opens nothing. It only spares who comes again the mail about a browser that was never used.
"""

from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

KEPT = timedelta(days=180)
MOST = 8
"""People whom one browser remembers."""


def known_here() -> frozenset[int]:
    """The ids of those who have signed in here within half a year."""
    return frozenset(_ids())


def remember(response: Response, staff_id: int) -> Response:
    """Have the browser say next time that this person has signed in here."""
    ids = [staff_id, *(one for one in _ids() if one != staff_id)][:MOST]
    response.set_cookie(
        _name(),
        _signer().dumps(ids),
        max_age=KEPT,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _ids() -> list[int]:
    try:
        found = _signer().loads(request.cookies.get(_name(), ""), max_age=int(KEPT.total_seconds()))
    except BadSignature:
        return []
    return [one for one in found if isinstance(one, int)]


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-known"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="known browser")
