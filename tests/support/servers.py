"""A site that answers on a real port, in a thread, with real commits."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from app.kernel.jobs import outbox


@dataclass(frozen=True)
class Site:
    """A running site: its address, and the application to prepare records with."""

    url: str
    app: Flask

    def work(self) -> int:
        """Do what the worker would do now; returns how many messages were done."""
        with self.app.app_context():
            return outbox.drain()


class SilentHandler(WSGIRequestHandler):
    """Says nothing about requests."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        pass


@contextmanager
def serving(app: Flask) -> Iterator[Site]:
    """``app`` on a free loopback port."""
    server = ThreadedWSGIServer("127.0.0.1", 0, app, SilentHandler)
    server.daemon_threads = False  # so that closing waits for the requests that still run
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def free_port() -> int:
    """A loopback port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
