"""The two processes of a running site: the web server and the worker.

Both are forked from a process that has loaded the site already, which halves the time to start.
"""

import gc
from collections.abc import Mapping

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from app.kernel.db.session import db
from app.kernel.jobs import jobs
from app.ops.supervisor import Program


class SharingWorker(ThreadWorker):
    """Takes a connection only while one of its threads is free for it.

    Gunicorn's own takes all that come at once, and lets them wait for each other while the other
    process, and with it a processor, has nothing to do.
    """

    @property
    def worker_connections(self) -> int:
        """How many connections are enough: those that wait for their visitors, and the threads."""
        waiting = len(self.keepalived_conns) + len(self.pending_conns)
        return min(int(self.cfg.worker_connections), waiting + int(self.cfg.threads))

    @worker_connections.setter
    def worker_connections(self, _of_gunicorn: int) -> None:
        """What gunicorn sets at the start is asked for each time instead."""


SETTINGS = {
    "worker_class": SharingWorker,
    "workers": 2,
    "threads": 4,
    "loglevel": "error",  # warnings would name the addresses of visitors
    "control_socket_disable": True,
}


class WebServer(BaseApplication):
    """Gunicorn around a site that is loaded."""

    def __init__(self, site: Flask, settings: Mapping[str, object]) -> None:
        self._site = site
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._site


def programs(site: Flask, host: str, port: int) -> list[Program]:
    """The web server on ``host`` and ``port``, and the worker; call it in the site's context."""
    db.session.remove()
    db.engine.dispose()  # connections must not pass through a fork
    gc.freeze()  # a collector that looks at shared objects writes to them: no longer shared
    web = WebServer(site, {**SETTINGS, "bind": f"{host}:{port}"})

    def work() -> None:
        with site.app_context():
            jobs.work()

    return [Program("web", web.run), Program("worker", work)]
