"""Whatever a person can set, call or be granted is written down."""

import re
from dataclasses import fields

import click
import pytest

import config
from app.people.permissions import Permission
from app.people.rules import ROLE_PERMISSIONS
from tests.support.source import ROOT, name, python_files, text

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def documented(page: str) -> str:
    return text(ROOT / "docs" / page)


def command_names(group: click.Group, prefix: str = "") -> list[str]:
    found = []
    context = click.Context(group)
    for command_name in group.list_commands(context):
        command = group.get_command(context, command_name)
        assert command, command_name
        full = f"{prefix}{command_name}"
        if isinstance(command, click.Group):
            found += command_names(command, f"{full} ")
        else:
            found.append(full)
    return found


@pytest.mark.parametrize("setting", [field.name for field in fields(config.Config)])
def test_every_setting_is_documented(setting):
    assert f"`{setting}`" in documented("configuration.md")


def test_every_command_is_documented(app):
    page = documented("commands.md")
    ours = [command for command in command_names(app.cli) if not command.startswith("db ")]
    silent = [command for command in ours if f"`{command}" not in page]
    assert not silent, silent


@pytest.mark.parametrize("permission", list(Permission), ids=str)
def test_every_permission_is_documented_with_the_roles_that_hold_it(permission):
    roles = [role.label for role, held in ROLE_PERMISSIONS.items() if permission in held]
    row = f"| `{permission.value}` | {permission.label} | {'、'.join(roles)} |"
    assert row in documented("permissions.md")


@pytest.mark.parametrize("target", re.findall(r"^([a-z]+):.*##", text(ROOT / "Makefile"), re.M))
def test_every_make_command_is_documented(target):
    assert f"`make {target}`" in documented("commands.md")


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))], ids=name
)
def test_links_between_documents_lead_somewhere(page):
    lost = [link for link in LINK.findall(text(page)) if not (page.parent / link).exists()]
    assert not lost, lost


def test_each_name_of_code_in_the_glossary_exists():
    """A word that nothing is called any more misleads whoever looks it up."""
    rows = (line.split("|") for line in text(ROOT / "docs/glossary.md").splitlines())
    identifiers = (cells[2] for cells in rows if len(cells) > 3)
    named = {name for cell in identifiers for name in re.findall(r"`([^`]+)`", cell)}
    sources = [*python_files("app"), ROOT / "config.py", *(ROOT / "templates").rglob("*.html")]
    known = {word for path in sources for word in re.findall(r"\w+", text(path))}
    gone = [each for each in sorted(named) if not set(re.findall(r"\w+", each)) <= known]
    assert not gone, gone
