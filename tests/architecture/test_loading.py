"""A process that serves pages loads what pages need (ADR 48)."""

import os
import subprocess
import sys

import click
import pytest

from app.cli import ENTRIES
from tests.support.source import ROOT

TOOLS = {
    "commands": {
        "app.ops.demo",
        "app.ops.serve",
        "app.ops.doctor",
        "app.kernel.imports.commands",
        "app.matters.complaints.handling.commands",
        "app.matters.complaints.routing.commands",
        "app.people.commands",
        "app.kernel.search.commands",
    },
    "migrations": {"alembic", "flask_migrate", "mako"},
    "decoders": {"PIL", "pikepdf", "lxml", "pypdfium2", "python_calamine"},
    "workbooks": {"xlsxwriter", "openpyxl"},
    "drawing of PDF": {"weasyprint"},
    "setting passwords": {"zxcvbn"},
    "passkeys": {"webauthn"},
    "learning": {"app.kernel.topics.training", "numpy.random"},
    "development": {"rich", "pygments", "pytest"},
}
"""Modules by what they are for."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> set[str]:
    """The modules of a site that was started with only the packages of ``requirements.lock``."""
    command = [sys.executable, "-m", "tests.support.installed", "requirements.lock"]
    started = subprocess.run(
        [*command, "tests.support.loaded"],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(tmp_path_factory.mktemp("site")), "DATABASE_URL": ""},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return set(started.stdout.split())


@pytest.mark.parametrize("purpose", TOOLS)
def test_a_process_that_serves_pages_loads_no_tools_for(purpose, loaded):
    assert "app.publishing.kind.views" in loaded
    assert not TOOLS[purpose] & loaded


def test_listing_the_commands_and_looking_after_processes_load_no_site(tmp_path):
    print_modules = "print(*sys.modules, sep='\\n')"
    listed = "from flask.cli import cli; cli(['--app', 'wsgi', '--help'])"
    watching = f"import sys, app.ops.serve; from wsgi import app; {print_modules}"
    listing = f"import atexit, sys; atexit.register(lambda: {print_modules}); {listed}"
    for code in (watching, listing):
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        modules = set(run.stdout.split())
        assert "app.cli" in modules
        assert not {"app.factory", "sqlalchemy", "numpy", "app.kernel.parts"} & modules


def test_commands_are_listed_with_what_they_say_of_themselves(app):
    context = click.Context(app.cli)
    for name, entry in ENTRIES.items():
        command = app.cli.loaded(context, name)
        assert command.get_short_help_str(limit=200) == entry.summary
