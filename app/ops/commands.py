"""Commands that look after the site."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext

from app.kernel import audit, clock
from app.kernel.db import site
from app.kernel.db.session import writing
from app.kernel.jobs import jobs, outbox
from app.ops import backup, doctor
from app.ops.starting import StartRefusedError, check_keys_and_folder
from app.publishing.workbench.running import run_due


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (worker, backup_command, restore_command, doctor_command):
        app.cli.add_command(command)


@click.command()
@click.option("--once", is_flag=True, help="Do all that is due, then exit.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mail, keep the index and counted numbers up to date, and run imports."""
    try:
        check_keys_and_folder()
    except StartRefusedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if not once:
        jobs.work()
        return
    imports = run_due()
    total = 0
    while done := outbox.drain():
        total += done
    click.echo(f"{imports} imports, {total} messages done")


@click.command("backup")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup_command(directory: Path) -> None:
    """Copy database and uploads into a new folder in DIRECTORY, with checksums."""
    begun = clock.now()
    made = backup.make_backup(directory)
    with writing():
        audit.record("backup.made", object_type="backup", object_id=made.name)
        site.state_fact(site.BACKED_UP_AT, begun.isoformat())
    click.echo(f"Backup written to {made}")
    click.echo(
        "ENCRYPTION_KEYS and SECRET_KEY are not in it: keep them apart, without them it is mute."
    )


@click.command("restore")
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what the database holds now.")
@with_appcontext
def restore_command(directory: Path, force: bool) -> None:
    """Put the backup in DIRECTORY in place of the present data; then rebuild the index."""
    try:
        backup.restore_backup(directory, force=force)
    except backup.BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Restored. Next: flask --app wsgi db upgrade && flask --app wsgi search rebuild")


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Say what is missing for production, and the exact next command."""
    findings = doctor.examine()
    for finding in findings:
        click.echo(finding.line())
    if any(finding.is_missing for finding in findings):
        sys.exit(1)
