"""``python -m tests.drills reload``: new code and settings under load, without a request lost.

Pages are read at 200 a second and a report is handed in each second while SIGHUP comes twice.
Then a web process, the web server, the worker and the supervisor are killed, one after the other.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

import config
from app import create_app
from app.kernel.search import maintenance
from app.ops.serving_state import ServingState, all_of
from tests.bench import records, servers
from tests.bench.submissions import (
    PROOF_NEVER,
    Steps,
    Times,
    Visitor,
    compare_with_stored,
    hand_in,
    photo,
    read_pages,
    visitors,
)

PAGES_PER_SECOND = 200
READERS = 10
CASES = 500
REPORTS = 120
PATIENCE = 180
REST = 3
"""Seconds of load before and after each reload."""


def main(_arguments: list[str]) -> int:
    """Print what visitors met; 1 when a reload lost anything."""
    console, read, numbers = Console(), Times(), list[str]()
    sent: Steps = defaultdict(Times)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "site"
        site = create_app(config.load({"DATA_DIR": str(data)}))
        with site.app_context(), console.status("making records and forms"):
            list(records.fill(site, CASES))
            maintenance.rebuild()
            forms = visitors(site, REPORTS)
        console.print(f"load on the machine before: {os.getloadavg()[0]:.1f}")
        with servers.ours(data, **PROOF_NEVER) as server:
            began = time.monotonic()
            with console.status("reloading twice"), _visited(server, forms, read, sent, numbers):
                took = [_reload(data, server.pid) for _ in range(2)]
            console.print(_table(read, sent, time.monotonic() - began, took))
            console.print(", ".join(_kills(server, data)))
        with site.app_context():
            console.print(compare_with_stored(numbers, files=len(numbers)))
    failed = [*read.failed, *(one for times in sent.values() for one in times.failed)]
    for failure in sorted(set(failed))[:10]:
        console.print(f"failed: {failure}")
    return 1 if failed else 0


@contextmanager
def _visited(
    server: servers.Server, forms: list[Visitor], read: Times, sent: Steps, numbers: list[str]
) -> Iterator[None]:
    """All visitors come until the block ends, and finish what they have begun."""
    over = threading.Event()
    rate = PAGES_PER_SECOND / READERS
    with ThreadPoolExecutor(READERS + 1) as pool:
        running = [
            *[pool.submit(read_pages, server.base, over, read, rate) for _ in range(READERS)],
            pool.submit(_hand_in_all, server.base, over, forms, sent, numbers),
        ]
        try:
            yield
        finally:
            over.set()
    for one in running:
        one.result()


def _hand_in_all(
    base: str, over: threading.Event, forms: list[Visitor], sent: Steps, numbers: list[str]
) -> None:
    chance = random.Random(3)  # noqa: S311  # the same pictures each time
    for visitor in forms:
        if over.wait(1):
            return
        hand_in(base, visitor, photo(chance), time.monotonic(), sent, numbers)


def _state(data: Path) -> ServingState:
    _wait_for(lambda: bool(all_of(data)))
    return all_of(data)[0]


def _pid(data: Path, program: str) -> int:
    """The process of a program; 0 while there is none."""
    found = [one.process.pid for one in _state(data).programs if one.name == program]
    return found[0] if found else 0


def _reload(data: Path, supervisor: int) -> float:
    """Seconds from the signal until all of before have ended."""
    time.sleep(REST)
    before, began = {_pid(data, "web"), _pid(data, "worker")}, time.monotonic()
    os.kill(supervisor, signal.SIGHUP)
    _wait_for(
        lambda: (
            not before & {_pid(data, "web"), _pid(data, "worker"), 0} and not _state(data).leaving
        )
    )
    took = time.monotonic() - began
    time.sleep(REST)
    return took


def _kills(server: servers.Server, data: Path) -> Iterator[str]:
    """Kill one after the other, and say how long it was away; at last what is left behind."""
    for what, pid, program in (
        ("a web process", _child(_pid(data, "web")), "web"),
        ("the web server", _pid(data, "web"), "web"),
        ("the worker", _pid(data, "worker"), "worker"),
    ):
        began = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        _wait_for(lambda pid=pid: not _is_running(pid))  # type: ignore[misc]
        _wait_for(lambda program=program: _is_running(_pid(data, program)))  # type: ignore[misc]
        _wait_for(lambda: _answers(server.base))
        yield f"{what} killed: {time.monotonic() - began:.1f} s until all is back"
    left = [one.process for one in _state(data).programs]
    os.kill(server.pid, signal.SIGKILL)
    began = time.monotonic()
    _wait_for(lambda: not any(one.is_running for one in left))
    yield f"the supervisor killed: all has ended {time.monotonic() - began:.1f} s later"


def _child(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return int(children[-1])


def _is_running(pid: int) -> bool:
    return pid != 0 and Path(f"/proc/{pid}/cmdline").exists()


def _answers(base: str) -> bool:
    command = [sys.executable, "-c", f"import urllib.request as u; u.urlopen('{base}/healthz')"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError("it does not come to pass")
        time.sleep(0.05)


def _table(read: Times, sent: Steps, seconds: float, took: list[float]) -> Table:
    table = Table("what", "answers", "ms: median / p95 / longest", "failed")
    for title, times in (("pages", read), *sent.items()):
        table.add_row(title, str(len(times.ms)), times.shown(), str(len(times.failed)))
    table.caption = (
        f"{seconds:.0f} s, {len(read.ms) / seconds:.0f} pages a second; reloads took "
        + " and ".join(f"{each:.1f} s" for each in took)
    )
    return table
