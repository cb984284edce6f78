"""``python -m tests.drills soak [MINUTES]``: a busy day of a city on one host, and what it costs.

Pages are read at a steady rate and reports with a photo are written page by page, as a resident
does, while a file of 100,000 decisions is imported, the index is built anew and a backup is made,
again and again until the time is over.
"""

import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

import config
from app import create_app
from app.kernel.search import maintenance
from tests.bench import imports, records, servers
from tests.bench.submissions import (
    NUMBER,
    PROOF_NEVER,
    READERS,
    Times,
    compare_with_stored,
    photo,
    read_pages,
)
from tests.support.citizens import FACTS, answer_all
from tests.support.relay import remote_browser

MINUTES = 15
PAGES_PER_SECOND = 60
REPORTS_PER_SECOND = 2
CASES = 2_000
ROWS = 100_000
WRITERS = 24
LOOK_EVERY = 5
"""Seconds between two looks at the memory of the processes."""
REST = 20
"""Seconds between two heavy acts beside the visitors."""


@dataclass
class Day:
    """What was seen while it lasted."""

    pages: Times = field(default_factory=Times)
    steps: Times = field(default_factory=Times)
    reports: Times = field(default_factory=Times)
    numbers: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """By how many percent the last third holds more memory than the second."""
        third = len(self.memory) // 3
        second, last = self.memory[third : 2 * third], self.memory[2 * third :]
        return 100 * (mean(last) / mean(second) - 1) if second and last else 0.0

    @property
    def failures(self) -> list[str]:
        return [*self.pages.failed, *self.steps.failed, *self.reports.failed]


def main(arguments: list[str]) -> int:
    """Run it, print what was seen, and end with 1 when an answer failed or a report is lost."""
    minutes = float(arguments[0]) if arguments else MINUTES
    console, day = Console(), Day()
    with tempfile.TemporaryDirectory() as folder:
        data, rows = Path(folder) / "site", Path(folder) / "decisions.xlsx"
        site = create_app(config.load({"DATA_DIR": str(data)}))
        with site.app_context(), console.status("making records"):
            list(records.fill(site, CASES))
            maintenance.rebuild()
            imports.write_workbook(rows, ROWS, "执法人员检查时发现")
        console.print(f"load on the machine before: {os.getloadavg()[0]:.1f}")
        with servers.ours(data, **PROOF_NEVER) as server:
            before, began = server.processor_seconds(), time.monotonic()
            with console.status(f"{minutes:g} minutes of visitors"):
                _live(server, day, minutes * 60, data, rows)
            seconds, spent = time.monotonic() - began, server.processor_seconds() - before
        with site.app_context(), console.status("counting"):
            comparison = compare_with_stored(day.numbers, files=len(day.numbers))
    console.print(_table(day, seconds, spent))
    console.print(comparison)
    for failure in sorted(set(day.failures))[:10]:
        console.print(f"failed: {failure}")
    return 1 if day.failures else 0


def _live(server: servers.Server, day: Day, seconds: float, data: Path, rows: Path) -> None:
    """All that goes on at once, until ``seconds`` are over."""
    over = threading.Event()
    beside: tuple[Callable[[], None], ...] = (
        *[lambda: read_pages(server.base, over, day.pages, PAGES_PER_SECOND / READERS)] * READERS,
        lambda: _write_reports(server.base, over, day),
        lambda: _work_beside(over, day, data, rows),
        lambda: _watch_memory(server, over, day),
    )
    with ThreadPoolExecutor(len(beside)) as pool, _over_after(over, seconds):
        running = [pool.submit(act) for act in beside]
    for one in running:
        one.result()


@contextmanager
def _over_after(over: threading.Event, seconds: float) -> Iterator[None]:
    """Set ``over`` after so long, or when the block fails."""
    timer = threading.Timer(seconds, over.set)
    timer.start()
    try:
        yield
        timer.join()
    finally:
        timer.cancel()
        over.set()


def _write_reports(base: str, over: threading.Event, day: Day) -> None:
    """Start a report at each of its times, whether those before are finished or not."""
    chance = random.Random(3)  # noqa: S311  # the same pictures each time
    began, running = time.monotonic(), list[Future[None]]()
    with ThreadPoolExecutor(WRITERS) as pool:
        for number in count():
            due = began + number / REPORTS_PER_SECOND
            if over.wait(max(0.0, due - time.monotonic())):
                break
            running.append(pool.submit(_report, base, number, photo(chance), day))
    for one in running:
        one.result()


def _report(base: str, number: int, picture: bytes, day: Day) -> None:
    """One resident from the first question to the receipt."""
    began = time.monotonic()

    def note(path: str, status: int, seconds: float) -> None:
        day.steps.ms.append(seconds * 1000)
        if status not in {200, 302}:
            day.steps.failed.append(f"{path}: {status}")

    browser = remote_browser(base, f"10.8.{number // 256 % 256}.{number % 256}", note)
    words = {**FACTS, "narrative": f"第{number}件：{FACTS['narrative']}"}
    try:
        page = answer_all(browser, facts=words, files=[(io.BytesIO(picture), "现场.jpg")])
        receipt = browser.submit(page).get_data(as_text=True)
    except (OSError, HTTPException, AssertionError, IndexError) as error:
        day.reports.failed.append(f"a report stopped: {type(error).__name__} {error}"[:200])
        return
    day.numbers += NUMBER.findall(receipt)[:1]
    day.reports.note(began)


def _acts(rows: Path, backups: Path) -> Iterator[tuple[str, list[str]]]:
    """What an operator and an office do beside, without end."""
    while True:
        yield f"import of {ROWS:,} rows", ["import", "cases", str(rows), "--source", imports.BODY]
        yield "index built anew", ["search", "rebuild"]
        yield "backup", ["backup", str(backups)]


def _work_beside(over: threading.Event, day: Day, data: Path, rows: Path) -> None:
    acts = _acts(rows, data.parent / "backups")
    while not over.wait(REST):
        title, command = next(acts)
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            env={**os.environ, "DATA_DIR": str(data)},
            capture_output=True,
            check=False,
        )
        day.acts.append(f"{title} {time.monotonic() - began:.0f} s")
        if done.returncode:
            day.reports.failed.append(f"{title} ended with {done.returncode}")


def _watch_memory(server: servers.Server, over: threading.Event, day: Day) -> None:
    while not over.wait(LOOK_EVERY):
        day.memory.append(sum(one.own for one in server.memory()))


def _table(day: Day, seconds: float, spent: float) -> Table:
    table = Table("what", "answers", "ms: median / p95 / longest", "failed")
    rows = (
        (f"pages, {PAGES_PER_SECOND} a second", day.pages),
        ("pages of reports", day.steps),
        (f"whole reports, {REPORTS_PER_SECOND} a second", day.reports),
    )
    for title, times in rows:
        table.add_row(title, str(len(times.ms)), times.shown(), str(len(times.failed)))
    requests = len(day.pages.ms) + len(day.steps.ms)
    table.caption = (
        f"{seconds:.0f} s, {requests / seconds:.0f} requests a second, "
        f"{1000 * spent / requests:.1f} ms of a processor for each, worker included; "
        f"memory of the last third {day.growth:+.1f} %, at most {max(day.memory, default=0)} MB; "
        + ", ".join(day.acts)
    )
    return table
