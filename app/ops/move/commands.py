"""``flask move``: from SQLite to PostgreSQL."""

import time

import click
from flask import Flask
from flask.cli import with_appcontext

from app.kernel.db import site
from app.kernel.db.session import db
from app.kernel.progress import bar
from app.ops.backup.sqlite import database_file
from app.ops.move.copying import MoveError, count_rows, move


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(move_command)


@click.command("move")
@click.option("--to", "address", required=True, help="postgresql://user:password@host/database")
@with_appcontext
def move_command(address: str) -> None:
    """Copy this site's SQLite database into an empty PostgreSQL database, and compare them."""
    if db.engine.dialect.name != "sqlite":
        raise click.ClickException("this site is not on SQLite")
    if not site.is_current():
        raise click.ClickException(
            "bring the database up to date first: flask --app wsgi db upgrade"
        )
    db.session.remove()
    begun, source = time.monotonic(), database_file()
    try:
        with bar("Copied and compared", 2 * count_rows(source)) as progress:
            tables = move(source, address, progress.update)
    except MoveError as error:
        raise click.ClickException(str(error)) from error
    rows = sum(table.rows for table in tables)
    click.echo(
        f"{rows} rows in {len(tables)} tables moved, each table compared by count and by hash; "
        f"{time.monotonic() - begun:.1f} s"
    )
    click.echo(
        "Next: set DATABASE_URL to the new database, and SEARCH_ENGINE=postgres if hosts don't "
        "share DATA_DIR; then flask --app wsgi search rebuild && flask --app wsgi doctor"
    )
