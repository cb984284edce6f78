"""``flask search rebuild|sync|check``."""

import sys

import click
from flask import Flask
from flask.cli import with_appcontext

from app.kernel import progress
from app.kernel.search import maintenance
from app.kernel.search.maintenance import Differences

SHOWN = 20


def init_app(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(search_commands)


@click.group("search")
def search_commands() -> None:
    """Build, check and mend the full-text index."""


@search_commands.command("rebuild")
@with_appcontext
def rebuild_command() -> None:
    """Build the index anew from the database, then switch to it."""
    with progress.bar("indexing") as bar:
        count = maintenance.rebuild(bar.update)
    click.echo(f"{count} records indexed")


@search_commands.command("sync")
@with_appcontext
def sync_command() -> None:
    """Mend what differs between the index and the database."""
    _report(maintenance.sync(), verb="mended")


@search_commands.command("check")
@with_appcontext
def check_command() -> None:
    """Compare the index with the database; exit 1 when they differ."""
    differences = maintenance.check()
    _report(differences, verb="found")
    sys.exit(1 if differences else 0)


def _report(differences: Differences, *, verb: str) -> None:
    count = 0
    for name in ("missing", "extra", "stale"):
        ids = getattr(differences, name)
        count += len(ids)
        if ids:
            more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
            click.echo(f"{name}: {', '.join(map(str, ids[:SHOWN]))}{more}")
    click.echo(f"{count} differences {verb}")
