"""Asking for every address: from the map of addresses, and from what answers lead to."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule

from tests.pages_diff import normal
from tests.pages_diff.notes import Asked, Notes
from tests.pages_diff.site import Demo, Door, Login
from tests.pages_diff.visitor import PUBLIC, Browser, Visitor

DESK = "/admin"
REWARDS = "/rewards"
"""Here, too, one sees more who follows a report."""
SEEDS = (
    "/api/v1/search?q=食品",
    "/api/v1/suggest?q=食品",
    "/search?q=食品",
    "/search?q=食品&page=2",
    "/complaints/new/companies?q=食品",
    "/这里什么也没有",
)
"""What no page leads to as it stands."""
NO_RULE = "-"
NUMBER = re.compile(r"\b[A-Z]?\d{8}-\d{5}\b")
PLAIN = len("20261118-00001")
"""What is left of the number of a matter without its letter is that of its report."""
TRIED, FOLLOWED = 60, 8
"""How many numbers of reports are tried at a door, and how many that open it are looked at."""
GUESSES = 3


class Crawl:
    """One walk over the site, written to a folder."""

    def __init__(self, demo: Demo, folder: Path) -> None:
        self._demo = demo
        self._map = demo.app.url_map.bind("127.0.0.1:8000")
        self._values: dict[str, list[dict[str, object]]] = {}
        self._numbers: set[str] = set()
        self._notes = Notes(folder)

    def run(self) -> str:
        """Walk as the public and as all who can sign in; then ask for what is left."""
        visitors = [Visitor(PUBLIC, Browser(self._demo.app, PUBLIC), ("",))]
        visitors += [self._member_of_staff(login) for login in self._demo.staff]
        for visitor in visitors:
            self._walk(visitor, [*self._without_arguments(), *SEEDS])
        for door in self._demo.doors:
            for visitor in self._reporters(door):
                self._walk(visitor, self._without_arguments())
                visitors.append(visitor)
        for visitor in visitors:
            self._walk(visitor, self._of_others(visitor))
        for visitor in visitors:
            self._walk(visitor, self._guessed())
        return self._notes.finish([rule.rule for rule in self._rules()])

    def _member_of_staff(self, login: Login) -> Visitor:
        browser = Browser(self._demo.app, login.role)
        if not browser.sign_in(login):
            raise RuntimeError(f"{login.role} could not sign in")
        return Visitor(login.role, browser, (DESK,))

    def _reporters(self, door: Door) -> Iterator[Visitor]:
        """Who follows what was handed in: those whose number has been told, and some others."""
        seen = {form for number in self._numbers for form in (number, number[-PLAIN:])}
        others = sorted(seen - set(door.numbers))
        tried = [*door.numbers, *others[:: len(others) // TRIED + 1]]
        logins = ((door.login(number), Browser(self._demo.app, number)) for number in tried)
        opened = ((login, browser) for login, browser in logins if browser.sign_in(login))
        for login, browser in islice(opened, FOLLOWED):
            yield Visitor(login.role, browser, (login.page, REWARDS), is_everywhere=False)

    def _walk(self, visitor: Visitor, addresses: Iterable[str]) -> None:
        self._note(visitor, addresses)
        while visitor.waiting:
            self._ask(visitor, visitor.waiting.popleft())

    def _note(self, visitor: Visitor, addresses: Iterable[str]) -> None:
        for address in addresses:
            if rule := self._rule(address):
                visitor.note(address, rule)

    def _ask(self, visitor: Visitor, address: str) -> None:
        answer = visitor.browser.get(address)
        status, headers, body = answer.status_code, dict(answer.headers), answer.get_data()
        answer.close()
        asked = Asked(visitor.role, address, self._rule(address) or NO_RULE, status)
        self._notes.add(asked, normal.answer(status, headers, body))
        media = normal.media_type(headers)
        if media in normal.HTML:
            self._numbers.update(NUMBER.findall(body.decode()))
        self._note(visitor, normal.found(address, media, body))
        if target := normal.own(headers.get("Location", ""), address):
            self._note(visitor, [target])

    def _rule(self, address: str) -> str | None:
        """The rule of the address; None where GET is not answered."""
        try:
            rule, values = self._map.match(urlsplit(address).path, "GET", return_rule=True)
        except RequestRedirect:
            return NO_RULE
        except HTTPException as error:
            return NO_RULE if error.code == 404 else None
        known = self._values.setdefault(rule.rule, [])
        if values and values not in known:
            known.append(dict(values))
        return rule.rule

    def _rules(self) -> list[Rule]:
        """All that answer to GET, in a stable order."""
        rules = self._demo.app.url_map.iter_rules()
        return sorted((each for each in rules if "GET" in (each.methods or ())), key=str)

    def _without_arguments(self) -> list[str]:
        return [rule.rule for rule in self._rules() if not rule.arguments]

    def _of_others(self, visitor: Visitor) -> list[str]:
        """One address of each rule that others have been shown and this one has not found."""
        own = {each.rule for each in self._notes.asked if each.role == visitor.role}
        first: dict[str, str] = {}
        for each in self._notes.asked:
            if each.status == 200 and each.rule not in own and "?" not in each.sent:
                first.setdefault(each.rule, each.sent)
        return [first[rule] for rule in sorted(first)]

    def _guessed(self) -> list[str]:
        """Rules that nobody was shown, with arguments that others like them were asked with."""
        shown = {each.rule for each in self._notes.asked if each.status == 200}
        return [
            address
            for rule in self._rules()
            if rule.arguments and rule.rule not in shown
            for address in islice(self._with_values(rule), GUESSES)
        ]

    def _with_values(self, rule: Rule) -> Iterator[str]:
        alike = sorted(self._values, key=lambda other: (-_steps_shared(other, rule.rule), other))
        for other in alike:
            for values in self._values[other][:GUESSES]:
                wanted = {name: value for name, value in values.items() if name in rule.arguments}
                if len(wanted) == len(rule.arguments) and (built := rule.build(wanted)):
                    yield built[1]


def _steps_shared(one: str, other: str) -> int:
    """With how many same steps two rules begin."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return next((n for n, (left, right) in enumerate(pairs) if left != right), 0)
