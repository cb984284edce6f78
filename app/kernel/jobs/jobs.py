"""What wakes the worker: a queue of bare wake-up calls beside the outbox, and a clock.

The outbox table is the truth. A wake-up carries no data, so losing one costs at most the
minute until the next sweep. Messages are JSON, never pickles: whoever can write to the
queue's store still can't run code here.
"""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import structlog
from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy.orm import Session

from app.kernel.db.changes import Bulk, ChangeStage, Flush, TransactionNotes, follow
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage

QUEUE = "mingjian"
WAKE = "wake"
LONGEST_NAP = 0.5
"""Seconds between two looks into an idle queue: a change is to be found within two seconds."""

log = structlog.get_logger()

_has_messages = TransactionNotes(bool)
"""Whether a message has been added to the outbox."""


class JsonSerializer(Serializer):
    """Messages as JSON arrays."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


def init_app(app: Flask) -> None:
    """Open the queue, and register the sweep that runs at the start and each minute."""
    queue = _open_queue(str(app.config["REDIS_URL"]), Path(app.config["DATA_DIR"]))
    app.extensions["jobs"] = queue
    app.extensions["jobs.turn"] = threading.Lock()
    sweep = _in_turn(app, outbox.drain)
    app.extensions["jobs.wake"] = queue.task(name=WAKE)(sweep)
    queue.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    queue.on_startup(name="sweep")(sweep)
    follow(
        app,
        ChangeStage.WAKE,
        flushed=_note_messages,
        bulk=_note_messages_in_bulk,
        after_commit=_wake_for_messages,
    )


def each_minute(app: Flask, name: str, task: Callable[[], object]) -> None:
    """Have the worker run ``task`` when it starts and once a minute, in the context of ``app``."""
    queue: Huey = app.extensions["jobs"]
    queue.on_startup(name=name)(_repeat(app, name, task, minute="*"))


def each_hour(app: Flask, name: str, task: Callable[[], object]) -> None:
    """Have the worker run ``task`` once an hour, in the context of ``app``."""
    _repeat(app, name, task, minute="7")


def beside(app: Flask, name: str, task: Callable[[], object]) -> None:
    """Have the worker run ``task``, which may take minutes, beside all others.

    It runs when ``wake_beside`` asks for it and once a minute, but never twice at once in one
    process: a call that comes meanwhile is passed over.
    """
    queue: Huey = app.extensions["jobs"]
    lock = threading.Lock()

    def run() -> None:
        if lock.acquire(blocking=False):
            try:
                with app.app_context():
                    task()
            finally:
                lock.release()

    app.extensions[f"jobs.{name}"] = queue.task(name=name)(run)
    queue.periodic_task(crontab(minute="*"), name=f"{name} sweep")(run)


def wake_beside(name: str) -> None:
    """Ask the worker to run a task of ``beside`` now. Never fails: the next minute is the net."""
    try:
        current_app.extensions[f"jobs.{name}"]()
    except Exception as error:  # noqa: BLE001  # whatever ails the store, the commit stands
        log.warning("jobs.wake_failed", error=type(error).__name__)


def _repeat(
    app: Flask, name: str, task: Callable[[], object], *, minute: str
) -> Callable[[], None]:
    run = _in_turn(app, task)
    queue: Huey = app.extensions["jobs"]
    queue.periodic_task(crontab(minute=minute), name=name)(run)
    return run


def _in_turn(app: Flask, task: Callable[[], object]) -> Callable[[], None]:
    """``task`` in the context of ``app``, one after the other with all that take turns."""

    def run() -> None:
        with app.extensions["jobs.turn"], app.app_context():
            task()

    return run


def _open_queue(redis_url: str, data_dir: Path) -> Huey:
    settings = {"results": False, "serializer": JsonSerializer()}
    if redis_url:
        return RedisHuey(QUEUE, url=redis_url, **settings)
    queue = SqliteHuey(QUEUE, filename=str(data_dir / "jobs.db"), **settings)
    queue.storage.close()  # opened again at need: a connection must not pass through a fork
    return queue


def wake() -> None:
    """Ask the worker to look into the outbox now. Never fails: the sweep is the safety net."""
    queue: Huey = current_app.extensions["jobs"]
    try:
        # Other tasks that wait say nothing of the outbox; one call that waits is enough for all.
        if not any(task.name == WAKE for task in queue.pending()):
            current_app.extensions["jobs.wake"]()
    except Exception as error:  # noqa: BLE001  # whatever ails the store, the commit stands
        log.warning("jobs.wake_failed", error=type(error).__name__)


def store_failure() -> str | None:
    """The name of the error with which the queue's store fails; None where it answers."""
    queue: Huey = current_app.extensions["jobs"]
    try:
        queue.pending_count()
    except Exception as error:  # noqa: BLE001  # whatever ails the store
        return type(error).__name__
    return None


def work() -> None:
    """Do what the queue asks for until a signal ends the process.

    One thread for what takes turns, one for what runs ``beside``.
    """
    consumer = Consumer(current_app.extensions["jobs"], workers=2, max_delay=LONGEST_NAP)
    consumer.run()


def _note_messages(flush: Flush) -> None:
    if any(isinstance(row, OutboxMessage) for row in flush.new):
        _has_messages.put(flush.session, value=True)


def _note_messages_in_bulk(bulk: Bulk) -> None:
    if bulk.is_insert and bulk.model is OutboxMessage:
        _has_messages.put(bulk.session, value=True)


def _wake_for_messages(session: Session) -> None:
    if _has_messages.of(session):
        wake()
