"""What every feature rests on: database, clock, errors, crypto, uploads. No domain words here."""

from flask import Flask

from app.core import crypto


def init_app(app: Flask) -> None:
    """Wire what every page has: keys."""
    crypto.init_app(app)
