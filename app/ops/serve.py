"""``flask serve``: the whole site by one command.

It looks after two programs, ``flask web`` and ``flask worker``, and loads no site itself.
"""

import fcntl
import socket
import sys
from pathlib import Path

import click
from flask import Flask
from gunicorn import systemd

import config
from app.kernel import logging
from app.ops import processes
from app.ops.processes import FIRST_SOCKET
from app.ops.serving_state import AlreadyServedError, held
from app.ops.supervisor import GRACE, Program, Supervisor

FLASK = ("-m", "flask", "--app", "wsgi")
BACKLOG = 2048
"""Visitors who may wait while nobody answers, as between two web servers."""
OUT_OF_THE_WAY = 64
"""Sockets lie above, where they are not overwritten when they are passed on as 3, 4 and so on."""


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(serve)


@click.command()
@click.option("--demo", is_flag=True, help="Fill an empty database with invented records.")
@click.option("--host", help="Address to listen on.  [default: HOST, or 127.0.0.1]")
@click.option("--port", type=int, help="Its port.  [default: PORT, or 8000]")
def serve(demo: bool, host: str | None, port: int | None) -> None:
    """Bring database and index up to date, then run site and worker until Ctrl-C."""
    try:
        settings = config.load()
    except config.ConfigurationError as error:
        raise click.ClickException(str(error)) from error
    logging.keep_to_lines()
    sockets = _passed() or [_listening(host or settings.HOST, port or settings.PORT)]
    address = _address(sockets[0])
    try:
        with held(settings.DATA_DIR, int(address.rpartition(":")[2])) as (state, left):
            if count := processes.end_leftovers(left, GRACE):
                logging.log.warning("leftovers.ended", count=count)
            processes.forget_counts(Path(settings.PROMETHEUS_MULTIPROC_DIR))
            supervisor = Supervisor(
                _programs(demo=demo), sockets, environment=config.environment, state=state
            )
            code = supervisor.run(when_ready=lambda: _say_ready(address))
    except AlreadyServedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    sys.exit(code)


def _programs(*, demo: bool) -> list[Program]:
    web = (*FLASK, "web", *(["--demo"] if demo else []))
    return [Program("web", web, answers=True), Program("worker", (*FLASK, "worker"))]


def _say_ready(address: str) -> None:
    click.echo(f"Serving on http://{address} (Ctrl-C stops it)")
    systemd.sd_notify("READY=1", logging.log)


def _passed() -> list[socket.socket]:
    """The sockets that systemd has opened for us (``ListenStream``)."""
    numbers = range(FIRST_SOCKET, FIRST_SOCKET + systemd.listen_fds())
    return [_moved(socket.socket(fileno=number)) for number in numbers]


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return _moved(socket.create_server((host, port), family=family, backlog=BACKLOG))
    except OSError as error:
        raise click.ClickException(f"can't listen on {host}:{port}: {error.strerror}") from error


def _moved(opened: socket.socket) -> socket.socket:
    with opened:
        number = fcntl.fcntl(opened.fileno(), fcntl.F_DUPFD_CLOEXEC, OUT_OF_THE_WAY)
    return socket.socket(fileno=number)


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
