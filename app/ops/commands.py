"""Commands that look after the site."""

import sys

import click
from flask import Flask
from flask.cli import with_appcontext

from app.kernel.jobs import jobs, outbox
from app.ops import doctor
from app.ops.starting import StartRefusedError, check_keys_and_folder
from app.publishing.workbench.running import run_due


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (worker, doctor_command):
        app.cli.add_command(command)


@click.command()
@click.option("--once", is_flag=True, help="Do all that is due, then exit.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mail, keep the index and counted numbers up to date, and run imports."""
    try:
        check_keys_and_folder()
    except StartRefusedError as refusal:
        raise click.ClickException(f"not started: {refusal}") from refusal
    if not once:
        jobs.work()
        return
    imports = run_due()
    total = 0
    while done := outbox.drain():
        total += done
    click.echo(f"{imports} imports, {total} messages done")


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Say what is missing for production, and the exact next command."""
    findings = doctor.examine()
    for finding in findings:
        click.echo(finding.line())
    if any(finding.is_missing for finding in findings):
        sys.exit(1)
