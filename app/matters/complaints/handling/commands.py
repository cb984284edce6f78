"""``flask clocks …``"""

import click
from flask import Flask
from flask.cli import AppGroup

from app.matters.complaints.clocks.services.reminders import recalculate_clocks
from app.matters.complaints.handling.services.tracks import watch_clocks

clocks_cli = AppGroup("clocks", help="The legal periods of matters.")


def init_app(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(clocks_cli)


@clocks_cli.command("recalculate")
def recalculate() -> None:
    """Set the ends of running clocks by the calendar of today; a second run changes nothing."""
    click.echo(f"{recalculate_clocks()} matters moved")


@clocks_cli.command("watch")
def watch() -> None:
    """Send the reminders that are due, as the worker does every hour in office hours."""
    ended, reminded = watch_clocks()
    click.echo(f"{ended} mediations over, {reminded} clocks reminded of")
