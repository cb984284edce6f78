"""``python -m tests.support.bare_site PORT [NAME=SECONDS …]``: our web server around a few pages.

NAME is a constant of ``app.ops.serving.connections``, so that a test need not wait for as long as
a visitor may. The socket listens on PORT of 127.0.0.1.
"""

import multiprocessing
import sys
from collections.abc import Iterator

from flask import Flask, Response, request

from app.kernel import request_log
from app.kernel.web import bodies
from app.ops.serving import connections
from app.ops.serving.server import WebServer

PROCESSES, THREADS = 2, 4
PATIENCE = 20
LONG = 6_000_000
"""Bytes of a page that no system sends without its reader."""


def create_app() -> Flask:
    """The pages, under limits and with the log of the site."""
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=90_000_000, MAX_FORM_MEMORY_SIZE=2_000_000)
    app.config.update(WEB_PROCESSES=PROCESSES, WEB_THREADS=THREADS, PROXY_HOPS=0)
    request_log.init_app(app)
    bodies.init_app(app)
    add_pages(app)
    return app


def add_pages(app: Flask) -> None:
    """The pages; of one there is a barrier that all processes of the server share."""
    barrier = multiprocessing.get_context("fork").Barrier(PROCESSES * THREADS)

    @app.route("/", methods=["GET", "POST"])
    def length() -> str:
        return str(len(request.get_data()))

    @app.post("/files")
    @bodies.takes_files
    def files() -> str:
        return ",".join(f"{each.filename} {len(each.read())}" for each in request.files.values())

    @app.get("/long")
    def long() -> str:
        return "x" * LONG

    @app.get("/broken")
    def broken() -> Response:
        def parts() -> Iterator[str]:
            yield "half"
            raise RuntimeError("what a resident wrote")

        return Response(parts())

    @app.get("/meet")
    def meet() -> str:
        barrier.wait(PATIENCE)  # BrokenBarrierError when somebody waits for a thread
        return ""


if __name__ == "__main__":
    port, *shorter = sys.argv[1:]
    for name, _, seconds in (each.partition("=") for each in shorter):
        setattr(connections, name, float(seconds))
    WebServer(create_app(), {"bind": f"127.0.0.1:{port}"}).run()
