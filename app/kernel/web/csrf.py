"""Forms carry a token of the session; a POST without it is refused, everywhere."""

from flask import Flask
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
"""Only an endpoint that never writes and needs no session may be exempted from it."""


def init_app(app: Flask) -> None:
    """Check all unsafe methods. A token lives as long as its session."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    csrf.init_app(app)
