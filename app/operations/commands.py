"""Commands that run the site and look after it."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app import audit
from app.core import jobs, key_rotation, outbox
from app.operations import backup, doctor
from app.operations.serving import programs
from app.operations.supervisor import Supervisor
from app.search import maintenance, state
from app.workbench.running import run_due


@click.command()
@click.option("--demo", is_flag=True, help="Fill an empty database with invented records.")
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True)
@with_appcontext
@click.pass_context
def serve(context: click.Context, demo: bool, host: str, port: int) -> None:
    """Bring database and index up to date, then run site and worker until Ctrl-C."""
    click.echo("Bringing the database up to date")
    upgrade()
    context.invoke(current_app.cli.commands["setup"])
    if demo:
        _fill_if_empty(context)
    if not state.current().engine.health().documents:
        click.echo(f"Indexed {maintenance.rebuild()} records")
    click.echo(f"Serving on http://{host}:{port} (Ctrl-C stops it)")
    site = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy won't do
    sys.exit(Supervisor(programs(site, host, port), say=click.echo).run())


def _fill_if_empty(context: click.Context) -> None:
    """Demo data stand beside no other; a database that holds records is served as it is."""
    try:
        context.invoke(current_app.cli.commands["demo"])
    except click.ClickException as refusal:
        click.echo(f"No demo data: {refusal.format_message()}")


@click.command()
@click.option("--once", is_flag=True, help="Do all that is due, then exit.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mail, keep the index and counted numbers up to date, and run imports."""
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
    made = backup.make_backup(directory)
    audit.note("backup.made", object_type="backup", object_id=made.name)
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


@click.group()
def keys() -> None:
    """The keys of what is encrypted at rest."""


@keys.command("rotate")
@with_appcontext
def rotate() -> None:
    """Re-encrypt all with the first of ENCRYPTION_KEYS; may be interrupted and called again."""
    count = key_rotation.rotate_keys()
    audit.note("keys.rotated", reason=f"{count} values and files")
    click.echo(f"{count} values and files re-encrypted")
    click.echo("Keep the old key listed: the audit log's rows of its time are checked with it.")


COMMANDS = (serve, worker, keys, backup_command, restore_command, doctor_command)
