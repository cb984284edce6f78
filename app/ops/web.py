"""``flask web``: answers visitors, on the sockets that it is given or on HOST and PORT."""

import gc
import os
import sys
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from app.kernel import logging
from app.kernel.db import site as database
from app.kernel.db.connections import wait_until_reachable
from app.kernel.db.session import db
from app.kernel.search import maintenance, state
from app.ops import migrations, reference
from app.ops.serving.server import WebServer
from app.ops.starting import StartRefusedError, check_keys_and_folder


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(web)


@click.command()
@click.option("--demo", is_flag=True, help="Fill an empty database with invented records.")
@with_appcontext
def web(demo: bool) -> None:
    """Bring the database up to date, then answer visitors until SIGTERM."""
    logging.keep_to_lines()
    site = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy won't do
    wait_until_reachable(db.engine)
    _check()
    was_current = database.is_sufficient()
    db.session.remove()
    db.engine.dispose()  # connections must not pass through a fork
    preparing = _apart(lambda: _prepare(site, demo=demo))
    if not was_current:
        _, status = os.waitpid(preparing, 0)
        if code := os.waitstatus_to_exitcode(status):
            sys.exit(abs(code))
    gc.freeze()  # a collector that looks at shared objects writes to them: no longer shared
    settings = site.config
    WebServer(site, {"bind": f"{settings['HOST']}:{settings['PORT']}"}).run()


def _apart(act: Callable[[], None]) -> int:
    """Do it in a process of its own, whose number is returned: what it loads is not kept here.

    Where the tables are those of this release, visitors need not wait for it.
    """
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            act()
            code = 0
        except SystemExit as ending:
            code = ending.code if isinstance(ending.code, int) else 1
        except BaseException:  # noqa: BLE001  # the process ends here; its last words must be heard
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            os._exit(code)
    return pid


def _prepare(site: Flask, *, demo: bool) -> None:
    if database.is_ahead():
        logging.log.info("database.is_ahead")  # of a newer release: it stays as it is
    else:
        db.session.remove()  # the commands have sessions of their own, which would wait for this
        migrations.upgrade()
        for loaded in reference.set_up():
            if loaded.added or loaded.changed:
                change = {"kind": loaded.kind, "added": loaded.added, "changed": loaded.changed}
                logging.log.info("set_up", **change)
        _check()
    if demo:
        _fill_if_empty(site)
    if not state.current().engine.health().documents:
        logging.log.info("index.rebuilt", records=maintenance.rebuild())


def _check() -> None:
    try:
        check_keys_and_folder()
    except StartRefusedError as refusal:
        logging.log.critical("start.refused", why=str(refusal))
        sys.exit(1)


def _fill_if_empty(site: Flask) -> None:
    """Demo data stand beside no other; a database that holds records is served as it is."""
    script_info = ScriptInfo(create_app=lambda: site)
    try:
        site.cli.main(["demo"], prog_name="flask", obj=script_info, standalone_mode=False)
    except click.ClickException as refusal:
        click.echo(f"No demo data: {refusal.format_message()}")
