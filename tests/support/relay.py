"""Lets the browser of the tests use a site that runs in processes of its own."""

import time
from collections.abc import Callable, Iterable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask

from tests.support.pages import Page, PageClient

PATIENCE = 60
SENT = {"HTTP_COOKIE": "Cookie", "CONTENT_TYPE": "Content-Type"}
"""Not where a form stands: the browser of the tests takes the site to be elsewhere."""
NOT_PASSED_ON = {"connection", "transfer-encoding", "content-length"}


def remote_browser(base: str, address: str, note: Callable[[str, int, float], None]) -> PageClient:
    """A browser without JavaScript on the site at ``base``, at a network address of its own.

    ``note`` is given the path, the status, and the seconds of each answer; it raises OSError or
    HTTPException where none comes.
    """
    passing_on = Flask("relay")

    def forward(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        connection = HTTPConnection(urlsplit(base).netloc, timeout=PATIENCE)
        headers = {name: environ[key] for key, name in SENT.items() if environ.get(key)}
        path = quote(environ["PATH_INFO"].encode("latin-1"))
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        began = time.monotonic()
        connection.request(
            environ["REQUEST_METHOD"],
            path + query,
            body or None,
            {**headers, "X-Forwarded-For": address},
        )
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        note(path, answer.status, time.monotonic() - began)
        given = [pair for pair in answer.getheaders() if pair[0].lower() not in NOT_PASSED_ON]
        start_response(f"{answer.status} {answer.reason}", given)
        return [content]

    passing_on.wsgi_app = forward  # type: ignore[method-assign]
    return PageClient(passing_on, Page, use_cookies=True)
