"""``flask backup``, ``flask restore`` and ``flask drill``."""

import time
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from app.kernel import audit
from app.kernel.db import site
from app.kernel.db.session import writing
from app.ops.backup.drill import drill
from app.ops.backup.making import MadeBackup, carry_away, make_backup
from app.ops.backup.manifest import BackupError
from app.ops.backup.restoring import restore_backup
from app.ops.backup.thinning import Keep, thin

FOLDER = click.Path(file_okay=False, path_type=Path)
IDENTITY = click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of the private key, where the backup is encrypted.",
)
SHOWN = 5
"""How many missing files are named."""


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (backup_command, restore_command, drill_command):
        app.cli.add_command(command)


@click.command("backup")
@click.argument("directory", type=FOLDER)
@click.option("--keep-daily", type=click.IntRange(min=0), help="Keep those of so many days.")
@click.option("--keep-weekly", type=click.IntRange(min=0), help="Keep those of so many weeks.")
@click.option("--keep-monthly", type=click.IntRange(min=0), help="Keep those of so many months.")
@with_appcontext
def backup_command(
    directory: Path, keep_daily: int | None, keep_weekly: int | None, keep_monthly: int | None
) -> None:
    """Copy database and files into a new folder in DIRECTORY, with checksums.

    With one of the options to keep, older backups that none of them names are removed.
    """
    try:
        made = make_backup(directory)
        _note(made)
        click.echo(f"Backup written to {made.folder}")
        carry_away(made.folder)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    if (keep_daily, keep_weekly, keep_monthly) != (None, None, None):
        keep = Keep(keep_daily or 0, keep_weekly or 0, keep_monthly or 0)
        click.echo(f"{len(thin(directory, keep))} older backups removed")
    click.echo("No key is in it: keep them apart, without them it is mute.")
    if made.missing:
        names = ", ".join(made.missing[:SHOWN])
        raise click.ClickException(
            f"{len(made.missing)} files that rows name are missing (first {names}): "
            "flask --app wsgi files check, and bring them back from an older backup"
        )


@click.command("restore")
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what the database holds now.")
@IDENTITY
@with_appcontext
def restore_command(directory: Path, force: bool, identity: Path | None) -> None:
    """Put the backup in DIRECTORY in place of the present data; then rebuild the index."""
    try:
        restore_backup(directory, force=force, identity=identity)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Restored. Next: flask --app wsgi db upgrade && flask --app wsgi search rebuild")


@click.command("drill")
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@IDENTITY
@with_appcontext
def drill_command(directory: Path, identity: Path | None) -> None:
    """Restore the newest backup in DIRECTORY in a place apart, and compare; exits 1 if not."""
    begun = time.monotonic()
    try:
        seen = drill(directory, identity)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{seen.backup.name} of {seen.made_at}: {seen.rows} rows in {seen.tables} tables as they "
        f"were counted, {seen.log_rows} rows of the audit log whole, {seen.files} files with their "
        f"checksums, {seen.opened_files} of them opened; {time.monotonic() - begun:.1f} s"
    )


def _note(made: MadeBackup) -> None:
    """Remember that it was made; one that lacks something is no reason to be at ease."""
    lacks = f"{len(made.missing)} files missing" if made.missing else ""
    result = audit.Result.FAILED if made.missing else audit.Result.DONE
    with writing():
        audit.record(
            "backup.made",
            object_type="backup",
            object_id=made.folder.name,
            result=result,
            reason=lacks,
        )
        if not made.missing:
            site.state_fact(site.BACKED_UP_AT, made.made_at.isoformat())
