"""Addresses of pages that are asked for, many and each once, and how long searches take."""

import random
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from time import perf_counter, thread_time
from urllib.parse import quote

from flask import Flask
from sqlalchemy import event

import config
from app import create_app
from app.kernel.db.session import db
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


SEARCHES = 400
FIRST = 20


def measured(data: Path) -> str:
    """Median and 95th percentile of ``/search``, in the process, for words never seen before."""
    site = create_app(config.load({"DATA_DIR": str(data), "PROXY_HOPS": "1"}))
    searches = [f"/search?q={word}" for word in words()[: SEARCHES + FIRST]]
    statements: list[str] = []
    with site.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    times, most = [], 0
    with redirect_stderr(StringIO()):  # the log of requests
        for number, address in enumerate(searches):
            statements.clear()
            times.append(_ask(site, address, number))
            asked = [one for one in statements if not one.startswith("BEGIN")]
            most = max(most, len(asked)) if number >= FIRST else 0
    wall, cpu = (sorted(each) for each in zip(*times[FIRST:], strict=True))
    return (
        f"/search in the process, ms, p50 / p95: {_at(wall, 0.5)} / {_at(wall, 0.95)}, "
        f"of the processor {_at(cpu, 0.5)} / {_at(cpu, 0.95)}; at most {most} statements"
    )


def _ask(site: Flask, address: str, number: int) -> tuple[float, float]:
    visitor = {"X-Forwarded-For": f"10.0.{number // 256}.{number % 256}"}
    wall, cpu = perf_counter(), thread_time()
    answer = site.test_client().get(address, headers=visitor)
    answer.get_data()
    assert answer.status_code == 200, (address, answer.status)
    return (perf_counter() - wall) * 1000, (thread_time() - cpu) * 1000


def _at(times: list[float], share: float) -> str:
    return f"{times[int(len(times) * share)]:.1f}"
