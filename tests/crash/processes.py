"""Processes that die at a marked point, and a browser that meets one."""

import http.client
import multiprocessing
import signal
import socket
from collections.abc import Callable, Iterable
from contextlib import closing
from io import BytesIO
from multiprocessing.process import BaseProcess
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers

from app.kernel import clock
from tests.crash.dying import Death, run
from tests.support.pages import PageClient

PATIENCE = 120
KEYS = ("ENCRYPTION_KEYS", "IDENTITY_KEYS")

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.crash.dying"])


def dying(app: Flask, task: str, death: Death, listening: Any = None) -> BaseProcess:
    """A process of the site of ``app`` that does ``task`` until its death."""
    environment = {
        name: str(app.config[name])
        for name in ("DATA_DIR", "SECRET_KEY", "MAIL_SERVER", "MAIL_PORT", *KEYS)
    }
    environment["DATABASE_URL"] = str(app.config["SQLALCHEMY_DATABASE_URI"])
    environment |= {"PROOF_AFTER_ADDRESS": "0", "PROOF_AFTER_ALL": "0"}
    moment = clock.now().astimezone(clock.CITY_ZONE)  # the zone goes over to it as well
    given = (moment, environment, task, death, listening)
    process = SERVER.Process(target=run, args=given, daemon=True)
    process.start()
    return process


def is_killed(process: BaseProcess) -> bool:
    """Whether it has died by the signal that nothing can catch; else it has ended well."""
    process.join(PATIENCE)
    assert process.exitcode in {0, -signal.SIGKILL}, f"ended with {process.exitcode}"
    return process.exitcode != 0


class Browser(PageClient):
    """Sends one form to a process that dies over it, and, without an answer, to the site again.

    The process stands for the web server before the crash; the site in this process is what
    answers after it.
    """

    point, after, path = "", 0, ""
    looks: Callable[[], None]
    """What the test does between the crash and the second try."""
    unanswered = 0

    def run_wsgi_app(self, environ: Any, buffered: bool = False) -> Any:
        """Ask the dying process where it is its turn, else the site."""
        if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] != self.path:
            return super().run_wsgi_app(environ, buffered)
        body = environ["wsgi.input"].read()
        self.path = ""
        self._add_cookies_to_wsgi(environ)
        if answer := self._ask_the_dying(environ, body):
            cookies = answer[2].getlist("Set-Cookie")
            self._update_cookies_from_response("localhost", environ["PATH_INFO"], cookies)
            return answer
        self.unanswered += 1
        with self.application.app_context():
            self.looks()
        return super().run_wsgi_app({**environ, "wsgi.input": BytesIO(body)}, buffered)

    def _ask_the_dying(self, environ: Any, body: bytes) -> Any:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
            process = dying(self.application, "web", Death(self.point, self.after), listening)
            try:
                return _ask(port, environ, body)
            except (OSError, http.client.HTTPException):
                assert is_killed(process)
                return None
            finally:
                process.kill()
                process.join()


def _ask(port: int, environ: Any, body: bytes) -> tuple[Iterable[bytes], str, Headers]:
    headers = {
        "Host": environ["HTTP_HOST"],
        "Cookie": environ["HTTP_COOKIE"],
        "Referer": environ["HTTP_REFERER"],
        "Content-Type": environ["CONTENT_TYPE"],
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection):
        connection.request("POST", environ["PATH_INFO"], body, headers)
        answer = connection.getresponse()
        content = answer.read()
        return [content], f"{answer.status} {answer.reason}", Headers(answer.getheaders())
