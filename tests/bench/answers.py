"""How long the site itself takes to answer a search, and how many statements it asks."""

from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from time import perf_counter, thread_time

from flask import Flask
from sqlalchemy import event

import config
from app import create_app
from app.kernel.db.session import db
from tests.bench import addresses

SEARCHES = 400
FIRST = 20


def measured(data: Path) -> str:
    """Median and 95th percentile of ``/search``, in the process, for words never seen before."""
    site = create_app(config.load({"DATA_DIR": str(data), "PROXY_HOPS": "1"}))
    searches = [f"/search?q={word}" for word in addresses.words()[: SEARCHES + FIRST]]
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
