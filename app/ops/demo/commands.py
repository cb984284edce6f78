"""``flask demo``."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.kernel import progress
from app.kernel.db.site import is_demo
from app.kernel.search import maintenance
from app.ops.demo import services

HOLDS_RECORDS = "the database holds records already: nothing was invented"


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo_command)


@click.command("demo")
@with_appcontext
def demo_command() -> None:
    """Fill an empty database with invented records and staff accounts; never a filled one."""
    if is_demo():
        click.echo("the demonstration is there already")
    elif not services.is_empty() and not current_app.config["PRODUCTION"]:
        click.echo(HOLDS_RECORDS)
    else:
        _tell_once(_fill())


def _fill() -> services.Filled:
    """Make the records and their sums, and the index."""
    with progress.bar("inventing", sum(services.PLANNED.values())) as bar:

        def tell(kind: str, made: int) -> None:
            bar.label = f"inventing {kind}"
            bar.update(made)

        try:
            filled = services.fill(tell=tell)
        except services.NotEmptyError as error:
            raise click.ClickException(HOLDS_RECORDS) from error
    with progress.bar("indexing") as bar:
        maintenance.rebuild(bar.update)
    return filled


def _tell_once(filled: services.Filled) -> None:
    """Passwords and the code are kept only as hashes: this is the one time they are shown."""
    click.echo("\nSign in at /admin/login (shown only now):")
    for account in filled.accounts:
        post = f"{account.role.label}, {account.bureau}"
        click.echo(f"  {account.username:<12} {account.password:<22} {post}")
    numbers = ", ".join(filled.tracking_numbers)
    click.echo(f"\nFollow a complaint at /complaints/track: {numbers}, code {filled.tracking_code}")
    numbers = ", ".join(filled.application_numbers)
    click.echo(f"Follow an objection or a repair at /redress/track: {numbers}, the same code")
