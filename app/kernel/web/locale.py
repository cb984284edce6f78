"""The language of messages that libraries write, such as those of forms: simplified Chinese."""

from flask import Flask
from flask_babel import Babel


def init_app(app: Flask) -> None:
    """Use the locale and time zone of the settings."""
    Babel(
        app,
        default_locale=str(app.config["BABEL_DEFAULT_LOCALE"]),
        default_timezone=str(app.config["BABEL_DEFAULT_TIMEZONE"]),
    )
