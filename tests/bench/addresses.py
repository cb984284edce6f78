"""Addresses of pages that are asked for: many, and each once."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from app.records.cases.rules import CaseField, Severity
from tests.bench.corpus import FORMS, TRADES
from tests.bench.records import BRAND

MANY = 20_000
DEEPEST = 60
"""Pages of a list that are turned to, at most."""


@dataclass(frozen=True)
class Choices:
    """What the filters of the list can be set to."""

    districts: Sequence[str]
    bureaus: Sequence[int]


def lists(choices: Choices) -> list[str]:
    """The list, narrowed by up to two filters, on any of its first pages."""
    return _once(_filtered(choices, most=2))


def filtered_lists(choices: Choices) -> list[str]:
    """The list narrowed by two or three filters, on any of its first pages."""
    return _once(_filtered(choices, least=2, most=3))


def words() -> list[str]:
    """Words of three characters and more, as in names: a brand with a trade, at times a form."""
    chance = _chance()

    def invented() -> Iterator[str]:
        while True:
            brand = "".join(chance.choices(BRAND, k=2))
            yield f"{brand}{chance.choice(TRADES)}{chance.choice(['', *FORMS])}"

    return [quote(word) for word in _once(invented())]


def _filtered(choices: Choices, *, least: int = 0, most: int) -> Iterator[str]:
    chance = _chance()
    filters = {
        "district": choices.districts,
        "bureau": choices.bureaus,
        "field": [field.value for field in CaseField],
        "severity": [severity.value for severity in Severity],
    }
    while True:
        names = chance.sample(sorted(filters), chance.randint(least, most))
        chosen = "".join(f"{name}={chance.choice(filters[name])}&" for name in names)
        yield f"/cases?{chosen}page={chance.randint(1, DEEPEST // (len(names) + 1))}"


def _once(endless: Iterator[str]) -> list[str]:
    """As many different ones as turn up among five times as many."""
    return list(dict.fromkeys(islice(endless, MANY * 5)))[:MANY]


def _chance() -> random.Random:
    return random.Random(5)  # noqa: S311  # the same addresses each time
