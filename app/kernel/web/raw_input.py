"""What browsers and programs send before anybody has looked at it: bytes that are no text.

It stands before all else. Nothing that is sent may be a fault of the site, and nothing of it may
get into a log: a web server that is left with an exception writes the address and the query.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import structlog
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASCII = bytes(range(0x21, 0x7F)).decode()
"""What may stand in a query as it is."""
SORRY = "网站出错了。出错的是网站，不是您。请稍后再试，急事请拨打 12345。\n"

log = structlog.get_logger()


class TidyEntrance:
    """Asks the site with cookies and a query that are text, and lets no exception out."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._site: WSGIApplication = app.wsgi_app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer in any case; only tests and the debugger see what went wrong before the site."""
        make_text(environ)
        try:
            return self._site(environ, start_response)
        except Exception as error:
            if self._app.testing or self._app.debug:
                raise
            log.exception("entrance.failed", error=type(error).__name__)
            answer = Response(SORRY, status=500, mimetype="text/plain")
            return answer(environ, start_response)


def make_text(environ: "WSGIEnvironment") -> None:
    """Replace what is no UTF-8 in the cookies, and escape what is no ASCII in the query."""
    cookies, query = environ.get("HTTP_COOKIE", ""), environ.get("QUERY_STRING", "")
    if not cookies.isascii():
        text = cookies.encode("latin-1", "replace").decode(errors="replace")
        environ["HTTP_COOKIE"] = text.encode().decode("latin-1")
    if not query.isascii():
        environ["QUERY_STRING"] = quote(query.encode("latin-1", "replace"), safe=ASCII)


class BoundedJSON(DefaultJSONProvider):
    """JSON that is nested beyond all sense is no JSON, rather than a fault of the site."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def init_app(app: Flask) -> None:
    """Stand before all else that is wrapped around the site by now."""
    app.json = BoundedJSON(app)
    app.wsgi_app = TidyEntrance(app)  # type: ignore[method-assign]  # Flask's own way to wrap it
