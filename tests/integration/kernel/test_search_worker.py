"""The worker as it runs in production: a commit is found by every web process in two seconds."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask

from app.kernel.audit.models import SYSTEM
from app.kernel.db.session import db
from app.kernel.search import state
from app.kernel.search.documents import SearchKind
from app.kernel.search.engine import SearchUnavailableError
from app.kernel.search.find import SearchRequest, find
from app.kernel.search.sources import changed
from app.publishing.life.services import withdraw_publication
from tests.support import factories
from tests.support.apps import open_app
from tests.support.clocks import as_of_now
from tests.support.source import ROOT

MOST_SECONDS = 2.0
LOADING_SECONDS = 30.0
"""A process that has just begun has the whole site to load."""
GLANCE = 0.02
SOON = 20.0
"""Much sooner than the minute in which the worker looks by itself."""


@pytest.fixture
def web(live_app: Flask, tmp_path: Path) -> Iterator[Sequence[Flask]]:
    """Two web processes' sites on one database and one index."""
    database = str(live_app.config["SQLALCHEMY_DATABASE_URI"])
    with open_app(database, tmp_path) as other:
        yield live_app, other


@pytest.fixture
def worker(live_app: Flask, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": str(live_app.config["SQLALCHEMY_DATABASE_URI"]),
    }
    command = as_of_now("flask", "--app", "wsgi", "worker")
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield process
    process.kill()
    process.wait()


def counted(site: Flask, text: str) -> int | None:
    """How many records are found, by the index alone; None where search is unavailable."""
    with site.app_context():
        try:
            return sum(find(SearchRequest(text=text)).kinds.values())
        except SearchUnavailableError:
            return None


def seconds_until(holds: Callable[[], bool], *, within: float = LOADING_SECONDS) -> float:
    begin = time.monotonic()
    while not holds():
        assert time.monotonic() - begin < within, "not in time"
        time.sleep(GLANCE)
    return time.monotonic() - begin


def test_each_commit_is_found_by_every_web_process_within_two_seconds(
    web: Sequence[Flask], worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    # There is no index yet: the worker notices when it starts.
    seconds_until(lambda: all(state.of(site).engine.health().ready for site in web))
    with web[0].app_context():
        for number in range(3):
            case = factories.make_case(title=f"鱼露{number}号案")
            changed(SearchKind.CASE, [case.id])
            db.session.commit()
            seconds_until(
                lambda wanted=case.title: all(counted(site, wanted) == 1 for site in web),
                within=MOST_SECONDS,
            )
        withdraw_publication(case, kind=SearchKind.CASE, actor=SYSTEM, reason="信用修复")
        seconds_until(lambda: all(counted(site, "鱼露") == 2 for site in web), within=MOST_SECONDS)
    # A search that meets no index has it built at once, whatever the worker is doing.
    (tmp_path / "index").rename(tmp_path / "gone")
    assert counted(web[1], "鱼露") is None
    seconds_until(lambda: all(counted(site, "鱼露") == 2 for site in web), within=SOON)
