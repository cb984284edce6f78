"""How every response goes out: what may run, who may look on, what may be kept, and packed or not.

Also how a request reaches us: which host names are ours, and that a request which only looks takes
no write lock.

Answers that are the same for everybody go out gzipped: on a slow network that is seconds. Personal
pages do not: where what an asker wrote stands beside a secret, the length of the answer would tell
the secret (BREACH).
"""

import gzip
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, request, session
from werkzeug import Response as BaseResponse
from werkzeug.exceptions import SecurityError

from app.kernel.db import session as database

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "report-uri /csp",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "interest-cohort=(), browsing-topics=()",
}
TO_SECURE = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""To whoever came by HTTPS: a year, in seconds (OWASP ASVS 5.0, 3.4.1)."""
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC = "public, no-cache"
"""Anyone may keep the page who asks before each use whether it is still right."""
LOOPBACK = ("127.0.0.1", "localhost")
LEVEL = 5
LEAST = 1000
"""What has fewer bytes fits one packet of the network either way."""
PACKED = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "text/plain",
        "application/json",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
        "image/svg+xml",
    }
)

_files: dict[tuple[str, str | None], bytes] = {}
_lock = Lock()


def init_app(app: Flask) -> None:
    """Set the headers of all responses, static files and error pages included."""
    if app.config["PRODUCTION"] and not app.config["TRUSTED_HOSTS"]:
        host = urlsplit(str(app.config["SITE_URL"])).hostname
        app.config["TRUSTED_HOSTS"] = [host, *LOOPBACK]
    app.register_error_handler(SecurityError, refuse_host)
    app.before_request(begin)
    app.teardown_request(end)
    app.after_request(cache_policy)
    app.after_request(add_headers)


def refuse_host(_error: SecurityError) -> Response:
    """A host name that is not ours gets no page: its links would lead to that host."""
    return Response("此域名不是本站的域名。\n", status=400, mimetype="text/plain")


def is_from_elsewhere() -> bool:
    """Whether the browser says that a page of another site made it ask.

    Browsers that protect their owner say nothing, or ``null``.
    """
    stated = request.headers.get("Origin") or request.referrer
    return bool(stated) and stated != "null" and not _is_ours(str(stated))


def _is_ours(address: str) -> bool:
    """Whether a page of this site is meant; one that came by HTTPS never says otherwise."""
    try:
        stated = urlsplit(address)
    except ValueError:
        return False
    here = urlsplit(str(current_app.config["SITE_URL"]))
    if (stated.scheme, stated.netloc) == (here.scheme, here.netloc):
        return True
    return stated.netloc == request.host and (stated.scheme == "https" or not request.is_secure)


def no_store(blueprint: Blueprint) -> None:
    """Declare that the pages of ``blueprint``, and of those nested in it, are personal."""
    blueprint.after_request(forbid_storing)


def begin() -> None:
    """A request that only looks gets transactions that only look."""
    if request.method in READING_METHODS:
        database.begin_reading()


def end(_error: BaseException | None) -> None:
    """The next request on this thread starts afresh."""
    database.end_reading()


def forbid_storing(response: Response) -> Response:
    """Neither the browser nor a proxy keeps a copy."""
    response.headers["Cache-Control"] = "no-store"
    return response


def forget_here(response: BaseResponse, *more: str) -> None:
    """Have the browser forget what it keeps of the site, and ``more`` such as its cookies."""
    forgotten = ("cache", "storage", *more)
    response.headers["Clear-Site-Data"] = ", ".join(f'"{kind}"' for kind in forgotten)


def is_personal(response: Response) -> bool:
    """Whether a session had a part in the answer, or the answer sets a cookie."""
    has_session = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    in_session = session.modified or (session.accessed and has_session)
    return in_session or "Set-Cookie" in response.headers


def cache_policy(response: Response) -> Response:
    """Public pages may be kept and must be asked for; whatever touched a session is not kept."""
    if "Cache-Control" in response.headers:
        return response
    if (
        is_personal(response)
        or request.method not in READING_METHODS
        or response.status_code >= 400
    ):
        return forbid_storing(response)
    response.headers["Cache-Control"] = PUBLIC
    response.vary.add("Cookie")
    return response


def is_public(response: Response) -> bool:
    """Whether anyone who asks so gets this very page."""
    return response.status_code == 200 and response.headers.get("Cache-Control") == PUBLIC


def add_headers(response: Response) -> Response:
    """The headers above, unless the view has set a stricter one itself (OWASP ASVS 5.0, 3.4)."""
    present = {name for name, _ in response.headers}
    headers = HEADERS | TO_SECURE if request.is_secure else HEADERS
    response.headers.extend(each for each in headers.items() if each[0] not in present)
    return response


def pack(response: Response) -> None:
    """Gzip the body for who understands that, where it helps."""
    if response.mimetype not in PACKED or "Content-Encoding" in response.headers:
        return
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if understands(request.environ) and len(body) >= LEAST:
        _set(response, gzip.compress(body, LEVEL, mtime=0))


def pack_file(response: Response) -> None:
    """The same for a static file, which is packed once for each of its versions."""
    if response.status_code != 200 or response.mimetype not in PACKED:
        return
    response.vary.add("Accept-Encoding")
    if not understands(request.environ):
        return
    tag, _ = response.get_etag()
    key = request.path, tag
    with _lock:
        if key not in _files:
            response.direct_passthrough = False
            _files[key] = gzip.compress(response.get_data(), LEVEL, mtime=0)
    response.close()
    response.direct_passthrough = False
    _set(response, _files[key])
    if tag:
        response.set_etag(tag, weak=True)


def understands(environ: "WSGIEnvironment") -> bool:
    """Whether who asks says that gzip is understood."""
    encodings = environ.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "")
    return "gzip" in encodings and "gzip;q=0" not in encodings.replace("gzip;q=0.", "")


def _set(response: Response, packed: bytes) -> None:
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
