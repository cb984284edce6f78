"""``flask staff …``"""

import secrets

import click
from flask import Flask
from flask.cli import AppGroup

from app.kernel.errors import DomainError
from app.people import queries, services
from app.people.rules import Role
from app.people.services import second_factor
from app.people.services.bodies import set_contact

staff_cli = AppGroup("staff", help="Accounts of staff.")
bodies_cli = AppGroup("bodies", help="Bodies of the city.")


def init_app(app: Flask) -> None:
    """Add both groups."""
    app.cli.add_command(staff_cli)
    app.cli.add_command(bodies_cli)


@staff_cli.command("create")
@click.argument("username")
@click.option("--name", "full_name", required=True, help="Full name, as colleagues know it.")
@click.option("--bureau", required=True, help="Code, full or short name of the body.")
@click.option(
    "--role", "roles", required=True, multiple=True, type=click.Choice([r.value for r in Role])
)
@click.option("--email", help="Where reminders go; to the body's address when not given.")
@click.option("--password", help="Made and printed when not given.")
def create(
    *,
    username: str,
    full_name: str,
    bureau: str,
    roles: tuple[str, ...],
    email: str | None,
    password: str | None,
) -> None:
    """Open an account."""
    body = queries.bureau_by_code_or_name(bureau)
    if body is None:
        raise click.ClickException(f"no body is called {bureau}; run flask setup first")
    chosen = password or made_password()
    try:
        services.create_staff(
            username=username,
            full_name=full_name,
            bureau=body,
            roles=[Role(role) for role in roles],
            password=chosen,
            email=email,
        )
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{username} ({body.name}) may sign in at /admin/login")
    if password is None:
        click.echo(f"password, shown only now: {chosen}")


@staff_cli.command("list")
def list_staff() -> None:
    """Show all accounts."""
    for staff in queries.staff_list():
        roles = ",".join(held.role.value for held in staff.roles)
        state = "" if staff.is_enabled else "  (disabled)"
        click.echo(f"{staff.username:<20} {roles:<24} {staff.bureau.name}{state}")


@staff_cli.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Close an account; its sessions end at once."""
    staff = queries.staff_by_username(username)
    if staff is None:
        raise click.ClickException(f"there is no {username}")
    services.disable_staff(staff=staff)
    click.echo(f"{username} is disabled and signed out")


@staff_cli.command("reset-second-factor")
@click.argument("username")
def reset_second_factor(username: str) -> None:
    """Let somebody in by password who has lost telephone and recovery codes."""
    staff = queries.staff_by_username(username)
    if staff is None:
        raise click.ClickException(f"there is no {username}")
    try:
        second_factor.reset(staff=staff)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{username} signs in by password alone, and is signed out everywhere")


def made_password() -> str:
    """A random password that keeps the rules."""
    return f"{secrets.token_urlsafe(12)}-Aa7"


@bodies_cli.command("contact")
@click.argument("body")
@click.argument("email")
def contact(body: str, email: str) -> None:
    """Set the address to which a body is told of its matters."""
    found = queries.bureau_by_code_or_name(body)
    if found is None:
        raise click.ClickException(f"no body is called {body}")
    try:
        set_contact(bureau=found, email=email)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{found.name} is told at {email}")
