"""``flask audit …``"""

import click
from flask import Flask
from flask.cli import AppGroup

from app.kernel.audit import services, verifying

audit_cli = AppGroup("audit", help="The tamper-evident log.")


def init_app(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(audit_cli)


@audit_cli.command("verify")
def verify() -> None:
    """Check the chain; exits with 1 and names the first bad row when it is broken."""
    verdict = verifying.verify()
    if verdict.problem:
        click.echo(f"BROKEN: {verdict.problem} ({verdict.rows} rows before it are sound)")
        raise SystemExit(1)
    click.echo(f"OK: {verdict.rows} rows, none changed, moved or missing")


@audit_cli.command("anchor")
def anchor() -> None:
    """Note the chain's end outside the database, as the worker does each day."""
    click.echo(services.anchor())
