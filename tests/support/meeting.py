"""``python -m tests.support.meeting PORT``: our web server around a page on which visitors meet.

The page answers when as many visitors are on it as the server has threads, and not before.
"""

import multiprocessing
import sys
from threading import BrokenBarrierError

from flask import Flask

from app.ops.serving import SETTINGS, WebServer

THREADS = int(str(SETTINGS["workers"])) * int(str(SETTINGS["threads"]))
PATIENCE = 20


def create_app() -> Flask:
    """The page, with a barrier that all processes of the server share."""
    app = Flask(__name__)
    barrier = multiprocessing.get_context("fork").Barrier(THREADS)

    @app.get("/")
    def ready() -> str:
        return ""

    @app.get("/meet")
    def meet() -> tuple[str, int]:
        try:
            barrier.wait(PATIENCE)
        except BrokenBarrierError:
            return "somebody waits for a thread", 503
        return "", 200

    return app


if __name__ == "__main__":
    WebServer(create_app(), {**SETTINGS, "bind": f"127.0.0.1:{sys.argv[1]}"}).run()
