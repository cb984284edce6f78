"""The commands of ``flask --app wsgi``. A process that serves pages loads none of them."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

MODULES = {
    "aggregates": "app.kernel.aggregates.commands",
    "audit": "app.kernel.audit.commands",
    "backup": "app.ops.backup.commands",
    "bodies": "app.people.commands",
    "clocks": "app.matters.complaints.handling.commands",
    "db": "app.ops.migrations",
    "demo": "app.ops.demo.commands",
    "doctor": "app.ops.commands",
    "drill": "app.ops.backup.commands",
    "files": "app.kernel.files.commands",
    "import": "app.kernel.imports.commands",
    "keys": "app.ops.key_commands",
    "move": "app.ops.move.commands",
    "outbox": "app.ops.worker_commands",
    "restore": "app.ops.backup.commands",
    "routing": "app.matters.complaints.routing.commands",
    "search": "app.kernel.search.commands",
    "serve": "app.ops.serve",
    "setup": "app.ops.reference",
    "staff": "app.people.commands",
    "worker": "app.ops.worker_commands",
}
"""Where each command is. Its module's ``init_app`` registers it."""


class Commands(AppGroup):
    """Loads a command with the module that holds it, when somebody asks for it."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self._app = app

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, loaded or not."""
        return sorted({*super().list_commands(ctx), *MODULES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        if cmd_name in MODULES and cmd_name not in self.commands:
            import_module(MODULES[cmd_name]).init_app(self._app)
        return super().get_command(ctx, cmd_name)


def init_app(app: Flask) -> None:
    """Offer the commands."""
    app.cli = Commands(app)
