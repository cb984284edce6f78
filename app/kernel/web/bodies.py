"""How long the body of a request may be: as a form is, or, where files are handed in, as files are.

Whoever asks for a page can send it a body. The length is looked at before a byte is read, here
and by the web server (``app/ops/serving``), which does not take in what is refused here.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

FILES = "multipart/form-data"
MARK = "takes_files"

View = TypeVar("View", bound=Callable[..., Any])


def init_app(app: Flask) -> None:
    """Refuse longer bodies (413) before anything is read of them."""
    app.before_request(refuse_longer)


def takes_files(view: View) -> View:
    """Let files be sent to this view, up to MAX_CONTENT_LENGTH; stands below its route."""
    setattr(view, MARK, True)
    return view


def longest_body(app: Flask, method: str, path: str, content_type: str) -> int:
    """How many bytes a body of this kind may have at this address, before it is known who sends it.

    MAX_CONTENT_LENGTH for files to a view that takes them, else MAX_FORM_MEMORY_SIZE.
    """
    try:
        endpoint, _ = app.url_map.bind("").match(path, method)
    except HTTPException:
        endpoint = None
    return _longest(app, endpoint, content_type)


def refuse_longer() -> None:
    """Raise RequestEntityTooLarge for a body that is longer than its kind may be."""
    most = _longest(current_app, request.endpoint, request.content_type or "")
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
    request.max_content_length = most


def _longest(app: Flask, endpoint: str | None, content_type: str) -> int:
    view = app.view_functions.get(endpoint or "")
    is_files = content_type.lower().startswith(FILES) and _is_marked(view)
    return int(app.config["MAX_CONTENT_LENGTH" if is_files else "MAX_FORM_MEMORY_SIZE"])


def _is_marked(view: Any) -> bool:
    """Whether it is, or what it wraps, or what it is a part of."""
    while view is not None and not hasattr(view, MARK):
        view = getattr(view, "__wrapped__", None) or getattr(view, "func", None)
    return view is not None
