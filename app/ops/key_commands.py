"""``flask keys …``: the keys of what is encrypted at rest."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.kernel import audit
from app.kernel.crypto.encryption import Ring, keyring
from app.kernel.db import key_canaries
from app.kernel.files import key_rotation
from app.ops.key_retirement import KeyInUseError, retire_key

keys = AppGroup("keys", help="The keys of what is encrypted at rest.")


def init_app(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(keys)


@keys.command("list")
def list_keys() -> None:
    """Say which keys this host has, by name alone, and which of them the database knows."""
    known = key_canaries.canaries()
    for ring in Ring:
        own = keyring(ring)
        for key in own.keys:
            use = "seals and opens" if key == own.current else "opens"
            met = ", data lie under it" if key_canaries.name_of(ring, key) in known else ""
            click.echo(f"{key_canaries.SETTINGS[ring]:<16}{key:<20}{use}{met}")
    for problem in key_canaries.problems(known):
        click.echo(f"WRONG  {problem}")


@keys.command("verify")
def verify() -> None:
    """Open each encrypted value where it stands; names rows whose value does not belong there."""
    altered = list(key_rotation.altered_values())
    for place, row in altered:
        click.echo(f"{place}, row {row}: altered, moved, or under another key")
    if altered:
        raise click.ClickException(f"{len(altered)} values do not open where they stand")
    click.echo("each encrypted value opens where it stands")


@keys.command("rotate")
def rotate() -> None:
    """Re-encrypt all with the first of ENCRYPTION_KEYS; may be interrupted and called again."""
    count = key_rotation.rotate_keys()
    audit.note("keys.rotated", reason=f"{count} values and files")
    click.echo(f"{count} values and files re-encrypted")
    if not key_rotation.refuses_unbound():
        click.echo("Some values still stand as before they were bound to rows: call this again.")
    click.echo("Next, when no host lists the old key first: flask --app wsgi keys retire NAME")


@keys.command("retire")
@click.argument("name")
def retire(name: str) -> None:
    """Have nothing depend on the key NAME any more, so that it can be taken off the list."""
    try:
        retire_key(name)
    except KeyInUseError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{name} is retired: take it off the list on each host, and restart.")
    click.echo("Keep it with the backups of its time: they can't be read without it.")
