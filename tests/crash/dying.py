"""What a process does that kills itself at a marked point, without a chance to tidy up.

The marks are put around functions here, in that process alone: the site knows nothing of them.
"""

import os
import signal
import smtplib
import socket
from collections.abc import Callable, Iterable
from datetime import datetime
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import event
from werkzeug.serving import make_server

import config
from app import create_app
from app.kernel.db.session import db
from app.kernel.files import key_rotation, uploads
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.kernel.search.whoosh_engine.store import IndexStore
from app.kernel.search.whoosh_engine.writer import EntryWriter
from tests.support.servers import SilentHandler


class Death:
    """The process dies when it comes to ``point`` for the time ``after``, counted from 0.

    At ``any`` it counts all points. Before it is ``armed`` it passes them all.
    """

    def __init__(self, point: str, after: int = 0) -> None:
        self.point, self.left = point, after
        self.armed = False
        self.wrote = ""

    def at(self, point: str) -> None:
        """The process has come to ``point``."""
        if self.armed and self.point in {point, "any"}:
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str, *, before: str = "", after: str = "") -> None:
        """Mark the points before and after each call of a function."""
        inner = getattr(owner, name)

        def marked(*given: Any, **named: Any) -> Any:
            self.at(before)
            result = inner(*given, **named)
            self.at(after)
            return result

        setattr(owner, name, marked)


class Delay(Death):
    """The process waits at ``point`` until it is ``over``, and lives on."""

    def __init__(self, point: str, reached: Event, over: Event) -> None:
        super().__init__(point)
        self.reached, self.over = reached, over

    def at(self, point: str) -> None:
        if self.armed and self.point == point:
            self.reached.set()
            self.over.wait()


def mark_database(death: Death) -> None:
    """Mark each statement that writes, and both sides of the commit of what was written."""

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            death.at("statement")
            death.wrote = statement

    def committing(_connection: Any) -> None:
        if death.wrote:
            death.at("commit")

    def committed(*_: Any) -> None:
        if death.wrote:
            death.wrote = ""
            death.at("committed")

    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(db.engine, "commit", committing)
    event.listen(db.engine, "checkin", committed)


def mark_files(death: Death) -> None:
    """Mark an upload that is half written, whole under another name, and in its place."""
    death.around(os, "fsync", before="file written")
    death.around(Path, "replace", before="file beside", after="file in place")
    death.around(uploads, "_store", after="file stored")


def serve(death: Death, app: Flask, listening: socket.socket) -> None:
    """Answer over a socket that the test listens on; only what is sent to the form counts."""

    def marked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        death.armed = environ["REQUEST_METHOD"] == "POST"
        body = app(environ, start_response)
        death.at("answer")
        return halves(b"".join(body))

    def halves(body: bytes) -> Iterable[bytes]:
        yield body[: len(body) // 2]
        death.at("half the answer")
        yield body[len(body) // 2 :]

    descriptor = listening.fileno()
    make_server(
        "127.0.0.1", 0, marked, request_handler=SilentHandler, fd=descriptor
    ).serve_forever()


def deliver(death: Death, topic: str) -> None:
    """Work off what waits, as the worker does; what is not of ``topic`` does not count."""
    lease: Any = outbox._lease

    def leasing(of: str, size: int, **more: Any) -> Any:
        death.armed = of == topic
        batch = lease(of, size, **more)
        death.at("leased")
        return batch

    patched: Any = outbox
    patched._lease = leasing
    death.around(outbox, "_finish", after="done")
    death.around(smtplib.SMTP, "mail", before="connected")
    death.around(smtplib.SMTP, "data", before="addressed", after="accepted")
    outbox.drain()


def run(
    moment: datetime, environment: dict[str, str], task: str, death: Death, listening: Any = None
) -> None:
    """Do ``task`` and die, at the moment at which time stands still in the test that asks.

    ``web`` answers over ``listening``, ``rebuild`` makes the index anew, ``rotate`` changes the
    keys, and anything else is the topic of messages to work off.
    """
    app = create_app(config.load(environment))
    with time_machine.travel(moment, tick=False), app.app_context():
        mark_database(death)
        mark_files(death)
        death.around(EntryWriter, "commit", before="entries", after="segment")
        death.around(IndexStore, "point_to", before="pointing", after="pointed")
        if task == "web":
            serve(death, app, listening)
        elif task == "rebuild":
            death.armed = True
            maintenance.rebuild()
        elif task == "rotate":
            death.armed = True
            key_rotation.BATCH = 7  # so that there are many commits to die at
            key_rotation.rotate_keys()
        else:
            deliver(death, task)
