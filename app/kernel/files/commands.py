"""``flask files …``"""

import click
from flask import Flask
from flask.cli import AppGroup

from app.kernel.db.session import writing
from app.kernel.files import comparison, data_dir

files_cli = AppGroup("files", help="The files that people handed in, in DATA_DIR.")


def init_app(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(files_cli)


@files_cli.command("check")
@click.option("--open", "try_each", is_flag=True, help="Decrypt each file too; reads them all.")
def check(try_each: bool) -> None:
    """Compare rows with files, both ways; exits with 1 where they differ."""
    found = comparison.compare(try_each=try_each)
    for file_id in found.missing:
        click.echo(f"MISSING  {file_id}: a row names it, and there is no such file")
    for file_id in found.damaged:
        click.echo(f"DAMAGED  {file_id}: it does not open with the keys that are listed")
    for name in found.orphans:
        click.echo(f"ORPHAN   {name}: no row names it; the worker removes it after a day")
    click.echo(
        f"{found.named} files named by rows: {len(found.missing)} missing, "
        f"{len(found.damaged)} damaged; {len(found.orphans)} that no row names"
    )
    if found.differs:
        raise SystemExit(1)


@files_cli.command("adopt")
def adopt() -> None:
    """Make this DATA_DIR the folder of the database, after its files were put here on purpose."""
    with writing():
        data_dir.adopt()
        data_dir.establish()
    click.echo("Adopted. Next: flask --app wsgi files check")
