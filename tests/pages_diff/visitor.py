"""Who asks, and how many of the addresses that are alike."""

from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from tests.pages_diff.browser import Browser

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
