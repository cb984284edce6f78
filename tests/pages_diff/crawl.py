"""Asking for every address: from the map of addresses, and from what answers lead to."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule

from tests.pages_diff import chance, links, normal
from tests.pages_diff.site import Demo, Login

PUBLIC = "public"
DESK = "/admin"
SEEDS = (
    *("/api/v1/search?q=食品", "/api/v1/suggest?q=食品", "/search?q=食品", "/search?q=食品&page=2"),
    *("/complaints/new/companies?q=食品", "/这里什么也没有"),
)
"""What no page leads to as it stands."""
NONE = "-"
"""In place of the rule of an address that has none."""


@dataclass(frozen=True)
class Most:
    """How many addresses of one rule are asked for, by one role."""

    values: int
    """With different arguments."""
    queries: int
    """With different query strings."""
    alike: int
    """With query strings that set the same fields."""


OWN, ELSEWHERE, FILES = Most(12, 12, 2), Most(1, 0, 0), Most(2, 2, 1)
STAFF = Most(4, 6, 1)


@dataclass(frozen=True)
class Asked:
    """An answer that was noted."""

    role: str
    sent: str
    """The address as it was asked for."""
    rule: str
    status: int

    @property
    def address(self) -> str:
        """The address without tokens."""
        return normal.tidy(self.sent)

    def line(self) -> str:
        """As it stands in the index."""
        return f"{self.role}\t{self.address}\t{self.status}\t{self.rule}"


@dataclass
class Visitor:
    """A role with its browser, and what it has still to ask for."""

    role: str
    client: FlaskClient
    waiting: deque[str] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    counted: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def most(self, rule: str) -> Most:
        """How much of the rule this role looks at."""
        if rule.endswith("pdf") or "<path:" in rule:
            return FILES
        if self.role == PUBLIC:
            return OWN
        is_own = rule.startswith(DESK) or "track" in self.role
        return STAFF if is_own else ELSEWHERE

    def admits(self, address: str, rule: str) -> bool:
        """Whether the address is new, and there is still room for it; counts it if so."""
        if address in self.seen:
            return False
        parts, most = urlsplit(address), self.most(rule)
        fields = sorted({name for name, value in parse_qsl(parts.query) if value})
        if fields:
            limits = {(rule, "?"): most.queries, (rule, "?", *fields): most.alike}
        else:
            limits = {(rule,): most.values if "<" in rule else 2}
        if any(self.counted[key] >= limit for key, limit in limits.items()):
            return False
        self.counted.update(limits.keys())
        self.seen.add(address)
        return True


class Crawl:
    """One walk over the site, written to a folder."""

    def __init__(self, demo: Demo, folder: Path) -> None:
        self._app = demo.app
        self._folder = folder
        self._map = demo.app.url_map.bind("127.0.0.1:8000")
        self._addresses = count(1)
        self._logins = demo.logins
        self._names: Counter[tuple[str, str]] = Counter()
        self.asked: list[Asked] = []
        self.values: dict[str, list[dict[str, object]]] = {}

    def run(self) -> None:
        """Walk as the public, then as everyone who can sign in; then ask for what is left."""
        visitors = [Visitor(PUBLIC, self._client()), *map(self._signed_in, self._logins)]
        for visitor in visitors:
            self._walk(visitor, [*self._without_arguments(), *SEEDS])
        for visitor in visitors:
            self._walk(visitor, self._of_others(visitor))
        for visitor in visitors:
            self._walk(visitor, self._guessed())

    def rules(self) -> list[Rule]:
        """All that answer to GET, in a stable order."""
        found = (rule for rule in self._app.url_map.iter_rules() if "GET" in (rule.methods or ()))
        return sorted(found, key=lambda rule: rule.rule)

    def _without_arguments(self) -> list[str]:
        return [rule.rule for rule in self.rules() if not rule.arguments]

    def _of_others(self, visitor: Visitor) -> list[str]:
        """One address of each rule that others have been shown and this one has not found."""
        own = {each.rule for each in self.asked if each.role == visitor.role}
        first: dict[str, str] = {}
        for each in self.asked:
            if each.status == 200 and each.rule not in own and "?" not in each.sent:
                first.setdefault(each.rule, each.sent)
        return [first[rule] for rule in sorted(first)]

    def _guessed(self) -> list[str]:
        """Rules that nobody was shown, with arguments that rules alike were asked with."""
        shown = {each.rule for each in self.asked if each.status == 200}
        return [
            address
            for rule in self.rules()
            if rule.rule not in shown and rule.arguments
            for address in self._with_values(rule)
        ]

    def _with_values(self, rule: Rule) -> Iterator[str]:
        alike = sorted(self.values, key=lambda other: (-_common(other, rule.rule), other))
        fitting = (
            values
            for other in alike
            for values in self.values[other][:2]
            if rule.arguments <= values.keys()
        )
        for values, _ in zip(fitting, range(3), strict=False):
            wanted = {name: values[name] for name in rule.arguments}
            if (built := rule.build(wanted)) is not None:
                yield built[1]

    def _client(self) -> FlaskClient:
        return self._app.test_client()

    def _signed_in(self, login: Login) -> Visitor:
        visitor = Visitor(login.role, self._client())
        page = self._get(visitor, login.page)
        form = next(
            form
            for form in html.fromstring(page.get_data(as_text=True)).forms
            if set(login.fields) <= set(form.fields)
        )
        values = {**dict(form.form_values()), **login.fields}
        answer = visitor.client.post(login.page, base_url=links.SITE, data=values)
        if answer.status_code not in (302, 303):
            raise RuntimeError(f"{login.role} could not sign in: {answer.status}")
        return visitor

    def _walk(self, visitor: Visitor, addresses: Iterable[str]) -> None:
        self._note(visitor, addresses)
        while visitor.waiting:
            self._ask(visitor, visitor.waiting.popleft())

    def _note(self, visitor: Visitor, addresses: Iterable[str]) -> None:
        for address in addresses:
            rule = self._rule(address)
            if rule is not None and visitor.admits(address, rule):
                visitor.waiting.append(address)

    def _rule(self, address: str) -> str | None:
        """The rule of the address; None where GET is not answered."""
        try:
            rule, values = self._map.match(urlsplit(address).path, "GET", return_rule=True)
        except RequestRedirect:
            return NONE
        except HTTPException as error:
            return NONE if error.code == 404 else None
        kept = self.values.setdefault(rule.rule, [])
        if values and values not in kept:
            kept.append(dict(values))
        return rule.rule

    def _get(self, visitor: Visitor, address: str):
        """Each request comes from another place, for time that stands still forgets nobody."""
        chance.begin(f"{visitor.role} {address}")
        number = next(self._addresses)
        place = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        return visitor.client.get(address, base_url=links.SITE, environ_base={"REMOTE_ADDR": place})

    def _ask(self, visitor: Visitor, address: str) -> None:
        answer = self._get(visitor, address)
        body, headers = answer.get_data(), dict(answer.headers)
        answer.close()
        asked = Asked(visitor.role, address, self._rule(address) or NONE, answer.status_code)
        self.asked.append(asked)
        text = normal.answer(answer.status_code, headers, body)
        self._write(asked, f"{visitor.role} {asked.address}\n{text}")
        media = normal.media_type(headers)
        self._note(visitor, links.found(address, media, body))
        if target := links.own(headers.get("Location", ""), address):
            self._note(visitor, [target])

    def _write(self, asked: Asked, text: str) -> None:
        path = self._folder / asked.role / file_name(asked.address)
        self._names[asked.role, asked.address] += 1
        if (again := self._names[asked.role, asked.address]) > 1:
            path = path.with_suffix(f".{again}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def file_name(address: str) -> str:
    """A name that tells the address as far as it fits."""
    name = quote(address, safe="=&?-._~").replace("%2F", "+")
    if len(name) > 120:
        name = f"{name[:110]}~{sha256(address.encode()).hexdigest()[:8]}"
    return f"{name}.txt"


def _common(one: str, other: str) -> int:
    """How many steps of the path two rules have in common."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return next((n for n, (left, right) in enumerate(pairs) if left != right), 99)
