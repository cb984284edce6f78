"""Gunicorn with the processes of ``worker``, around a site that is loaded."""

from collections.abc import Mapping

from flask import Flask
from gunicorn.app.base import BaseApplication

from app.ops.serving.reports import GunicornReports
from app.ops.serving.worker import PatientWorker

STOP_SECONDS = 15
"""How long what was begun may take to end, once the server is told to stop."""

SETTINGS: Mapping[str, object] = {
    "worker_class": PatientWorker,
    "logger_class": GunicornReports,
    "graceful_timeout": STOP_SECONDS,
    "control_socket_disable": True,
}


class WebServer(BaseApplication):
    """Gunicorn around a site that is loaded; ``settings`` are those of Gunicorn.

    How many processes and threads it has, the site's settings say.
    """

    def __init__(self, site: Flask, settings: Mapping[str, object]) -> None:
        self._site = site
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        processes = {
            "workers": self._site.config["WEB_PROCESSES"],
            "threads": self._site.config["WEB_THREADS"],
        }
        for name, value in {**SETTINGS, **processes, **self._settings}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._site
