"""Requests that nobody sends by accident, the same for the same seed.

Each address of the site is asked, with every name of a parameter or field that it may know, and
values, cookies, headers and bodies that are cut off, nested, too long, or no text at all.
"""

import io
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from traceback import extract_tb
from typing import Any
from urllib.parse import quote, quote_from_bytes

from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.routing import Rule
from werkzeug.test import EnvironBuilder, run_wsgi_app
from wtforms.fields.core import UnboundField

from tests.support.source import ROOT

VALUES: tuple[bytes, ...] = (
    b"",
    b"1",
    b"0",
    b"-1",
    b"2147483648",
    b"9" * 400,
    b"1e999",
    b"NaN",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    "酱油".encode(),
    "😀\u202e\u200b".encode(),
    "１２３".encode(),
    "²".encode(),
    b"2026-13-45",
    b"2026-02-30",
    b"0000-00-00",
    b"9999-12-31",
    b"2026",
    b"../../etc/passwd",
    b"' OR 1=1 --",
    b'"*(~:^[]{}?',
    b"AND OR NOT",
    b"<script>alert(1)</script>",
    b"%00%ff%zz",
    b"{{7*7}}",
    b"a" * 5000,
    b"\r\nSet-Cookie: a=b",
    b"on",
    b"json",
    b"csv",
    b"xlsx",
    b"both",
    b"330304",
    b"91330300MA2ABCDEF1",
)
JSON: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b"{",
    b"[" * 100_000,
    b'{"text":' * 50_000,
    b'{"text":"\\ud800"}',
    b'{"text":"\xff"}',
    b'{"text":1e999,"district":[],"category":{}}',
    b'{"text":"\\u0000"}',
    '{"text":"楼下半夜施工","district":"\\u0000","category":"x"}'.encode(),
    b"9" * 5000,
)
COOKIES: tuple[str, ...] = (
    "",
    "mingjian=\xff\xfe; a=\xe9",
    "\xff=\xff",
    "mingjian=.eJw.x.y",
    "display=\xff; display=large",
    "a" * 3000,
    ";;;=;=",
    'mingjian="\\377\\400',
)
HEADERS: tuple[tuple[str, str], ...] = (
    ("HTTP_IF_NONE_MATCH", '"\xff", W/'),
    ("HTTP_IF_MODIFIED_SINCE", "99 Foo 9999"),
    ("HTTP_RANGE", "bytes=9-1"),
    ("HTTP_RANGE", "bytes=-\xff"),
    ("HTTP_ACCEPT_ENCODING", "gzip;q=\xff"),
    ("HTTP_ACCEPT_LANGUAGE", "\xff;q=a"),
    ("HTTP_ORIGIN", "https://["),
    ("HTTP_REFERER", "\xff://[::"),
    ("HTTP_X_FORWARDED_FOR", "\xff, 1.2.3"),
    ("HTTP_AUTHORIZATION", "Bearer \xff"),
    ("HTTP_HOST", "a b\xff"),
    ("HTTP_X_CSRFTOKEN", "\xff"),
    ("REMOTE_ADDR", "unix:"),
    ("REMOTE_ADDR", "fe80::1%eth0"),
)
FORM = "application/x-www-form-urlencoded"
TYPES = (
    FORM,
    FORM,
    FORM,
    "application/x-www-form-urlencoded; charset=\xff",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=\xff",
    "text/plain",
)
FILES = (b"", b"\x00" * 100, b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"\xff\xd8\xff\xe0JFIF", b"a,b\n1")
LIKELY = 0.9
"""The share of requests by a method that the address knows."""
WITH_TOKENS = 0.2
"""The share of requests of which a token is asked; what lies behind is reached by the others."""
OTHER_METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "TRACE", "FOO")
PARAMETER = re.compile(r"args(?:\.get|\.getlist)?[(\[]\s*\"(\w+)\"|(?:name|key)=\"(\w+)\"")


@dataclass
class Tally:
    """How requests ended: by status, and the endpoints and faults of those that failed."""

    statuses: Counter[int] = field(default_factory=Counter)
    endpoints: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many were sent."""
        return self.statuses.total()


@dataclass
class Fuzzer:
    """Sends requests to a site as whoever ``cookie`` says: nobody, or somebody of staff."""

    site: Flask
    seed: int
    cookies: tuple[str, ...] = ("",)
    texts: tuple[str, ...] = ()
    """Values of variables of text that name something, such as codes of companies."""
    tally: Tally = field(default_factory=Tally)

    def run(self, count: int) -> Tally:
        """Send ``count`` requests, each address in its turn."""
        chance = random.Random(self.seed)  # noqa: S311  # the same requests for the same seed
        rules = [*self.site.url_map.iter_rules()]
        for number in range(count):
            if number % len(rules) == 0:
                chance.shuffle(rules)
            self._send(rules[number % len(rules)], chance)
        return self.tally

    def _send(self, rule: Rule, chance: random.Random) -> None:
        environ = self._request(rule, chance)
        described = f"{environ['REQUEST_METHOD']} {rule.rule} seed {self.seed}"
        self.site.config["WTF_CSRF_ENABLED"] = chance.random() < WITH_TOKENS
        try:
            body, status, _ = run_wsgi_app(self.site.wsgi_app, environ, buffered=True)
            b"".join(body)
        except Exception as error:  # noqa: BLE001  # each is what is looked for
            self.tally.statuses[500] += 1
            places = [
                frame for frame in extract_tb(error.__traceback__) if "/app/" in frame.filename
            ]
            at = f"{places[-1].name} {places[-1].lineno}" if places else "-"
            self.tally.faults.append(f"{described} at {at}: {error!r}"[:200])
            return
        finally:
            self.site.config["WTF_CSRF_ENABLED"] = True
        code = int(status.split()[0])
        self.tally.statuses[code] += 1
        self.tally.endpoints.add(rule.endpoint)
        if code == 500:
            self.tally.faults.append(described)

    def _request(self, rule: Rule, chance: random.Random) -> dict[str, object]:
        known = sorted({"GET", "POST"} & (rule.methods or set())) or OTHER_METHODS
        method = chance.choice(known if chance.random() < LIKELY else OTHER_METHODS)
        data: dict[str, Any] = {"method": method}
        if method in ("POST", "PUT"):
            data |= self._body(chance)
        environ = EnvironBuilder("/", **data).get_environ()
        environ["PATH_INFO"] = self._path(rule, chance)
        environ["QUERY_STRING"] = self._query(chance)
        environ["REMOTE_ADDR"] = f"10.{chance.randrange(256)}.{chance.randrange(256)}.7"
        own = chance.choice(self.cookies)
        odd = chance.choice(COOKIES) if not own or chance.random() < 0.1 else ""
        environ["HTTP_COOKIE"] = "; ".join(filter(None, (own, odd)))
        for name, value in chance.sample(HEADERS, chance.choice((0, 0, 0, 1, 2))):
            environ[name] = value
        return environ

    def _path(self, rule: Rule, chance: random.Random) -> str:
        """As a server gives it: bytes, each as one character."""
        path = ""
        for is_variable, part in rule._trace[1:]:  # the first stands for the host
            path += self._variable(rule, part, chance) if is_variable else part
        return path

    def _variable(self, rule: Rule, name: str, chance: random.Random) -> str:
        if type(rule._converters[name]).__name__ == "RecordNumber" and chance.random() < 0.9:
            return str(chance.choice((1, 1, 1, 2, 3, 4, 2**31 - 1)))
        if self.texts and chance.random() < 0.7:
            return chance.choice(self.texts)
        return chance.choice(VALUES)[:200].decode("latin-1")

    def _query(self, chance: random.Random) -> str:
        pairs = (
            f"{quote(chance.choice(names()))}={self._escaped(chance)}"
            for _ in range(chance.choice((0, 1, 2, 5)))
        )
        return "&".join(pairs)

    def _escaped(self, chance: random.Random) -> str:
        value = chance.choice(VALUES)
        return value.decode("latin-1") if chance.random() < 0.1 else quote_from_bytes(value)

    def _body(self, chance: random.Random) -> dict[str, Any]:
        kind = chance.choice(TYPES)
        if kind == "application/json":
            return {"data": chance.choice(JSON), "content_type": kind}
        if chance.random() < 0.1:
            return {"data": chance.choice((*VALUES, *JSON)), "content_type": kind}
        fields: dict[str, Any] = {
            name: chance.choice(VALUES).decode(errors="replace")
            for name in chance.sample(names(), 12)
        }
        if kind == FORM:
            pairs = (f"{quote(name)}={self._escaped(chance)}" for name in fields)
            return {"data": "&".join(pairs).encode("latin-1"), "content_type": kind}
        if kind == "multipart/form-data":
            name = chance.choice(("files", "file", "photo"))
            return {"data": {**fields, name: (io.BytesIO(chance.choice(FILES)), "名.pdf")}}
        return {"data": json.dumps(sorted(fields)).encode(), "content_type": kind}


@cache
def names() -> list[str]:
    """All names of fields of forms, and of parameters that the code asks for."""
    found = {name for form in _forms(FlaskForm) for name in dir(form) if _is_field(form, name)}
    for path in (ROOT / "app").rglob("*.py"):
        found |= {name for pair in PARAMETER.findall(path.read_text()) for name in pair if name}
    return sorted(found | {"page", "q", "sort", "kind", "year", "from", "to", "format", "v"})


def _forms(base: type) -> Iterator[type]:
    each: type
    for each in base.__subclasses__():
        yield each
        yield from _forms(each)


def _is_field(form: type, name: str) -> bool:
    return not name.startswith("_") and isinstance(getattr(form, name, None), UnboundField)
