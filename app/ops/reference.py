"""``flask setup``: the rows that every site has."""

from collections.abc import Iterator

import click
from flask import Flask
from flask.cli import with_appcontext

from app.kernel.aggregates import services as aggregates
from app.kernel.db import calendar
from app.kernel.db.reference import Loaded
from app.kernel.files import key_rotation
from app.matters.complaints.clocks.services import reminders as watching
from app.matters.complaints.routing import reference as complaints_reference
from app.ops import schema
from app.people import reference as accounts_reference
from app.records.indicators import reference as indicators_reference


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(setup)


@click.command()
@with_appcontext
def setup() -> None:
    """Load bodies, districts, duties, routing, deadlines, indicators, calendar (idempotent)."""
    for loaded in set_up():
        click.echo(
            f"{loaded.kind:<22}{loaded.total:>5} rows, "
            f"{loaded.added} added, {loaded.changed} changed"
        )


def set_up() -> Iterator[Loaded]:
    """Load what every site has, and tell of each kind what that changed."""
    key_rotation.note_binding()
    mended = schema.mend()
    yield Loaded("indexes and triggers", mended, mended, 0)
    yield from accounts_reference.load_reference_data()
    yield from complaints_reference.load_reference_data()
    yield from indicators_reference.load_reference_data()
    yield calendar.load_reference_data()
    moved = watching.recalculate_clocks()
    yield Loaded("matters recalculated", moved, 0, moved)
    counted = aggregates.tend()
    yield Loaded("numbers counted ahead", counted, 0, counted)
