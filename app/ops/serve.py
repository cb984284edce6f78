"""``flask serve``: the whole site by one command, as two processes: the web server and the worker.

Both are forked from a process that has loaded the site already, which halves the time to start.
"""

import gc
import multiprocessing
import sys
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from app.kernel.db import site as database
from app.kernel.db.session import db
from app.kernel.jobs import worker
from app.kernel.search import maintenance, state
from app.ops.serving.server import WebServer
from app.ops.starting import StartRefusedError, check_keys_and_folder
from app.ops.supervisor import Program, Supervisor


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(serve)


@click.command()
@click.option("--demo", is_flag=True, help="Fill an empty database with invented records.")
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True)
@with_appcontext
def serve(demo: bool, host: str, port: int) -> None:
    """Bring database and index up to date, then run site and worker until Ctrl-C."""
    site = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy won't do
    _apart(lambda: _prepare(site, demo=demo))
    click.echo(f"Serving on http://{host}:{port} (Ctrl-C stops it)")
    sys.exit(Supervisor(programs(site, host, port), say=click.echo).run())


def _apart(act: Callable[[], None]) -> None:
    """Do it in a process of its own: what it loads and leaves behind is not kept while serving."""
    process = multiprocessing.get_context("fork").Process(target=act)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def _prepare(site: Flask, *, demo: bool) -> None:
    _check()
    if database.is_ahead():
        click.echo("The database has a newer schema than this release: it stays as it is")
    else:
        click.echo("Bringing the database up to date")
        db.session.remove()  # the commands have sessions of their own, which would wait for this
        _run(site, "db", "upgrade")
        _run(site, "setup")
        _check()
    if demo:
        _fill_if_empty(site)
    if not state.current().engine.health().documents:
        click.echo(f"Indexed {maintenance.rebuild()} records")


def _check() -> None:
    try:
        check_keys_and_folder()
    except StartRefusedError as refusal:
        sys.exit(f"not started: {refusal}")


def _run(site: Flask, *command: str) -> None:
    told = ScriptInfo(create_app=lambda: site)
    site.cli.main(command, prog_name="flask", obj=told, standalone_mode=False)


def _fill_if_empty(site: Flask) -> None:
    """Demo data stand beside no other; a database that holds records is served as it is."""
    try:
        _run(site, "demo")
    except click.ClickException as refusal:
        click.echo(f"No demo data: {refusal.format_message()}")


def programs(site: Flask, host: str, port: int) -> list[Program]:
    """The web server on ``host`` and ``port``, and the worker; call it in the site's context."""
    db.session.remove()
    db.engine.dispose()  # connections must not pass through a fork
    gc.freeze()  # a collector that looks at shared objects writes to them: no longer shared
    web = WebServer(site, {"bind": f"{host}:{port}"})

    def work() -> None:
        with site.app_context():
            worker.work()

    return [Program("web", web.run), Program("worker", work)]
