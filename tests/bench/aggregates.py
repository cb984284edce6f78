"""What pages of the evaluation cost at 10,000 matters and 1,000 penalties, and at 100 times more.

Each page is asked for in every state that kept numbers can be in. Only time of the processor is
counted, and the least of several requests, so that other programs change little; beside it stand
the statements that a process asks which has just been started.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from time import thread_time
from typing import Any

import time_machine
from flask import Flask
from rich.console import Console
from rich.table import Table

import config
from app import create_app
from app.kernel import clock
from app.kernel.aggregates import services
from app.kernel.db import cache
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.matters.complaints.matter.models.matters import Matter
from app.records.cases.models import Case
from tests.bench import matters
from tests.bench.submissions import DEFAULT_SIZE
from tests.support.transactions import counting_statements

SMALL, LARGE = 10_000, 1_000_000
"""LARGE is also what is meant where nobody said how many."""
ASKED = 9
PAGES = (
    "/evaluation",
    "/evaluation?format=csv",
    "/evaluation/wall",
    "/evaluation/handling",
    "/evaluation/handling?by=month",
    "/evaluation/districts",
    "/evaluation/overdue",
    "/evaluation/bodies",
    "/evaluation/pass-rates",
    "/evaluation/targets",
    "/",
)
KEPT, WAITS, MIDNIGHT = "kept", "a change waits", "just after midnight"


@dataclass(frozen=True)
class Cost:
    """Milliseconds of the processor, and statements of a process that has just been started."""

    ms: float
    statements: int


Costs = dict[tuple[str, str], Cost]
"""By state and page, or by what the worker does."""


def measure(wanted: int, console: Console, folder: Path | None = None) -> None:
    """Make both sites, and print what they cost; in ``folder`` they stay for the next time."""
    large = wanted if wanted != DEFAULT_SIZE else LARGE
    with tempfile.TemporaryDirectory() as temporary:
        made = [
            _costs((folder or Path(temporary)) / str(size), size, console)
            for size in (SMALL, large)
        ]
    table = Table("state", "page", f"ms at {SMALL:,}", f"ms at {large:,}", "times", "statements")
    for (state, page), cost in made[1].items():
        small = made[0][state, page]
        times = f"{cost.ms / small.ms:.2f}" if small.ms else ""
        table.add_row(
            state,
            page,
            f"{small.ms:.1f}",
            f"{cost.ms:.1f}",
            times,
            f"{small.statements}, {cost.statements}",
        )
    console.print(table)


def _costs(data: Path, size: int, console: Console) -> Costs:
    site = create_app(config.load({"DATA_DIR": str(data), "PAGE_CACHE_MB": "0"}))
    with site.app_context(), redirect_stderr(StringIO()):
        if not (data / "counted").exists():
            _make(site, data, size, console)
        _drain()
        services.tend()
        found = dict(_asked(site, KEPT))
        found |= _worked(size)
        _change(Matter, size // 10)
        _change(Case, size // 10)
        found |= dict(_asked(site, WAITS))
        _drain()
        tomorrow = clock.day_start(clock.today() + timedelta(days=1)) + timedelta(seconds=1)
        with time_machine.travel(tomorrow):
            found |= dict(_asked(site, MIDNIGHT))
            before = thread_time()
            services.tend()
            found["the worker", "begins a day"] = Cost((thread_time() - before) * 1000, 0)
    return found


def _make(site: Flask, data: Path, size: int, console: Console) -> None:
    """Rows are written past the models, so that nobody was told of them."""
    with console.status("making records") as status:
        for done in matters.fill(site, size):
            status.update(f"{done:,} matters")
    before = thread_time()
    services.recount()
    console.print(f"{size:,} matters: counted from nothing in {thread_time() - before:.1f} s")
    (data / "counted").touch()


def _asked(site: Flask, state: str) -> Iterator[tuple[tuple[str, str], Cost]]:
    client = site.test_client()
    for page in PAGES:
        cache.init_app(site)
        with counting_statements() as counted:
            _ask(client, page)
        yield (state, page), Cost(min(_ask(client, page) for _ in range(ASKED)), len(counted))


def _ask(client: Any, page: str) -> float:
    before = thread_time()
    answer = client.get(page)
    answer.get_data()
    assert answer.status_code == 200, (page, answer.status)
    return (thread_time() - before) * 1000


def _worked(size: int) -> Costs:
    """What the worker does after a change of a matter, and of a penalty."""
    found = {}
    for model, name in ((Matter, "counts a matter"), (Case, "counts a penalty")):
        times, statements = [], 0
        for turn in range(ASKED):
            _change(model, size // 10 - turn)
            before = thread_time()
            with counting_statements() as counted:
                _drain()
            times.append((thread_time() - before) * 1000)
            statements = max(statements, len(counted))
        found["the worker", name] = Cost(min(times), statements)
    return found


def _change(model: Any, key: int) -> None:
    """Another number in a row: the days that a matter took, the fine of a penalty."""
    row = db.session.get_one(model, key)
    if model is Matter:
        row.working_days_taken = (row.working_days_taken or 0) + 1
    else:
        row.fine_cents += 100
    db.session.commit()


def _drain() -> None:
    while outbox.drain():
        pass


def main(arguments: Iterable[str]) -> None:
    """``python -m tests.bench.aggregates FOLDER [SIZE]``: the same, with sites that stay."""
    folder, *size = arguments
    measure(int(size[0]) if size else LARGE, Console(), Path(folder))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
