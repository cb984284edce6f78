"""``python -m tests.bench.reader DATA_DIR SIZE``: web processes that have an index open.

They are the site before its first request. The first is started apart and shares nothing but
files; further ones are forked from a loaded site, as ``flask serve`` does.
"""

import gc
import multiprocessing
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

import config
from app import create_app
from app.kernel.search import state
from app.kernel.search.plan import plan
from tests.bench.corpus import Query, ask, queries
from tests.bench.servers import memory_of

SITES = {
    "requirements.lock": "a reader after all questions",
    "requirements-production.lock": "with the drivers of PostgreSQL and Redis",
}


def memory_report(data: Path, size: int) -> str:
    """What readers have in memory, for each way to install a site."""
    lines = []
    for lock, what in SITES.items():
        command = [sys.executable, "-m", "tests.support.installed", lock, "tests.bench.reader"]
        read = subprocess.run(
            [*command, str(data), str(size)], stdout=subprocess.PIPE, text=True, check=True
        )
        lines.append(f"{what}: {read.stdout.strip()}")
    return "\n".join(lines)


def main(data: str, size: int) -> None:
    """Tell what the processes hold."""
    asked = [query for questions in queries(size).values() for query in questions]
    site = create_app(config.load({"DATA_DIR": data}))
    for query in asked:
        plan(query.text)
    further = _further(site, asked)
    before = memory_of()
    _ask_all(site, asked)
    after = memory_of()
    sys.stdout.write(
        f"{after.resident} MB resident, {after.resident - before.resident} MB more than before "
        f"it opened the index; of these {after.own - before.own} MB its own. "
        f"Each further process adds {further} MB\n"
    )


def _further(site: Flask, asked: Sequence[Query]) -> int:
    """Megabytes that one of two forked processes has for itself when both have asked."""
    gc.freeze()
    fork = multiprocessing.get_context("fork")
    both, own = fork.Barrier(2), fork.SimpleQueue()

    def read() -> None:
        _ask_all(site, asked)
        both.wait()
        own.put(memory_of().own)
        both.wait()

    processes = [fork.Process(target=read) for _ in range(both.parties)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    gc.unfreeze()
    return max(own.get() for _ in processes)


def _ask_all(site: Flask, asked: Sequence[Query]) -> None:
    with site.app_context():
        engine = state.current().engine
        for query in asked:
            ask(engine, query)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
