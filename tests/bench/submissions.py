"""Submissions with photos at a steady rate, while public pages are read; then all are counted.

What is measured is the end of the form, which costs most: a photo is sent and cleaned, the
answers are handed in, and the receipt is read. Each moment is set in advance, so that a slow
answer delays no other and counts from when it was due.
"""

import io
import os
import random
import re
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, current_app, g, session
from flask_wtf.csrf import generate_csrf
from PIL import Image
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select
from werkzeug.test import EnvironBuilder

import config
from app import create_app
from app.kernel.db.session import db
from app.kernel.files import uploads
from app.kernel.jobs import outbox
from app.kernel.jobs import queries as jobs_queries
from app.kernel.jobs.models import OutboxMessage
from app.kernel.search import maintenance
from app.kernel.wizard.drafts import token_hash
from app.matters.complaints.intake.queries import live_draft
from app.matters.complaints.intake.services.submission import start_draft
from app.matters.complaints.matter.answers import ComplaintAnswers
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence
from tests.bench import records, servers
from tests.support.citizens import answer_all
from tests.support.pages import PageClient

RATE, SECONDS = 20, 30
PAGES = (
    "/",
    "/cases",
    "/credit/black",
    f"/search?q={quote('食品')}",
    "/projects",
    "/complaints/new",
)
PAGES_PER_SECOND = 40
PHOTO = (1280, 960)
CASES = 2_000
AT_ONCE = 64
COOKIE = "__Host-mingjian"
NUMBER = re.compile(r"\d{8}-\d{5}")
PATIENCE, READERS = 60, 4
DEFAULT_SIZE = 100_000
"""What SIZE is when nobody gave one."""
PROOF_NEVER = {"PROOF_AFTER_ADDRESS": "0", "PROOF_AFTER_ALL": "0"}


@dataclass
class Times:
    """Milliseconds from when each answer was due, and what failed."""

    ms: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def note(self, due: float) -> None:
        """An answer has come."""
        self.ms.append((time.monotonic() - due) * 1000)

    def shown(self) -> str:
        """Median, 95th percentile and longest."""
        ordered = sorted(self.ms) or [0.0]
        shares = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
        return " / ".join(f"{value:,.0f}" for value in (*shares, ordered[-1]))


Steps = dict[str, Times]


@dataclass(frozen=True)
class Run:
    """How long each step took, and reading, the numbers on the receipts, and seconds for all."""

    sent: Steps
    read: Times
    numbers: list[str]
    seconds: float


@dataclass(frozen=True)
class Visitor:
    """A browser with a form that is answered but for the photo."""

    cookie: str
    csrf: str
    seen: str
    address: str


def measure(wanted: int, console: Console) -> None:
    """Hand in ``wanted`` reports, or those of SECONDS, at RATE a second, and count what is kept."""
    total = wanted if wanted != DEFAULT_SIZE else RATE * SECONDS
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "site"
        site = create_app(config.load({"DATA_DIR": str(data)}))
        with site.app_context(), console.status("making records and forms"):
            list(records.fill(site, CASES))
            maintenance.rebuild()
            forms = visitors(site, total)
        console.print(f"load on the machine before: {os.getloadavg()[0]:.1f}")
        with servers.ours(data, **PROOF_NEVER) as server, console.status("handing in"):
            before = server.processor_seconds()
            run = _run(server.base, forms)
            processor = server.processor_seconds() - before
        console.print(_table(run.sent, run.read, total / run.seconds))
        console.print(
            f"{run.seconds:.0f} s, {processor / run.seconds:.2f} processors busy with the site"
        )
        console.print(f"{len(run.numbers)} receipts for {total} forms")
        with site.app_context():
            console.print(compare_with_stored(run.numbers, files=total))


def visitors(site: Flask, total: int) -> list[Visitor]:
    """Forms that are answered as a resident answers the first one, each in other words."""
    client = PageClient(site, PageClient.response_class, use_cookies=True)
    client.checks_html = False
    answer_all(client)
    with client.session_transaction() as filled:
        first = live_draft(filled["complaint_draft"])
    assert first is not None
    answers: dict[str, Any] = {**first.answers}
    db.session.rollback()
    made = []
    for number in range(total):
        words = {**answers["facts"], "narrative": f"第{number}件：{answers['facts']['narrative']}"}
        token = start_draft(answers=ComplaintAnswers.parse({**answers, "facts": words}))
        made.append(_browser(site, token, number))
    return made


def _browser(site: Flask, token: str, number: int) -> Visitor:
    with site.test_request_context():
        session["complaint_draft"] = token
        g.pop("csrf_token", None)  # that of the browser before
        csrf = generate_csrf()
        signer: Any = site.session_interface
        cookie = signer.get_signing_serializer(site).dumps(dict(session))
    address = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
    return Visitor(f"{COOKIE}={cookie}", csrf, token_hash(token)[:16], address)


def photo(chance: random.Random) -> bytes:
    """A picture with as much detail as a photo has, another one each time."""
    small = Image.frombytes("RGB", (160, 120), chance.randbytes(160 * 120 * 3))
    out = io.BytesIO()
    small.resize(PHOTO, Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


def _run(base: str, forms: list[Visitor]) -> Run:
    """Send everything at its time."""
    sent: Steps = defaultdict(Times)
    read, numbers, over = Times(), list[str](), threading.Event()
    chance = random.Random(3)  # noqa: S311  # the same pictures each time
    photos = [photo(chance) for _ in forms]
    with ThreadPoolExecutor(AT_ONCE) as pool, ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read_pages, base, over, read) for _ in range(READERS)]
        start = time.monotonic()
        handing = []
        for number, (visitor, picture) in enumerate(zip(forms, photos, strict=True)):
            due = start + number / RATE
            time.sleep(max(0.0, due - time.monotonic()))
            handing.append(pool.submit(hand_in, base, visitor, picture, due, sent, numbers))
        wait(handing)
        seconds = time.monotonic() - start
        over.set()
    for done in (*handing, *reading):
        done.result()
    return Run(sent, read, numbers, seconds)


def hand_in(
    base: str, visitor: Visitor, picture: bytes, due: float, sent: Steps, numbers: list[str]
) -> None:
    """Send a photo, hand in, and take the receipt, whose number goes to ``numbers``."""
    browser = HTTPConnection(urlsplit(base).netloc, timeout=PATIENCE)
    steps = (
        ("photo", "/complaints/new/evidence", *multipart(visitor, picture)),
        ("handing in", "/complaints/new/check", *urlencoded(visitor)),
        ("receipt", "/complaints/new/receipt.txt", None, ""),
    )
    page = ""
    for step, path, body, kind in steps:
        began = due if step == "photo" else time.monotonic()
        headers = {"Cookie": visitor.cookie, "X-Forwarded-For": visitor.address}
        page = _ask(browser, path, sent[step], began, body, {**headers, "Content-Type": kind})
    sent["all three"].note(due)
    numbers += NUMBER.findall(page)[:1]
    browser.close()


def multipart(visitor: Visitor, picture: bytes) -> tuple[bytes, str]:
    """The body that sends a photo, and its type."""
    file = (io.BytesIO(picture), "现场.jpg", "image/jpeg")
    form = {"csrf_token": visitor.csrf, "act": "next", "files": file}
    environ = EnvironBuilder(method="POST", data=form).get_environ()
    return environ["wsgi.input"].read(), environ["CONTENT_TYPE"]


def urlencoded(visitor: Visitor) -> tuple[bytes, str]:
    """The body that hands the form in, and its type."""
    form = urlencode({"csrf_token": visitor.csrf, "seen": visitor.seen})
    return form.encode(), "application/x-www-form-urlencoded"


def read_pages(
    base: str, over: threading.Event, read: Times, per_second: float = PAGES_PER_SECOND / READERS
) -> None:
    """Ask for one page after the other, each at its time, until it is over."""
    browser = HTTPConnection(urlsplit(base).netloc, timeout=PATIENCE)
    began = time.monotonic()
    for number in count():
        due = began + number / per_second
        if over.wait(max(0.0, due - time.monotonic())):
            break
        address = {"X-Forwarded-For": f"10.9.{number // 256 % 256}.{number % 256}"}
        _ask(browser, PAGES[number % len(PAGES)], read, due, None, address)
    browser.close()


def _ask(
    browser: HTTPConnection,
    path: str,
    times: Times,
    due: float,
    body: bytes | None,
    headers: dict[str, str],
) -> str:
    """Send a request and note how long after ``due`` its answer came; what fails is noted, too."""
    try:
        browser.request("POST" if body else "GET", path, body, headers)
        answer = browser.getresponse()
        page = answer.read().decode(errors="replace")
    except (OSError, HTTPException) as error:
        times.failed.append(repr(error))
        browser.close()
        return ""
    times.note(due)
    if answer.status != (302 if body else 200):
        times.failed.append(f"{path}: {answer.status}")
    return page


def _table(sent: Steps, read: Times, per_second: float) -> Table:
    table = Table("step", "answers", "ms: median / p95 / longest", "failed")
    for step, times in (*sent.items(), (f"pages, {PAGES_PER_SECOND} a second", read)):
        first = f" ({times.failed[0]})" if times.failed else ""
        table.add_row(step, str(len(times.ms)), times.shown(), f"{len(times.failed)}{first}")
    table.caption = f"{per_second:.1f} submissions a second, {RATE} asked for"
    return table


def compare_with_stored(numbers: Sequence[str], *, files: int) -> str:
    """Work off what waits, then compare receipts, rows, files and mails, and say what was found.

    ``files`` is how many photos were sent.
    """
    while outbox.drain():
        pass
    stored = Counter(db.session.scalars(select(Submission.number)))
    lost = set(numbers) - set(stored)
    doubled = len(numbers) - len(set(numbers)) + sum(stored.values()) - len(stored)
    matters = db.session.scalar(select(func.count(Matter.id)))
    wanted = db.session.scalar(select(func.count()).where(OutboxMessage.topic == "mail"))
    mails = len(list((Path(current_app.config["DATA_DIR"]) / "mail").glob("*.eml")))
    rows = select(Evidence.upload_id, Evidence.sha256).where(Evidence.submission_id.is_not(None))
    whole = sum(
        sha256(uploads.open_upload(file_id)).hexdigest() == checksum
        for file_id, checksum in db.session.execute(rows)
    )
    return (
        f"lost {len(lost)}, doubled {doubled}; {sum(stored.values())} submissions with {matters} "
        f"matters; {whole} of {files} photos open with their checksum; "
        f"{mails} mails of {wanted}; {len(jobs_queries.dead_messages())} dead messages"
    )
