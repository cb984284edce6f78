"""``python -m tests.drills mail [MAILS]``: 10,000 mails wait for a server that hangs, then works.

A real worker beside a real SMTP server that takes connections and says nothing. Meanwhile cases are
published, and it is measured how long index and sums lag behind; then the server recovers. Each
mail must arrive once.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from flask import Flask
from sqlalchemy import func, insert, select

import config
from app import create_app
from app.kernel import clock
from app.kernel.db.session import db, reading_only
from app.kernel.jobs import queries as jobs_queries
from app.kernel.jobs.models import OutboxMessage
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from tests.drills._sites import DrilledSite, site_on_postgresql, site_on_sqlite
from tests.support.factories import make_bureau, make_case, make_company
from tests.support.mail import MailServer

MAILS = 10_000
HANGS_FOR = 120.0
"""Seconds: until the breaker has opened, and some of its probes have failed."""
MOST_LAG = 2.0
"""Seconds."""
GLANCE = 0.02
BREATH = 0.3
"""Seconds between a case that is found and the next one."""
PATIENCE = 1800.0


def main(arguments: list[str]) -> int:
    """Run it on SQLite, and on PostgreSQL where there is one; 1 where anything lags, or is lost."""
    mails = int(arguments[0]) if arguments else MAILS
    with ExitStack() as stack:
        sites = [stack.enter_context(site_on_sqlite())]
        if address := os.environ.get("TEST_DATABASE_URL"):
            sites.append(stack.enter_context(site_on_postgresql(address)))
        held = [_drill(site, mails) for site in sites]
        return int(not all(held))


def _drill(site: DrilledSite, mails: int) -> bool:
    for command in (["db", "upgrade"], ["setup"], ["search", "rebuild"]):
        site.run(*command)
    settings = {"DATA_DIR": str(site.folder), "DATABASE_URL": site.address}
    app = create_app(config.load(settings))
    with app.app_context(), MailServer() as server:
        server.hang = True
        _ask_for(mails)
        with _worker(site, server):
            _wait_for(lambda: server.connections > 0)
            lags = _publish_for(HANGS_FOR, app)
            hanging = len(server.messages)
            server.hang = False
            began = time.monotonic()
            _wait_for(lambda: not _left({"mail"}))
            seconds = time.monotonic() - began
    with app.app_context():
        dead = _dead()
    ids = {message["Message-ID"] for message in server.messages}
    sys.stdout.write(
        f"{site.name}: {hanging} of {mails} mails sent while the server hung ({HANGS_FOR:.0f} s); "
        f"{len(lags)} cases published, index and sums behind by {median(lags):.2f} s "
        f"(median), {max(lags):.2f} s (most). Recovered: {len(server.messages)} mails, "
        f"{len(ids)} different, {dead} dead, within {seconds:.0f} s. {_logged(site)}\n"
    )
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return max(lags) <= MOST_LAG and len(ids) == len(server.messages) == mails


def _logged(site: DrilledSite) -> str:
    log = (site.folder / "worker.log").read_text(encoding="utf-8")
    return (
        f"Log: {log.count('breaker.opened')} opened, {log.count('probe_failed')} probes failed, "
        f"{log.count('breaker.closed')} closed, {len(log)} bytes"
    )


def _ask_for(mails: int) -> None:
    bureau = make_bureau()
    db.session.flush()
    now = clock.now()
    rows = [
        {
            "topic": "mail",
            "payload": {
                "template": "new_risk",
                "to": {"kind": "bureau", "id": bureau.id},
                "facts": {"kind": "食品安全"},
                "key": f"{number:032x}",
            },
            "created_at": now,
            "available_at": now,
        }
        for number in range(mails)
    ]
    db.session.execute(insert(OutboxMessage), rows)
    db.session.commit()


@contextmanager
def _worker(site: DrilledSite, server: MailServer) -> Iterator[None]:
    """``flask worker`` in a process of its own, whose log is a file beside the site."""
    settings = {
        "DATA_DIR": str(site.folder),
        "DATABASE_URL": site.address,
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(server.port),
    }
    with (site.folder / "worker.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
            env={**os.environ, **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def _publish_for(seconds: float, app: Flask) -> list[float]:
    """Publish a case after the other; by each how long the worker took to take it in."""
    others = {topic for topic in app.extensions["outbox"] if topic != "mail"}
    _wait_for(lambda: not _left(others))
    company, lags = make_company(), []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        case = make_case(company=company)
        changed(SearchKind.CASE, [case.id])
        db.session.commit()
        began = time.monotonic()
        _wait_for(lambda: not _left(others))
        lags.append(time.monotonic() - began)
        time.sleep(BREATH)
    return lags


def _left(topics: set[str]) -> int:
    db.session.rollback()
    with reading_only():
        waiting = select(func.count()).where(
            OutboxMessage.topic.in_(topics), OutboxMessage.done_at.is_(None)
        )
        found = db.session.scalar(waiting) or 0
        db.session.rollback()
    return found


def _dead() -> int:
    with reading_only():
        return sum(each.dead for each in jobs_queries.backlog())


def _wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(GLANCE)
