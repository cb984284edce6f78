"""The commands of ``flask --app wsgi``, each loaded when it is called.

What a list of them needs to know is written here. ``serve`` looks after processes and needs no
site; for all others it is made first.
"""

import gc
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from flask import Flask, current_app, has_app_context
from flask.cli import AppGroup

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Entry(NamedTuple):
    """Where a command is, whose module's ``init_app`` registers it, and what it does."""

    module: str
    summary: str
    needs_site: bool = True


ENTRIES = {
    "aggregates": Entry(
        "app.kernel.aggregates.commands",
        "Count the kept numbers of pages anew, or hold them against the records.",
    ),
    "audit": Entry("app.kernel.audit.commands", "The tamper-evident log."),
    "backup": Entry(
        "app.ops.backup.commands",
        "Copy database and files into a new folder in DIRECTORY, with checksums.",
    ),
    "bodies": Entry("app.people.commands", "Bodies of the city."),
    "clocks": Entry("app.matters.complaints.handling.commands", "The legal periods of matters."),
    "db": Entry("app.ops.migrations", "Perform database migrations."),
    "demo": Entry(
        "app.ops.demo.commands",
        "Fill an empty database with invented records and staff accounts; never a filled one.",
    ),
    "doctor": Entry(
        "app.ops.commands", "Say what is missing for production, and the exact next command."
    ),
    "drill": Entry(
        "app.ops.backup.commands",
        "Restore the newest backup in DIRECTORY in a place apart, and compare; exits 1 if not.",
    ),
    "files": Entry("app.kernel.files.commands", "The files that people handed in, in DATA_DIR."),
    "import": Entry("app.kernel.imports.commands", "Import FILE (CSV, xlsx, xls) as KIND."),
    "keys": Entry("app.ops.key_commands", "The keys of what is encrypted at rest."),
    "move": Entry(
        "app.ops.move.commands",
        "Copy this site's SQLite database into an empty PostgreSQL database, and compare them.",
    ),
    "outbox": Entry(
        "app.ops.worker_commands", "What waits for the worker: mail, the index, counted numbers."
    ),
    "restore": Entry(
        "app.ops.backup.commands",
        "Put the backup in DIRECTORY in place of the present data; then rebuild the index.",
    ),
    "routing": Entry(
        "app.matters.complaints.routing.commands",
        "Suggestions of category and body from what was written.",
    ),
    "search": Entry("app.kernel.search.commands", "Build, check and mend the full-text index."),
    "serve": Entry(
        "app.ops.serve",
        "Bring database and index up to date, then run site and worker until Ctrl-C.",
        needs_site=False,
    ),
    "setup": Entry(
        "app.ops.reference",
        "Load bodies, districts, duties, routing, deadlines, indicators, calendar (idempotent).",
    ),
    "staff": Entry("app.people.commands", "Accounts of staff."),
    "web": Entry(
        "app.ops.web", "Bring the database up to date, then answer visitors until SIGTERM."
    ),
    "worker": Entry(
        "app.ops.worker_commands",
        "Send mail, keep the index and counted numbers up to date, run imports and hourly jobs.",
    ),
}


class LazyCommand(click.Command):
    """Stands in a list for a command that is loaded when it is called."""

    def __init__(self, name: str, summary: str, load: Callable[[click.Context], click.Command]):
        super().__init__(name, short_help=summary)
        self._load = load

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of the command itself."""
        command = self._load(parent or click.Context(self))
        return command.make_context(info_name, args, parent, **extra)


class Commands(AppGroup):
    """All commands; ``site`` makes the site for those that need one."""

    def __init__(self, app: Flask, site: Callable[[], Flask]) -> None:
        super().__init__(app.name)
        self._app, self._site = app, site

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, loaded or not."""
        return sorted({*super().list_commands(ctx), *ENTRIES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or what stands for it, if there is one."""
        entry = ENTRIES.get(cmd_name)
        if entry is None or cmd_name in self.commands:
            return super().get_command(ctx, cmd_name)
        return LazyCommand(cmd_name, entry.summary, lambda parent: self.loaded(parent, cmd_name))

    def loaded(self, ctx: click.Context, name: str) -> click.Command:
        """The command itself, for which ``ctx`` gets the context of the site when it needs one."""
        entry = ENTRIES[name]
        site = self._site() if entry.needs_site else self._app
        if not has_app_context() or current_app._get_current_object() is not site:  # type: ignore[attr-defined]
            ctx.with_resource(site.app_context())
        if name not in site.cli.commands:
            import_module(entry.module).init_app(site)
        return site.cli.commands[name]


class CommandLine(Flask):
    """What ``flask --app wsgi`` finds: all commands, and the site as soon as it is needed.

    For a WSGI server it is the site.
    """

    def __init__(self) -> None:
        super().__init__("app", static_folder=None)
        self.cli = Commands(self, lambda: self.site)

    @cached_property
    def site(self) -> Flask:
        """The site. Of what it is made of nothing is garbage, which saves a quarter of the time."""
        gc.disable()
        try:
            site: Flask = import_module("app.factory").create_app()
        finally:
            gc.enable()
        gc.freeze()
        return site

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        return self.site(environ, start_response)


def init_app(app: Flask) -> None:
    """Offer the commands on a site that is made."""
    app.cli = Commands(app, lambda: app)
