"""What an installation lacks before citizens may use it, and the next command for each."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.aggregates import services as aggregates
from app.kernel.db import site
from app.kernel.db.calendar import CalendarDay
from app.kernel.db.session import db
from app.kernel.db.site import is_demo
from app.kernel.files import papers
from app.kernel.jobs.outbox import OutboxMessage
from app.kernel.search import state
from app.matters.complaints.routing.queries.table import bodies_without_staff, gaps
from app.people.models import Bureau, Staff
from app.people.rules import Role, needs_second_factor

LATE = timedelta(minutes=5)
"""How long a message may wait before the worker counts as down."""

REMEDIES = {
    "production mode": "set FLASK_ENV=production, SECRET_KEY and ENCRYPTION_KEYS",
    "public address": "set SITE_URL to the public https:// address",
    "host names": "set TRUSTED_HOSTS to the names the site answers to",
    "mail server": "set MAIL_SERVER; until then mail stays in files under DATA_DIR",
    "sender of mail": "set MAIL_DEFAULT_SENDER to an address of the office",
    "licence numbers": "set SITE_ICP, SITE_POLICE_RECORD and SITE_ID_CODE to those granted",
}


@dataclass(frozen=True)
class DoctorFinding:
    """One thing looked at. ``remedy`` says what to do; without one, all is well."""

    subject: str
    remedy: str | None = None
    is_needed: bool = True

    @property
    def is_missing(self) -> bool:
        """Whether production can't do without what is asked for here."""
        return self.remedy is not None and self.is_needed

    def line(self) -> str:
        """The finding as one line of text."""
        if self.remedy is None:
            return f"ok       {self.subject}"
        return f"{'MISSING' if self.is_needed else 'advice '}  {self.subject}: {self.remedy}"


def examine() -> list[DoctorFinding]:
    """Look at the settings, the database and what is in it, and the worker."""
    findings = list(_settings(current_app.config))
    findings.append(_migrations())
    if findings[-1].is_missing:
        return findings
    return [*findings, *_contents(), *_outbox(), *_drawing()]


def _settings(settings: Mapping[str, Any]) -> Iterator[DoctorFinding]:
    numbers = f"{settings['SITE_ICP']}{settings['SITE_ID_CODE']}"
    sender = str(settings["MAIL_DEFAULT_SENDER"])
    kept = {
        "production mode": settings["PRODUCTION"],
        "public address": str(settings["SITE_URL"]).startswith("https://"),
        "host names": settings["TRUSTED_HOSTS"],
        "mail server": settings["MAIL_SERVER"],
        "sender of mail": not sender.endswith(".invalid"),
        "licence numbers": "00000000" not in numbers,
    }
    for subject, holds in kept.items():
        yield DoctorFinding(subject, None if holds else REMEDIES[subject])
    for name, what in (("IDENTITY_KEYS", "who reports"), ("PAYEE_KEYS", "who is paid")):
        apart = f"set {name}, then flask --app wsgi keys rotate, to keep {what} apart"
        subject = "keys of identities" if name == "IDENTITY_KEYS" else "keys of payees"
        yield DoctorFinding(subject, None if settings[name] else apart, is_needed=False)
    everyone = all(needs_second_factor([role], settings["SECOND_FACTOR_ROLES"]) for role in Role)
    ask = "set SECOND_FACTOR_ROLES=all, so that a password alone opens no desk"
    yield DoctorFinding("second factor of staff", None if everyone else ask, is_needed=False)
    several = "set REDIS_URL when more than one host serves the site"
    yield DoctorFinding("limits", None if settings["REDIS_URL"] else several, is_needed=False)
    alone = settings["REDIS_URL"] and settings["SEARCH_ENGINE"] == "whoosh"
    shared = "set SEARCH_ENGINE=postgres when hosts don't share one DATA_DIR"
    yield DoctorFinding("search engine", shared if alone else None, is_needed=False)


def _migrations() -> DoctorFinding:
    remedy = None if site.is_current() else "flask --app wsgi db upgrade"
    return DoctorFinding("database schema", remedy)


def _contents() -> Iterator[DoctorFinding]:
    bureaus = db.session.scalar(select(func.count(Bureau.id)))
    yield DoctorFinding("bodies and districts", None if bureaus else "flask --app wsgi setup")
    yield from _routing()
    staff = db.session.scalar(select(func.count(Staff.id)).where(Staff.is_enabled))
    yield DoctorFinding("staff", None if staff else "flask --app wsgi staff create")
    is_built = state.current().engine.health().ready
    yield DoctorFinding("search index", None if is_built else "flask --app wsgi search rebuild")
    uncounted = sum(1 for _ in aggregates.lacking())
    remedy = f"pages count {uncounted} of them at each request: flask --app wsgi aggregates recount"
    yield DoctorFinding("counted numbers", remedy if uncounted else None, is_needed=False)
    year = clock.today().year
    last_day = db.session.scalar(select(func.max(CalendarDay.day)))
    yield DoctorFinding(
        f"holidays of {year}",
        None if last_day and last_day.year >= year else "enter the year's holidays under /admin",
    )
    yield DoctorFinding(
        "records are real",
        "this database holds invented records: start production on an empty one"
        if is_demo()
        else None,
    )


def _routing() -> Iterator[DoctorFinding]:
    """Whether every category in every district reaches a body that can be told, and has people."""
    today = clock.today()
    missing = [
        f"{gap.category_code} in {gap.district_code or 'no district'}" for gap in gaps(today)
    ]
    remedy = (
        f"{len(missing)} of the routing table reach no body with a contact (first {missing[0]}): "
        "change their rules under /admin/routing/, or flask --app wsgi bodies contact CODE EMAIL"
        if missing
        else None
    )
    yield DoctorFinding("routing table", remedy)
    idle = bodies_without_staff(today)
    manned = (
        f"{len(idle)} bodies get matters and have no account (first {idle[0].code}): "
        if idle
        else ""
    )
    remedy = f"{manned}flask --app wsgi staff create" if idle else None
    yield DoctorFinding("staff of the bodies", remedy, is_needed=False)


def _drawing() -> Iterator[DoctorFinding]:
    """Whether reports can be had as PDF, and whether Chinese is drawn in them."""
    install = "pip install .[pdf], and the Pango library; until then people print the page"
    made = papers.can_make_pdf()
    yield DoctorFinding("reports as PDF", None if made else install, is_needed=False)
    if made:
        font = None if has_chinese_font() else "apt-get install fonts-noto-cjk"
        yield DoctorFinding("Chinese font", font)


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for simplified Chinese."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    fonts = subprocess.run(  # noqa: S603  # a fixed command
        [lister, ":lang=zh-cn", "family"], capture_output=True, check=False, timeout=30
    )
    return bool(fonts.stdout.strip())


def _outbox() -> Iterator[DoctorFinding]:
    waiting = select(func.count(OutboxMessage.id)).where(
        OutboxMessage.done_at.is_(None),
        OutboxMessage.dead_at.is_(None),
        OutboxMessage.available_at < clock.now() - LATE,
    )
    late = db.session.scalar(waiting)
    yield DoctorFinding(
        "worker", f"{late} messages wait: flask --app wsgi worker" if late else None
    )
    dead = db.session.scalar(
        select(func.count(OutboxMessage.id)).where(OutboxMessage.dead_at.is_not(None))
    )
    yield DoctorFinding(
        "deliveries", f"{dead} messages failed for good: see the log" if dead else None
    )
