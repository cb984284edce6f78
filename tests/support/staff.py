"""Signing in for tests."""

from app.kernel.db.session import db
from app.people import services
from app.people.models import Staff
from tests.support.factories import PASSWORD
from tests.support.pages import Page, PageClient

SIGN_IN = "/admin/login"


def sign_in_by_form(
    client: PageClient, staff: Staff | str, password: str = PASSWORD, url: str = SIGN_IN
) -> Page:
    """Fill in the sign-in form; returns the page that follows, redirects not followed."""
    username = staff if isinstance(staff, str) else staff.username
    return client.post_form(
        url, {"username": username, "password": password}, follow_redirects=False
    )


def sign_in(client: PageClient, staff: Staff | str) -> None:
    """Leave what the form leaves: a session of the site, and its token in the browser's cookie.

    For tests of what comes after; two pages for each of them would be a tenth of the suite.
    """
    db.session.commit()
    username = staff if isinstance(staff, str) else staff.username
    token = services.sign_in(username=username, password=PASSWORD)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    db.session.expire_all()


def take_over(client: PageClient, staff: Staff) -> None:
    """Let ``staff`` sign in where somebody else was."""
    client.delete_cookie("mingjian")
    sign_in(client, staff)
