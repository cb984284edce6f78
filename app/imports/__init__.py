"""Spreadsheets in and out: a machine that knows files and cells, but no kind of record.

Features tell it what they take (``register_target``); pages hand it what they show
(``exporting.export``).
"""

from flask import Flask

from app.imports.commands import import_command


def init_app(app: Flask) -> None:
    """Add ``flask import``."""
    app.cli.add_command(import_command)
