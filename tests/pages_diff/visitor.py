"""Who asks, by which browser, and how many of the addresses that are alike."""

from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from tests.pages_diff import chance, normal
from tests.pages_diff.site import Login

PUBLIC = "public"


@dataclass(frozen=True)
class Most:
    """How many addresses of one rule one role asks for."""

    values: int
    """With different arguments."""
    queries: int = 0
    """With different query strings."""
    alike: int = 0
    """With query strings that set the same fields."""


OF_THE_PUBLIC = Most(12, 12, 2)
OF_A_ROLE = Most(4, 6, 1)
ELSEWHERE = Most(1)
OF_FILES = Most(2, 2, 1)
"""A PDF takes a second to draw, and of static files only the digest is kept."""


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
        answer = self._client.get(address, base_url=normal.SITE, environ_base=_elsewhere())
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
            base_url=normal.SITE,
            environ_base=_elsewhere(),
            data={**dict(form.form_values()), **login.fields},
        )
        return answer.status_code in (302, 303)


def _elsewhere() -> dict[str, str]:
    """Another place for each request: where time stands still, attempts are never forgotten."""
    number = next(_requests)
    return {"REMOTE_ADDR": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}


@dataclass
class Visitor:
    """A role with its browser, and what it has still to ask for."""

    role: str
    browser: Browser
    places: tuple[str, ...]
    """How the addresses begin that this role is there for."""
    is_everywhere: bool = True
    """Whether the role looks at the rest of the site, too."""
    waiting: deque[str] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    counted: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def note(self, address: str, rule: str) -> None:
        """Ask for the address later, if it is new and there is still room for it."""
        limits = self._limits(address, rule)
        if address in self.seen or any(self.counted[key] >= limits[key] for key in limits):
            return
        self.counted.update(limits.keys())
        self.seen.add(address)
        self.waiting.append(address)

    def _limits(self, address: str, rule: str) -> dict[tuple[str, ...], int]:
        """How many may be counted with the address, under which names."""
        most = self._most(rule)
        fields = sorted({name for name, _ in parse_qsl(urlsplit(address).query)})
        if fields:
            return {(rule, "?"): most.queries, (rule, "?", *fields): most.alike}
        return {(rule,): most.values}

    def _most(self, rule: str) -> Most:
        if not rule.startswith(self.places):
            return ELSEWHERE if self.is_everywhere else Most(0)
        if rule.endswith("pdf") or "<path:" in rule:
            return OF_FILES
        return OF_THE_PUBLIC if self.role == PUBLIC else OF_A_ROLE


DOMAIN = str(urlsplit(normal.SITE).hostname)

_requests = count(1)
