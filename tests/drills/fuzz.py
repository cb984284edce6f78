"""``python -m tests.drills fuzz [REQUESTS] [SEED]``: requests that nobody sends by accident.

To every address of a site with a record of each kind, as a visitor and as each role of staff, with
values, cookies, headers and bodies of ``tests/support/fuzzing.py``. Not one may be a fault (500).
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Submission
from app.people.models import Staff
from app.records.companies.models import Company
from tests.support import sample_site
from tests.support.apps import fill_template, open_app
from tests.support.complaint_factories import CODE
from tests.support.fuzzing import Fuzzer, Tally
from tests.support.pages import PageClient
from tests.support.staff import sign_in

REQUESTS, SEED = 20_000, 61
ROUND = 2_000
"""Requests after which the next round begins, with fresh sessions: some requests end them."""
SHOWN = 40
REPORTERS = 6


def main(arguments: list[str]) -> int:
    """Prints how they were answered; ends with 1 where one was answered by a fault."""
    count, seed = (*map(int, arguments), *(REQUESTS, SEED)[len(arguments) :])
    started = time.monotonic()
    tally = Tally()
    with _site() as site:
        addresses = len({rule.endpoint for rule in site.url_map.iter_rules()})
        for number in range(0, count, ROUND):
            fuzzer = Fuzzer(site, seed + number, _sessions(site), _codes(site), tally)
            fuzzer.run(min(ROUND, count - number))
    seconds = time.monotonic() - started
    statuses = ", ".join(f"{code}: {many}" for code, many in sorted(tally.statuses.items()))
    sys.stdout.write(
        f"{tally.requests} requests to {len(tally.endpoints)} of {addresses} endpoints "
        f"in {seconds:.0f} s\n{statuses}\nfaults: {len(tally.faults)}\n"
    )
    for fault in tally.faults[:SHOWN]:
        sys.stdout.write(f"  {fault}\n")
    return int(bool(tally.faults))


@contextmanager
def _site() -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        database = fill_template(f"sqlite:///{folder}/site.db", Path(folder))
        with open_app(database, Path(folder)) as site:
            with site.app_context():
                sample_site.fill(site)
                db.session.commit()
            yield site


def _sessions(site: Flask) -> tuple[str, ...]:
    """The cookies of nobody, of each member of staff, and of who follows one report and writes
    another."""
    found = [""]
    with site.app_context():
        for staff in db.session.scalars(select(Staff).where(Staff.is_enabled)).all():
            client = PageClient(site, PageClient.response_class)
            sign_in(client, staff)
            found.append(_cookie(client))
        numbers = db.session.scalars(select(Submission.number).limit(REPORTERS)).all()
        for number in numbers:
            client = PageClient(site, PageClient.response_class)
            client.post_form("/complaints/track", {"number": number, "code": CODE})
            client.post_form("/complaints/new/kind", {"kind": "both"})
            found.append(_cookie(client))
    return tuple(found)


def _cookie(client: PageClient) -> str:
    kept = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
    return f"{kept.key}={kept.value}" if kept else ""


def _codes(site: Flask) -> tuple[str, ...]:
    with site.app_context():
        codes = db.session.scalars(select(Company.uscc).limit(5)).all()
    return tuple(code for code in codes if code)
