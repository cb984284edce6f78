"""Which addresses an answer leads to."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

from tests.pages_diff.normal import HTML

SITE = "http://127.0.0.1:8000"  # as in SITE_URL, where the site says nothing else
PLAIN = re.compile(r"https?://[^\s\"'<>\\]+|(?<=\")/[^\s\"'<>\\]*(?=\")")
WORD = "食品"
"""What is typed into a field of a search, so that something is found."""


def own(address: str, page: str) -> str | None:
    """The address as path and query, seen from ``page``; None where it leads off the site."""
    parts = urlsplit(urljoin(SITE + page, address.strip()))
    if f"{parts.scheme}://{parts.netloc}" != SITE:
        return None
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def found(page: str, media: str, body: bytes) -> Iterator[str]:
    """The addresses of the site that the answer to ``page`` names, in their order."""
    if media in HTML:
        raw = _in_html(body.decode(), page)
    elif media.endswith(("json", "xml")):
        raw = iter(address.replace("&amp;", "&") for address in PLAIN.findall(body.decode()))
    else:
        return
    for address in raw:
        if (path := own(address, page)) is not None:
            yield path


def _in_html(text: str, page: str) -> Iterator[str]:
    if not text.strip():
        return
    tree = html.fromstring(text)
    for element in tree.iter("a", "link", "img", "script", "form"):
        if element.tag != "form":
            yield element.get("href") or element.get("src") or page
        elif element.get("method", "get").lower() == "get":
            yield from _of_form(element, element.get("action") or page)


def _of_form(form: html.FormElement, action: str) -> Iterator[str]:
    """As it stands, with a word to search for, and with each choice made once."""
    action = action.partition("?")[0]
    given = [(name, value) for name, value in form.form_values() if name]
    yield _address(action, given)
    for field in form.xpath(".//input[@type='search' or @name='q']"):
        yield _address(action, _with(given, field.get("name"), WORD))
    for field in form.xpath(".//select[@name]"):
        if values := [value for value in field.value_options if value]:
            yield _address(action, _with(given, field.get("name"), values[-1]))


def _with(given: list[tuple[str, str]], name: str, value: str) -> list[tuple[str, str]]:
    return [pair for pair in given if pair[0] != name] + [(name, value)]


def _address(action: str, values: list[tuple[str, str]]) -> str:
    filled = [pair for pair in values if pair[1]]
    return f"{action}?{urlencode(filled)}" if filled else action
