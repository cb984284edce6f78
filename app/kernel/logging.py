"""Logs: one JSON object a line, without query strings, bodies, addresses or personal data.

A request is logged by its endpoint, not its path, for paths hold numbers of matters. What
happens in the flow of reports is logged like everything else: who asked is never known here.
"""

import logging
import secrets
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request

from app.kernel import metrics

PERSONAL_KEYS = frozenset(
    {
        "name",
        "full_name",
        "username",
        "phone",
        "email",
        "address",
        "id_number",
        "contact",
        "ip",
        "remote_addr",
        "user_agent",
        "query",
        "query_string",
        "body",
        "form",
        "text",
        "password",
        "code",
        "token",
        "cookie",
        "secret",
        "description",
        "content",
    }
)
Event = MutableMapping[str, Any]

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Set up structured logs, and log each request once it is answered."""
    _configure()
    app.logger.disabled = not app.debug  # error_pages logs each failure, without its message
    app.before_request(start_request)
    app.after_request(log_request)


def new_request_id() -> str:
    """A number for a request."""
    return secrets.token_hex(8)


def request_id() -> str:
    """The number of the running request, which error pages show so that it can be found."""
    return str(g.get("request_id", "-"))


def drop_personal(_logger: object, _method: str, event: Event) -> Event:
    """Remove whatever is named like personal data or a secret, at any depth."""
    for key in [key for key in event if key.lower() in PERSONAL_KEYS]:
        event[key] = "[removed]"
    for value in event.values():
        if isinstance(value, dict):
            drop_personal(_logger, _method, value)
    return event


def frames_only(_logger: object, _method: str, event: Event) -> Event:
    """Where an exception came from, without its message, which may quote what people wrote."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        event.setdefault("error", type(error).__name__)
    return event


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


def _configure() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_personal,
            frames_only,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
