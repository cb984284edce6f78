"""``flask demo``."""

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.core.site import is_demo
from app.demo import services
from app.search import maintenance

HOLDS_RECORDS = "the database holds records already: nothing was invented"


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
    """Make the records and the index, with a bar for each kind."""
    columns = (
        TextColumn("{task.description:<14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bars = {
            kind: progress.add_task(kind, total=total) for kind, total in services.PLANNED.items()
        }
        try:
            filled = services.fill(tell=lambda kind, made: progress.advance(bars[kind], made))
        except services.NotEmptyError as error:
            raise click.ClickException(HOLDS_RECORDS) from error
        task = progress.add_task("index", total=None)
        count = maintenance.rebuild(lambda done: progress.advance(task, done))
        progress.update(task, total=count, completed=count)
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
