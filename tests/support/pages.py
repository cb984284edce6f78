"""A browser without JavaScript for tests: it reads pages, checks them, fills in their forms."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import urljoin

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import event
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.kernel.db.session import db
from tests.support.html_rules import broken_rules

Element: TypeAlias = Any  # lxml carries no types


class Page(TestResponse):
    """A response whose HTML can be asked for what a reader sees."""

    @cached_property
    def html(self) -> Element:
        """The parsed document."""
        return html.document_fromstring(self.get_data(as_text=True))

    @property
    def title(self) -> str:
        """What the tab says."""
        return readable(self.one("//title"))

    @property
    def body_text(self) -> str:
        """All that is in the body, white space collapsed."""
        return readable(self.one("//body"))

    @property
    def is_html(self) -> bool:
        return self.mimetype == "text/html"

    def all(self, xpath: str) -> list[Element]:
        """The elements at ``xpath``."""
        found = self.html.xpath(xpath)
        return found if isinstance(found, list) else [found]

    def one(self, xpath: str) -> Element:
        """The only element at ``xpath``."""
        found = self.all(xpath)
        assert len(found) == 1, f"{len(found)} elements at {xpath} of {self.request.path}"
        return found[0]

    def texts(self, xpath: str) -> list[str]:
        """What each element at ``xpath`` says."""
        return [readable(element) for element in self.all(xpath)]

    def links(self) -> list[str]:
        """Where the links of the page lead."""
        return [str(href) for href in self.html.xpath("//a/@href")]

    def form(self, action: str | None = None) -> Element:
        """The POST form of the page; with several, the one whose address holds ``action``."""
        forms = [
            form
            for form in self.html.xpath("//main//form | //form")
            if form.method == "POST" and (action is None or action in (form.get("action") or ""))
        ]
        in_main = [form for form in forms if form.xpath("ancestor::main")]
        assert in_main or forms, f"no POST form ({action or 'any'}) on {self.request.path}"
        return (in_main or forms)[0]


def readable(element: Element | str) -> str:
    """The text of an element as a reader sees it, white space collapsed."""
    text = element if isinstance(element, str) else str(element.text_content())
    return " ".join(text.split())


class PageClient(FlaskClient):
    """Asks as a browser does. Every HTML page that comes back must keep the rules of HTML.

    Each request runs in a context of its own, as it does on the server. What the test has
    changed is committed before, and read afresh after.
    """

    response_class: type[Page] = Page
    application: Any
    checks_html = True

    def open(self, *args: Any, **kwargs: Any) -> Page:
        """Send a request; fail the test when the page that answers breaks a rule."""
        if not has_app_context():  # the next hop of a redirect, inside the context made below
            return super().open(*args, **kwargs)  # type: ignore[return-value]
        db.session.commit()
        kwargs.setdefault("buffered", True)  # a streamed answer is read while its context lasts
        page: Page = Context().run(super().open, *args, **kwargs)  # type: ignore[assignment]
        db.session.expire_all()
        is_seen = page.is_html and page.data and not 300 <= page.status_code < 400
        if self.checks_html and is_seen:
            problems = broken_rules(page, page.html, self.application)
            assert not problems, f"{page.request.path} breaks:\n  " + "\n  ".join(problems)
        return page

    def get(self, *args: Any, **kwargs: Any) -> Page:
        return self.open(*args, method="GET", **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> Page:
        return self.open(*args, method="POST", **kwargs)

    def post_form(
        self,
        url: str,
        data: Mapping[str, Any] | None = None,
        *,
        action: str | None = None,
        follow_redirects: bool = True,
    ) -> Page:
        """GET ``url``, fill in its form with ``data``, and send it with its real token."""
        page = self.get(url)
        assert page.status_code == 200, f"{url} answers {page.status}"
        return self.submit(page, data, action=action, follow_redirects=follow_redirects)

    def submit(
        self,
        page: Page,
        data: Mapping[str, Any] | None = None,
        *,
        action: str | None = None,
        follow_redirects: bool = True,
    ) -> Page:
        """Send the form of ``page`` as a browser would, with the fields in ``data`` changed."""
        form = page.form(action)
        fields = MultiDict(form.form_values())
        for name, value in (data or {}).items():
            fields.setlist(name, value if isinstance(value, list) else [value])
        target = urljoin(page.request.url, form.get("action") or page.request.url)
        return self.post(
            target,
            data=fields,
            follow_redirects=follow_redirects,
            content_type=form.get("enctype"),
            headers={"Referer": page.request.url},
        )


@contextmanager
def statements_of(site: Flask) -> Iterator[list[str]]:
    """What the site asks of its database to make pages; it counts requests besides."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "rate_counts" not in statement:
            asked.append(statement)

    with site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def get(site: Flask, path: str, **headers: str) -> TestResponse:
    """What a visitor without cookies gets."""
    return site.test_client(use_cookies=False).get(path, headers=headers)


def is_cached(site: Flask, path: str, **headers: str) -> bool:
    """Whether the page is given out without asking for any record."""
    with statements_of(site) as asked:
        get(site, path, **headers)
    return not asked


def warm(site: Flask, *paths: str) -> None:
    """Make the pages, and be sure that they are kept."""
    for path in paths:
        get(site, path)
        assert is_cached(site, path), path


def write(site: Flask, act: Callable[[], object]) -> None:
    """Do ``act`` in a transaction of its own."""
    with site.app_context():
        act()
        db.session.commit()
        db.session.remove()
