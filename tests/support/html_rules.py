"""The rules that every HTML page of the site keeps, whichever test asks for it."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.support.html_syntax import syntax_errors

Document: TypeAlias = Any  # lxml carries no types
Rule = Callable[[Document], Iterator[str]]

UNLABELLED_TYPES = {"hidden", "submit", "button", "reset", "image"}


def broken_rules(page: TestResponse, document: Document, app: Flask) -> list[str]:
    """What is wrong with ``page``, of which ``document`` was made, one sentence each."""
    problems = syntax_errors(page.get_data(as_text=True))
    for rule in RULES:
        problems += rule(document)
    problems += dead_links(document, app)
    policy = page.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe-inline" in policy:
        problems.append(f"content security policy is {policy!r}")
    return problems


def missing_landmarks(document: Document) -> Iterator[str]:
    """A page has a language, a title, one h1 and one main part."""
    if not document.get("lang", "").startswith("zh"):
        yield "html has no Chinese lang"
    if not "".join(document.xpath("//head/title/text()")).strip():
        yield "no title"
    for tag in ("h1", "main"):
        if (count := len(document.xpath(f"//{tag}"))) != 1:
            yield f"{count} {tag} elements"


def repeated_ids(document: Document) -> Iterator[str]:
    """An id names one element."""
    for name, count in Counter(document.xpath("//@id")).items():
        if count > 1:
            yield f"id {name!r} is used {count} times"


def dangling_references(document: Document) -> Iterator[str]:
    """What refers to an id finds it."""
    ids = set(document.xpath("//@id"))
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
        for value in document.xpath(f"//@{attribute}"):
            for name in set(value.split()) - ids:
                yield f"{attribute} refers to {name!r}, which is not on the page"
    for href in document.xpath("//a/@href[starts-with(., '#')]"):
        if len(href) > 1 and href[1:] not in ids:
            yield f"link to {href!r}, which is not on the page"


def unlabelled_fields(document: Document) -> Iterator[str]:
    """Every field says what it is for, in a label or by an ARIA name."""
    labelled = set(document.xpath("//label/@for"))
    for field in document.xpath("//input | //select | //textarea"):
        if field.get("type", "text") in UNLABELLED_TYPES:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        if not named and field.get("id") not in labelled and not field.xpath("ancestor::label"):
            yield f"field {field.get('name')!r} has no label"
    for button in document.xpath("//button | //a[@href]"):
        named = button.get("aria-label") or button.get("aria-labelledby") or button.get("title")
        if not named and not button.text_content().strip() and not button.xpath(".//img[@alt!='']"):
            yield f"{button.tag} without a name: {html.tostring(button, encoding='unicode')[:80]}"
    for image in document.xpath("//img[not(@alt)]"):
        yield f"img {image.get('src')!r} has no alt"


def careless_forms(document: Document) -> Iterator[str]:
    """A form says where it goes and how; a POST form carries the token."""
    for form in document.xpath("//form"):
        name = form.get("action") or form.get("id") or "without a name"
        if not form.get("action"):
            yield f"form {name} has no action"
        if (form.get("method") or "").lower() not in {"get", "post"}:
            yield f"form {name} has no method"
        if form.method == "POST" and not form.xpath(".//input[@name='csrf_token'][@value!='']"):
            yield f"form {name} has no csrf_token"
        if form.method == "GET" and form.xpath(".//input[@name='csrf_token']"):
            yield f"form {name} shows its csrf_token in the address"


def inline_code(document: Document) -> Iterator[str]:
    """Scripts and styles are files, so that the content security policy can be strict."""
    for script in document.xpath("//script[not(@src)]"):
        if script.get("type") not in {"application/json", "application/ld+json"}:
            yield "inline script"
    if document.xpath("//style"):
        yield "inline style element"
    for element in document.xpath("//*[@style]"):
        yield f"style attribute on {element.tag}"
    for name in document.xpath("//@*[starts-with(name(), 'on')]"):
        yield f"event attribute {name.attrname}"
    for href in document.xpath("//@href | //@src | //@action"):
        if href.strip().lower().startswith("javascript:"):
            yield f"script address {href!r}"


def outside_resources(document: Document) -> Iterator[str]:
    """Nothing is loaded from another site."""
    for address in document.xpath("//script/@src | //img/@src | //link[@rel='stylesheet']/@href"):
        if urlsplit(address).netloc:
            yield f"loads {address}"


RULES: tuple[Rule, ...] = (
    missing_landmarks,
    repeated_ids,
    dangling_references,
    unlabelled_fields,
    careless_forms,
    inline_code,
    outside_resources,
)


def dead_links(document: Document, app: Flask) -> Iterator[str]:
    """Each address on this site has a view behind it."""
    adapter = app.url_map.bind("localhost")
    known: dict[tuple[str, str], str | None] = app.extensions.setdefault("known links", {})
    addresses = {("GET", href) for href in document.xpath("//a/@href | //link/@href | //@src")}
    addresses |= {(form.method, form.get("action") or "") for form in document.xpath("//form")}
    for method, address in sorted(addresses):
        parts = urlsplit(address)
        if parts.scheme not in {"", "http", "https"} or not parts.path:
            continue
        if parts.netloc and parts.netloc != "localhost":
            continue
        link = (method, parts.path)
        if link not in known:
            known[link] = _unroutable(adapter, *link)
        if problem := known[link]:
            yield f"{method} {address} leads nowhere ({problem})"


def _unroutable(adapter: Any, method: str, path: str) -> str | None:
    try:
        adapter.match(path, method=method)
    except RequestRedirect:
        return None
    except HTTPException as error:
        return error.name
    return None
