"""Answers that are the same for everybody go out gzipped: on a slow network that is seconds.

Personal pages do not: where what an asker wrote stands beside a secret, the length of the
answer would tell the secret (BREACH).
"""

import gzip
from threading import Lock
from typing import TYPE_CHECKING

from flask import Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

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
    said = environ.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "")
    return "gzip" in said and "gzip;q=0" not in said.replace("gzip;q=0.", "")


def _set(response: Response, packed: bytes) -> None:
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
