"""Logs: one JSON object a line, without query strings, bodies, addresses or personal data.

A line is written at once and is short enough for a pipe to take it as a whole, so that lines of
many processes don't run into each other.
"""

import json
import logging as standard
import sys
import threading
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

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

LONGEST_LINE = 4000
"""Bytes. PIPE_BUF, up to which a write is not torn apart, is 4096 at the least on Linux."""
LONGEST_VALUE = 200
"""Characters of a value in a line that would be longer."""

log = structlog.get_logger()


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


def keep_to_lines() -> None:
    """From now on, what this process says of itself are lines of the log, whoever says it.

    Warnings of Python, loggers of libraries, and errors that nobody has caught: where they came
    from and of which kind, for their messages may quote what people wrote.
    """
    configure()
    standard.captureWarnings(capture=True)
    standard.basicConfig(handlers=[LibraryLines()], level=standard.WARNING, force=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda ended: _uncaught(ended.exc_type, ended.exc_value, None)


class LibraryLines(standard.Handler):
    """Writes what a library logs: the pattern of its message, and no value but numbers."""

    def emit(self, record: standard.LogRecord) -> None:
        values = record.args if isinstance(record.args, tuple) else ()
        numbers = [value for value in values if isinstance(value, int | float)]
        pattern = str(record.msg) if record.args else None
        entry: dict[str, Any] = {"logger": record.name, "pattern": pattern, "numbers": numbers}
        if record.exc_info:
            entry["exc_info"] = record.exc_info[1]
        log.log(record.levelno, "library", **{name: each for name, each in entry.items() if each})


def one_line(_logger: object, _method: str, event: Event) -> str:
    """The event as JSON, cut where a pipe would cut it: first where an error came from."""
    line = _as_json(event)
    if len(line.encode()) > LONGEST_LINE:
        event["at"] = event.get("at", [])[-1:]
        line = _as_json({name: _shortened(value) for name, value in event.items()})
    return line


def _as_json(event: Event) -> str:
    return json.dumps(event, ensure_ascii=False, default=lambda value: type(value).__name__)


def _shortened(value: Any) -> Any:
    text = _as_json({"": value})
    return value if len(text) <= LONGEST_VALUE else f"{text[5:LONGEST_VALUE]}…"


def _uncaught(
    kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
) -> None:
    log.critical("process.failed", error=kind.__name__, exc_info=error)


def configure() -> None:
    """Have structlog write lines."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_personal,
            frames_only,
            one_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(standard.INFO),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
