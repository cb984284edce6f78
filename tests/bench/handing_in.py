"""What one report costs the processor, step by step, in one process and without waiting.

``python -m tests.bench.handing_in [REPORTS]``; the steps are those that ``submissions`` sends,
and what the worker does after each. Only time of the processor is counted, so that other
programs on the machine change little.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from flask import Flask
from werkzeug.test import Client

import config
from app import create_app
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from tests.bench import records, submissions
from tests.bench.submissions import Visitor

REPORTS = 40
WARM_UP = 5
SETTINGS = {"PROXY_HOPS": "1", **submissions.PROOF_NEVER}
STEPS = ("photo", "handing in", "receipt", "worker")


def main(arguments: list[str]) -> None:
    """Print a line for each step: milliseconds of the processor, median and least."""
    total = int(arguments[0]) if arguments else REPORTS
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(config.load({"DATA_DIR": str(Path(folder) / "site"), **SETTINGS}))
        site.config["SESSION_COOKIE_NAME"] = submissions.COOKIE
        with site.app_context():
            list(records.fill(site, submissions.CASES))
            maintenance.rebuild()
            forms = submissions.visitors(site, total + WARM_UP)
            outbox.drain()
        chance = random.Random(3)  # noqa: S311  # the same pictures each time
        costs = [list(_costs(site, visitor, chance)) for visitor in forms][WARM_UP:]
    for step, spent in zip(STEPS, zip(*costs, strict=True), strict=True):
        print(f"{step:12} {median(spent):6.1f} {min(spent):6.1f}")  # noqa: T201  # its purpose


def _costs(site: Flask, visitor: Visitor, chance: random.Random) -> Iterator[float]:
    headers = {"Cookie": visitor.cookie, "X-Forwarded-For": visitor.address}
    browser = Client(site, use_cookies=False)

    def send(path: str, data: bytes | None = None, kind: str | None = None) -> None:
        answer = browser.open(
            f"/complaints/new/{path}",
            method="POST" if data else "GET",
            data=data,
            content_type=kind,
            headers=headers,
        )
        assert answer.status_code == (302 if data else 200), f"{path}: {answer.status}"

    yield _spent(send, "evidence", *submissions.multipart(visitor, submissions.photo(chance)))
    yield _spent(send, "check", *submissions.urlencoded(visitor))
    yield _spent(send, "receipt.txt")
    with site.app_context():
        yield _spent(outbox.drain)


def _spent(act: Callable[..., object], *given: object) -> float:
    before = time.process_time()
    act(*given)
    return (time.process_time() - before) * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
