"""Answers as text: a line for each tag, piece of text or row, without what is new each time."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urlencode, urljoin, urlsplit
from zipfile import ZipFile

from lxml import html
from python_calamine import CalamineWorkbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = frozenset({"text/html"})
XML = frozenset({"application/xml", "text/xml", "application/atom+xml", "application/rss+xml"})
HEADERS = ("Content-Type", "Location", "Cache-Control", "Content-Disposition", "Set-Cookie")
VERBATIM = frozenset({"pre", "textarea"})
NEW_EACH_TIME = (
    (re.compile(r"(?<=[?&]v=)[\w.]+"), "VERSION"),
    (re.compile(r"\b(?=[0-9]*[a-f])[0-9a-f]{16,}\b"), "TOKEN"),
    (re.compile(r"(?<=^Set-Cookie: mingjian=)[^;]+"), "SESSION"),
    (re.compile(r"(?<=用[时時] )[0-9.]+(?= 秒)"), "SECONDS"),
)
SECRET_FIELDS = re.compile(r"csrf|nonce")


def tidy(text: str) -> str:
    """The text without tokens, versions of files and durations."""
    for pattern, word in NEW_EACH_TIME:
        text = pattern.sub(word, text)
    return text


def answer(status: int, headers: dict[str, str], body: bytes) -> str:
    """An answer with what matters of its head, one thing a line."""
    head = [tidy(f"{name}: {headers[name]}") for name in HEADERS if name in headers]
    lines = [f"Status: {status}", *head, "", *body_lines(media_type(headers), body)]
    return "\n".join(lines) + "\n"


def media_type(headers: dict[str, str]) -> str:
    """The type of the body, without its parameters."""
    return headers.get("Content-Type", "").partition(";")[0].strip()


def body_lines(media: str, body: bytes) -> Iterator[str]:
    """The lines of a body; a binary one is told by its digest, a PDF not at all."""
    if media in HTML | XML:
        yield from markup_lines(body.decode())
    elif media.endswith("json"):
        pretty = json.dumps(json.loads(body), ensure_ascii=False, indent=1)
        yield from map(tidy, pretty.splitlines())
    elif media == XLSX:
        yield from sheet_lines(body)
    elif media == DOCX:
        with ZipFile(BytesIO(body)) as document:
            yield from markup_lines(document.read("word/document.xml").decode())
    elif media == "text/css" or not media.startswith("text/"):
        yield from [] if media == "application/pdf" else [f"sha256 {sha256(body).hexdigest()}"]
    else:
        yield from map(tidy, body.decode("utf-8-sig").splitlines())


def sheet_lines(body: bytes) -> Iterator[str]:
    """The cells of a workbook, a row a line."""
    book = CalamineWorkbook.from_filelike(BytesIO(body))
    for name in book.sheet_names:
        yield f"[{name}]"
        for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False):
            yield tidy("\t".join(str(cell).replace("\n", "\\n") for cell in row))


def markup_lines(text: str) -> list[str]:
    """A line for each tag and each piece of text; space between them does not count."""
    lines = Lines()
    lines.feed(text)
    lines.close()
    return [tidy(line) for line in lines.found]


class Lines(HTMLParser):
    """Notes tags with their attributes in order of the alphabet, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._verbatim = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it without the values of tokens against forgery."""
        given = dict(attrs)
        if SECRET_FIELDS.search(given.get("name") or ""):
            given = {
                name: value for name, value in given.items() if name not in {"value", "content"}
            }
        if "nonce" in given:
            given["nonce"] = ""
        words = [tag, *(_attribute(name, given[name]) for name in sorted(given))]
        self.found.append(f"<{' '.join(words)}>")
        self._verbatim = tag if tag in VERBATIM else self._verbatim

    def handle_endtag(self, tag: str) -> None:
        """Note it."""
        self.found.append(f"</{tag}>")
        self._verbatim = "" if tag == self._verbatim else self._verbatim

    def handle_data(self, data: str) -> None:
        """Note what can be seen of it."""
        lines = data.splitlines() if self._verbatim else [" ".join(data.split())]
        self.found.extend(line for line in lines if line.strip())

    def handle_decl(self, decl: str) -> None:
        """Note the type of the document."""
        self.found.append(f"<!{decl}>")


def _attribute(name: str, value: str | None) -> str:
    if value is None:
        return name
    words = sorted(value.split()) if name == "class" else value.split()
    return f'{name}="{" ".join(words)}"'


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
