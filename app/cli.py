"""Commands of ``flask --app wsgi``: each reads its arguments, calls one service, and tells."""

from collections.abc import Iterator

import click
from flask import Flask

from app.accounts import reference as accounts_reference
from app.aggregates import services as aggregates
from app.aggregates.commands import aggregates_commands
from app.complaints import reference as complaints_reference
from app.complaints.services import watching
from app.core import calendar
from app.core.reference import Loaded
from app.demo.commands import demo_command
from app.indicators import reference as indicators_reference
from app.operations import commands as operations_commands
from app.search.commands import search_commands


def init_app(app: Flask) -> None:
    """Register the commands that no single feature owns."""
    owned = (setup, demo_command, search_commands, aggregates_commands)
    for command in (*owned, *operations_commands.COMMANDS):
        app.cli.add_command(command)


@click.command()
def setup() -> None:
    """Load bodies, districts, categories, routing, deadlines, indicators, calendar (idempotent)."""
    for loaded in _load_all():
        click.echo(
            f"{loaded.kind:<22}{loaded.total:>5} rows, "
            f"{loaded.added} added, {loaded.changed} changed"
        )


def _load_all() -> Iterator[Loaded]:
    yield from accounts_reference.load_reference_data()
    yield from complaints_reference.load_reference_data()
    yield from indicators_reference.load_reference_data()
    yield calendar.load_reference_data()
    moved = watching.recalculate_clocks()
    yield Loaded("matters recalculated", moved, 0, moved)
    counted = aggregates.tend()
    yield Loaded("numbers counted ahead", counted, 0, counted)
