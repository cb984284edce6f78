"""Commands that look after the site."""

import sys

import click
from flask import Flask
from flask.cli import with_appcontext

from app.ops import doctor


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(doctor_command)


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Say what is missing for production, and the exact next command."""
    findings = doctor.examine()
    for finding in findings:
        click.echo(finding.line())
    if any(finding.is_missing for finding in findings):
        sys.exit(1)
