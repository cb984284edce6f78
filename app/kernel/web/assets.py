"""Files that pages need to be shown: where they are, in which version, and how they are sent."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request, session, url_for

from app.kernel.web import headers

SHEETS = (
    "tokens",
    "base",
    "frame",
    "parts",
    "lists",
    "figures",
    "forms",
    "desk",
    "phone",
    "variants",
    "print",
)
"""What each page is shown with, in the order in which they overrule each other."""
STYLES = "styles"
BOOTSTRAP = "bootstrap.static"
ENDPOINTS = ("static", BOOTSTRAP, STYLES)
YEAR = 365 * 24 * 3600
"""In seconds."""


def init_app(app: Flask) -> None:
    """Give templates the addresses, and serve the style sheets in one."""
    app.extensions["asset_addresses"] = {}
    app.extensions["asset_versions"] = {}
    app.extensions["styles"] = _joined if app.debug else cache(_joined)
    app.jinja_env.globals.update(asset=asset, bootstrap_css=bootstrap_css, styles_css=styles_css)
    app.add_url_rule("/styles.css", STYLES, styles)
    app.after_request(keep_versioned)


def styles() -> Response:
    """All style sheets in one: on a slow network each file is one more way there and back."""
    response = Response(current_app.extensions["styles"](), mimetype="text/css")
    response.headers["Cache-Control"] = "no-cache"  # as Flask sends other files
    response.add_etag()
    response.make_conditional(request)
    return response


def asset(filename: str) -> str:
    """The address of a static file, with a version that changes when its content does."""
    return _versioned("static", lambda: _version(_content("static", filename)), filename=filename)


def styles_css() -> str:
    """The address of our style sheets, with a version that changes when one of them does."""
    return _versioned(STYLES, lambda: _version(_joined()))


def bootstrap_css() -> str:
    """The address of Bootstrap's style sheet, with a version that changes with its content."""
    sheet = "css/bootstrap.min.css"
    return _versioned(BOOTSTRAP, lambda: _version(_content(BOOTSTRAP, sheet)), filename=sheet)


def _versioned(endpoint: str, version: Callable[[], str], **values: Any) -> str:
    """The address, made once for each prefix under which the site is served."""
    addresses: dict[tuple[str, ...], str] = current_app.extensions["asset_addresses"]
    key = (request.script_root, endpoint, *values.values())
    if key not in addresses or current_app.debug:
        addresses[key] = url_for(endpoint, **values, v=version())
    return addresses[key]


def _content(endpoint: str, filename: str) -> bytes:
    if endpoint == STYLES:
        joined: bytes = current_app.extensions["styles"]()
        return joined
    owner = current_app.blueprints["bootstrap"] if endpoint == BOOTSTRAP else current_app
    return Path(str(owner.static_folder), filename).read_bytes()


def _joined() -> bytes:
    return b"\n".join(_content("static", f"css/{sheet}.css") for sheet in SHEETS)


def _version(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _is_current(response: Response, version: str) -> bool:
    """Whether the file that is sent has this version, and not an older or an invented one.

    Where two releases serve side by side, one is asked for files in the version of the other.
    """
    filename = str((request.view_args or {}).get("filename", ""))
    versions: dict[tuple[object, ...], str] = current_app.extensions["asset_versions"]
    key = request.endpoint, filename, response.get_etag()[0]
    if key not in versions:
        versions[key] = _version(_content(str(request.endpoint), filename))
    return versions[key] == version


def keep_versioned(response: Response) -> Response:
    """A file asked for by the version that it has never changes: browsers keep it for a year.

    Flask-Login looks into the session for each answer, which says that this one depends on
    cookies: whoever got a cookie would ask for all files anew.
    """
    if request.endpoint in ENDPOINTS:
        is_file = request.method in ("GET", "HEAD") and response.status_code == 200
        is_fixed = is_file and _is_current(response, request.args.get("v", ""))
        headers.pack_file(response)
        session.accessed = False
        if is_fixed:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
