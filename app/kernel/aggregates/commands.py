"""``flask aggregates recount|check``."""

import sys

import click
from flask import Flask
from flask.cli import with_appcontext

from app.kernel.aggregates import services

SHOWN = 20


def init_app(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(aggregates_commands)


@click.group("aggregates")
def aggregates_commands() -> None:
    """Count the kept numbers of pages anew, or hold them against the records."""


@aggregates_commands.command("recount")
@with_appcontext
def recount_command() -> None:
    """Count all kept numbers from the records."""
    click.echo(f"{services.recount()} scopes counted")


@aggregates_commands.command("check")
@with_appcontext
def check_command() -> None:
    """Hold the kept numbers against the records; exit 1 when they differ."""
    differing = services.check()
    for kind, scope, part in differing[:SHOWN]:
        click.echo(f"{kind} {scope} {part}".rstrip())
    click.echo(f"{len(differing)} differences found")
    sys.exit(1 if differing else 0)
