"""A browser of the test client, for whom no counter of attempts is ever full."""

from itertools import count
from urllib.parse import urlsplit

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from tests.pages_diff import chance, links
from tests.pages_diff.site import Login

DOMAIN = str(urlsplit(links.SITE).hostname)

_requests = count(1)


class Browser:
    """Keeps the session of one visitor, and no other cookie.

    Following the link to large letters would change all pages that are asked for after it.
    """

    def __init__(self, app: Flask, role: str) -> None:
        self._client = app.test_client()
        self._role = role
        self._session = str(app.config["SESSION_COOKIE_NAME"])

    def get(self, address: str) -> TestResponse:
        """The answer; what it draws by lot depends only on who asks for what."""
        chance.begin(f"{self._role} {address}")
        answer = self._client.get(address, base_url=links.SITE, environ_base=_elsewhere())
        for cookie in answer.headers.getlist("Set-Cookie"):
            if (name := cookie.partition("=")[0]) != self._session:
                self._client.delete_cookie(name, domain=DOMAIN)
        return answer

    def sign_in(self, login: Login) -> bool:
        """Fill in the form that has the fields of ``login``; whether that opens the door."""
        page = self.get(login.page)
        form = next(
            form
            for form in html.fromstring(page.get_data(as_text=True)).forms
            if set(login.fields) <= set(form.fields)
        )
        answer = self._client.post(
            login.page,
            base_url=links.SITE,
            environ_base=_elsewhere(),
            data={**dict(form.form_values()), **login.fields},
        )
        return answer.status_code in (302, 303)


def _elsewhere() -> dict[str, str]:
    """Another place for each request: where time stands still, attempts are never forgotten."""
    number = next(_requests)
    return {"REMOTE_ADDR": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
