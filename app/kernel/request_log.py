"""A line of the log for each request.

A request is logged by its endpoint, not its path, for paths hold numbers of matters. What
happens in the flow of reports is logged like everything else: who asked is never known here.
"""

import secrets
import time

import structlog
from flask import Flask, Response, g, request

from app.kernel import metrics
from app.kernel.logging import configure, log


def init_app(app: Flask) -> None:
    """Set up structured logs, and log each request once it is answered."""
    configure()
    app.logger.disabled = not app.debug  # error_pages logs each failure, without its message
    app.before_request(start_request)
    app.after_request(log_request)


def new_request_id() -> str:
    """A number for a request."""
    return secrets.token_hex(8)


def request_id() -> str:
    """The number of the running request, which error pages show so that it can be found."""
    return str(g.get("request_id", "-"))


def start_request() -> None:
    """Give the request its number, and start its clock."""
    g.request_id = new_request_id()
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    metrics.begin_request()


def log_request(response: Response) -> Response:
    """Write the line of this request."""
    log_answer(request.method, request.endpoint, response.status_code, g.get("started"))
    response.headers["X-Request-ID"] = request_id()
    return response


def log_answer(
    method: str, endpoint: str | None, status: int, started: float | None, **more: object
) -> None:
    """Write what kind of request it was, how it went, how long it took; and count it."""
    seconds = time.perf_counter() - started if started else 0.0
    ms = round(seconds * 1000, 1) if started else None
    log.info("request", method=method, endpoint=endpoint or "-", status=status, ms=ms, **more)
    metrics.note_answer(endpoint or "-", status, seconds)
