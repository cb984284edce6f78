"""The rules that every HTML page of the site keeps, whichever test asks for it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

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


def plain_choices(document: Document) -> Iterator[str]:
    """What is chosen from a list looks like it, and not like a field to type in."""
    for name in document.xpath("//select[not(contains(@class, 'form-select'))]/@name"):
        yield f"select {name!r} has no arrow"
    for name in document.xpath("//input[contains(@class, 'form-select')]/@name"):
        yield f"field {name!r} has an arrow and opens no list"


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
    plain_choices,
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


VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
PHRASING_ONLY = frozenset("p h1 h2 h3 h4 h5 h6 span button label summary".split())
BLOCKS = frozenset(
    "address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr main nav ol p pre section table ul".split()
)
NEEDS_PARENT = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "thead": {"table"},
    "tbody": {"table"},
    "caption": {"table"},
    "option": {"select", "optgroup", "datalist"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "summary": {"details"},
}
NOT_INSIDE_ITSELF = frozenset(("a", "button", "form", "label", "main"))
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


TAG = re.compile(
    r"""<!--.*?-->
    |<!(?P<declaration>[^>]*)>
    |<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*)
      (?P<attributes>(?:"[^"]*"|'[^']*'|[^"'>])*?)(?P<itself>/?)>""",
    re.DOTALL | re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")
RAW = {tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in ("script", "style")}
"""Elements whose text holds no tags, and where each ends."""


class SyntaxChecker:
    """Reads a page strictly: every tag closed, in order, in a place where it may be.

    Only tags are looked for. A reader of all HTML takes several times as long, at each page of
    each test.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.open: list[str] = []
        self.errors: list[str] = []
        self.position = 0
        self.declared = False

    def read(self) -> None:
        """Fill ``errors``."""
        while found := TAG.search(self.source, self.position):
            self.position = found.start()
            if tag := (found["tag"] or "").lower():
                self._read_tag(tag, found)
            elif found["declaration"]:
                self.declared = found["declaration"].lower() == "doctype html"
            raw = RAW.get(tag) if tag and not found["end"] else None
            end = raw.search(self.source, found.end()) if raw else None
            self.position = end.start() if end else found.end()
        for tag in self.open:
            self._complain(f"<{tag}> is never closed")
        if not self.declared:
            self.errors.append("no <!doctype html>")

    def _read_tag(self, tag: str, found: re.Match[str]) -> None:
        if found["end"]:
            self._end(tag)
            return
        names = [name.lower() for name in ATTRIBUTE.findall(found["attributes"])]
        if len(names) > len(set(names)):
            for name in {name for name in names if names.count(name) > 1}:
                self._complain(f"<{tag}> has {name} twice")
        self._check_place(tag)
        if tag in VOID:
            return
        if not found["itself"]:
            self.open.append(tag)
        elif "svg" not in (tag, *self.open):
            self._complain(f"<{tag}/> does not close itself in HTML")

    def _end(self, tag: str) -> None:
        if tag in VOID:
            self._complain(f"</{tag}> closes a tag that has no content")
        elif self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            while self.open[-1] != tag:
                self._complain(f"<{self.open.pop()}> is still open at </{tag}>")
            self.open.pop()
        else:
            self._complain(f"</{tag}> closes nothing")

    def _check_place(self, tag: str) -> None:
        if "svg" in self.open:
            return
        parent = self.open[-1] if self.open else ""
        if tag in NEEDS_PARENT and parent not in NEEDS_PARENT[tag]:
            self._complain(f"<{tag}> in <{parent}>")
        if tag in NOT_INSIDE_ITSELF and tag in self.open:
            self._complain(f"<{tag}> inside a <{tag}>")
        heading_in_summary = parent == "summary" and tag in HEADINGS
        if parent in PHRASING_ONLY and tag in BLOCKS and not heading_in_summary:
            self._complain(f"<{tag}> in <{parent}>")
        if parent in {"ul", "ol"} and tag not in {"li", "script", "template"}:
            self._complain(f"<{tag}> in <{parent}>")

    def _complain(self, message: str) -> None:
        line = self.source.count("\n", 0, self.position) + 1
        self.errors.append(f"line {line}: {message}")


def syntax_errors(source: str) -> list[str]:
    """The faults of ``source``, each with its line."""
    checker = SyntaxChecker(source)
    checker.read()
    return checker.errors
