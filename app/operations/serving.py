"""The two processes of a running site: the web server and the worker."""

import sys

from app.operations.supervisor import Program

WEB_WORKERS = 2
WEB_THREADS = 4


def programs(host: str, port: int) -> list[Program]:
    """What ``serve`` starts: gunicorn on ``host`` and ``port``, and the worker."""
    python = sys.executable
    web = [
        *(python, "-m", "gunicorn", "wsgi:app", "--bind", f"{host}:{port}"),
        *("--worker-class", "gthread", "--workers", str(WEB_WORKERS)),
        *("--threads", str(WEB_THREADS), "--preload", "--no-control-socket"),
        *("--log-level", "warning"),
    ]
    worker = [python, "-m", "flask", "--app", "wsgi", "worker"]
    return [Program("web", web), Program("worker", worker)]
