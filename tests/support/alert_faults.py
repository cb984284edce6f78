"""For each rule of ``deploy/alerts.yml`` what goes wrong, on a real site, and is well again.

A fault is made when its context begins and mended when it ends; what it changes on ``/metrics``
is what the rule is held against.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import yaml  # type: ignore[import-untyped]  # has no types of its own
from flask import Flask
from sqlalchemy import delete, update

from app.kernel import audit, clock, metrics
from app.kernel.audit.chain import anchor_file
from app.kernel.db import site
from app.kernel.db.session import db
from app.kernel.jobs.models import OutboxMessage, ScheduledJob, WorkerHeartbeat
from app.kernel.search import maintenance
from tests.support.scrapes import Scrape
from tests.support.source import ROOT

RULES = ROOT / "deploy" / "alerts.yml"
LONG = timedelta(days=2)
MATCHER = re.compile(r'(\w+)(=~|!=|=)"([^"]*)"')
RULE = re.compile(
    r"(?:sum\(rate\((?P<counter>\w+)(?P<of>\{[^}]*\})?\[(?P<minutes>\d+)m\]\)\)"
    r"|histogram_quantile\((?P<share>[\d.]+), sum by \(le\) \(rate\((?P<buckets>\w+)\[\d+m\]\)\)\)"
    r"|(?P<gauge>\w+)(?P<labels>\{[^}]*\})?)"
    r" (?P<compared>[<>]|==) (?P<threshold>[\d.]+)(?: or absent\((?P<absent>\w+)\))?"
)

Fault = Callable[[Flask], AbstractContextManager[None]]


@dataclass(frozen=True)
class AlertRule:
    """A rule of the file, as far as the suite reads PromQL: what it compares with what."""

    name: str
    expression: str

    @property
    def metrics(self) -> set[str]:
        """The names of the values that it asks for."""
        return set(re.findall(r"\bmingjian_\w+", self.expression))

    def holds(self, before: Scrape, now: Scrape) -> bool:
        """Whether the rule would fire; rates are those of what was counted since ``before``."""
        parts = RULE.fullmatch(self.expression)
        assert parts, self.expression
        threshold = float(parts["threshold"])
        if parts["absent"] and parts["absent"] not in now.names:
            return True
        compare: Callable[[float], bool] = {
            "<": lambda value: value < threshold,
            ">": lambda value: value > threshold,
            "==": lambda value: value == threshold,
        }[parts["compared"]]
        return any(compare(value) for value in _measured(parts, before, now))


def _measured(parts: re.Match[str], before: Scrape, now: Scrape) -> Iterator[float]:
    if parts["counter"]:
        grown = sum(
            value - before.get((name, labels), 0.0)
            for (name, labels), value in now.items()
            if name == parts["counter"] and _matches(parts["of"], dict(labels))
        )
        yield grown / (60 * int(parts["minutes"]))
    elif parts["buckets"]:
        yield _quantile(float(parts["share"]), parts["buckets"], before, now)
    else:
        for (name, labels), value in now.items():
            if name == parts["gauge"] and _matches(parts["labels"], dict(labels)):
                yield value


def _quantile(share: float, name: str, before: Scrape, now: Scrape) -> float:
    """The lower end of the bucket in which the share of what was counted since lies."""
    grown: dict[float, float] = {}
    for (each, labels), value in now.items():
        if each == name:
            end = float(dict(labels)["le"])
            grown[end] = grown.get(end, 0) + value - before.get((each, labels), 0.0)
    ends = sorted(grown)
    most = grown.get(float("inf"), 0.0)
    reached = [end for end in ends if grown[end] < share * most]
    return max(reached, default=0.0)


def _matches(matchers: str | None, labels: Mapping[str, str]) -> bool:
    for name, how, wanted in MATCHER.findall(matchers or ""):
        value = labels.get(name, "")
        found = re.fullmatch(wanted, value) is not None if how == "=~" else value == wanted
        if found == (how == "!="):
            return False
    return True


def rules() -> list[AlertRule]:
    """All rules of the file, in its order."""
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [AlertRule(rule["alert"], rule["expr"]) for group in groups for rule in group["rules"]]


def make_well(app: Flask) -> None:
    """A site whose worker lives, which was backed up, and whose log was noted just now."""
    now = clock.now()
    db.session.add(
        WorkerHeartbeat(process="w", host="here", pid=1, started_at=now, last_loop_at=now)
    )
    db.session.add(ScheduledJob(name="retention", next_run_at=now, last_success_at=now))
    _state_backup(now)
    maintenance.rebuild()
    audit.note("session.begin")
    audit.anchor()


@contextmanager
def _nothing_free(_app: Flask, share: float) -> Iterator[None]:
    real = shutil.disk_usage
    full: Any = lambda _: SimpleNamespace(free=share * 100, total=100)  # noqa: E731
    shutil.disk_usage = full
    try:
        yield
    finally:
        shutil.disk_usage = real


@contextmanager
def _message(topic: str, *, is_dead: bool = False) -> Iterator[None]:
    then = clock.now() - LONG
    dead_at = then if is_dead else None
    message = OutboxMessage(
        topic=topic, payload={}, created_at=then, available_at=then, dead_at=dead_at
    )
    db.session.add(message)
    db.session.commit()
    yield
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.id == message.id))
    db.session.commit()


@contextmanager
def _column(column: Any) -> Iterator[None]:
    """A moment that a worker wrote lies back; then it writes again."""
    _write(column, clock.now() - LONG)
    yield
    _write(column, clock.now())


def _write(column: Any, moment: datetime) -> None:
    db.session.execute(update(column.class_).values({column: moment}))
    db.session.commit()


@contextmanager
def _backup_is_old(_app: Flask) -> Iterator[None]:
    _state_backup(clock.now() - LONG)
    yield
    _state_backup(clock.now())


def _state_backup(moment: datetime) -> None:
    site.state_fact(site.BACKED_UP_AT, moment.isoformat())
    db.session.commit()


@contextmanager
def _anchor_is_old(_app: Flask) -> Iterator[None]:
    former = anchor_file().read_text(encoding="ascii")
    anchor_file().unlink()
    yield
    anchor_file().write_text(former, encoding="ascii")


@contextmanager
def _answers(app: Flask, endpoint: str, status: int, seconds: float) -> Iterator[None]:
    for _ in range(30):
        metrics.note_answer(endpoint, status, seconds)
    yield


@contextmanager
def _posts(app: Flask, count: int, address: Callable[[int], str]) -> Iterator[None]:
    """Sign-ins with a wrong password, which are not asked for the token of a form."""
    client = app.test_client()
    former = app.config.get("WTF_CSRF_ENABLED", True)
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        for number in range(count):
            client.post(
                "/admin/login",
                data={"username": "nobody", "password": "wrong"},
                environ_base={"REMOTE_ADDR": address(number)},
            )
    finally:
        app.config["WTF_CSRF_ENABLED"] = former
    yield


FAULTS: Mapping[str, Fault] = {
    "HostNotReady": lambda app: _nothing_free(app, 0.01),
    "AnswersFail": lambda app: _answers(app, "portal.home", 500, 0.01),
    "AnswersSlow": lambda app: _answers(app, "portal.home", 200, 5.0),
    "WorkerSilent": lambda _: _column(WorkerHeartbeat.last_loop_at),
    "WorkWaits": lambda _: _message("risk"),
    "MailWaits": lambda _: _message("mail"),
    "MessagesDead": lambda _: _message("mail", is_dead=True),
    "IndexLags": lambda _: _message("index"),
    "JobLate": lambda _: _column(ScheduledJob.last_success_at),
    "BackupOld": _backup_is_old,
    "AuditAnchorOld": _anchor_is_old,
    "DiskFull": lambda app: _nothing_free(app, 0.06),
    "LimitsRefuse": lambda app: _posts(app, 80, lambda _: "203.0.113.9"),
    "SignInsFail": lambda app: _posts(app, 70, lambda number: f"203.0.113.{number}"),
}
"""By the name of the rule. That nobody answers at all is for Prometheus to see."""
SEEN_BY_PROMETHEUS = "SiteDown"
