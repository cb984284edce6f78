"""Signing in for tests, by the real form."""

from app.accounts.models import Staff
from tests.support.factories import PASSWORD
from tests.support.pages import Page, PageClient

SIGN_IN = "/admin/login"


def sign_in(
    client: PageClient, staff: Staff | str, password: str = PASSWORD, url: str = SIGN_IN
) -> Page:
    """Fill in the sign-in form; returns the page that follows, redirects not followed."""
    username = staff if isinstance(staff, str) else staff.username
    return client.post_form(
        url, {"username": username, "password": password}, follow_redirects=False
    )


def take_over(client: PageClient, staff: Staff) -> None:
    """Let ``staff`` sign in where somebody else was."""
    client.delete_cookie("mingjian")
    sign_in(client, staff)
