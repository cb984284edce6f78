"""Whatever a person can set, call or be granted is written down."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest

import config
from app.people.permissions import Permission
from app.people.rules import ROLE_PERMISSIONS
from tests.support.source import ROOT, name, own_files, python_files, text, tree

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


FILE = re.compile(r"`([\w./-]+\.(?:py|html|toml|css|js))`")


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))], ids=name
)
def test_each_file_that_a_document_names_exists(page):
    """By the end of its path: `life/gate.py` says enough."""
    paths = [f"/{name(path)}" for path in own_files()]
    served = "/styles.css"  # an address of the site, made of several files
    named = set(FILE.findall(text(page))) - {served}
    gone = [each for each in sorted(named) if not any(path.endswith(f"/{each}") for path in paths)]
    assert not gone, gone


def test_each_dependency_is_imported_by_its_owners_alone():
    """One package owns a library, so that another can take its place."""
    importers: dict[str, set[str]] = {}
    for path in python_files("app"):
        module = name(path).removeprefix("app/").removesuffix(".py").replace("/", ".")
        for library in imported_libraries(path):
            importers.setdefault(library, set()).add(module)
    strangers = [
        f"{library} in {module}"
        for library, owners in owned_libraries()
        for module in importers.get(library, set())
        if not any(f"{module}.".startswith(f"{owner}.") for owner in owners)
    ]
    assert not strangers, "\n".join(strangers)


def imported_libraries(path: Path) -> set[str]:
    """The top-level names of all modules that a file imports."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {each.partition(".")[0] for each in names}


def owned_libraries() -> Iterator[tuple[str, set[str]]]:
    """The name by which each library is imported, with its owners, where these are modules."""
    names: dict[str, list[str]] = {}
    for module, distributions in packages_distributions().items():
        for each in distributions:
            names.setdefault(each.lower(), []).append(module)
    for line in documented("dependencies.md").splitlines():
        cells = line.split("|")
        if len(cells) < 4 or not re.fullmatch(r" (`[\w.]+`,? )+", cells[2]):
            continue  # used everywhere, or by no code of ours
        owners = set(re.findall(r"[\w.]+", cells[2]))
        for owner in owners:
            found = ROOT / "app" / owner.replace(".", "/")
            assert found.is_dir() or found.with_suffix(".py").is_file(), owner
        for library in re.split(r", ", re.sub(r"\(.*\)", "", cells[1]).strip()):
            for module in names.get(library.strip().lower(), []):
                yield module, owners


def test_each_name_of_code_in_the_glossary_exists():
    """A word that nothing is called any more misleads whoever looks it up."""
    rows = (line.split("|") for line in text(ROOT / "docs/glossary.md").splitlines())
    identifiers = (cells[2] for cells in rows if len(cells) > 3)
    named = {name for cell in identifiers for name in re.findall(r"`([^`]+)`", cell)}
    sources = [*python_files("app"), ROOT / "config.py", *(ROOT / "templates").rglob("*.html")]
    known = {word for path in sources for word in re.findall(r"\w+", text(path))}
    gone = [each for each in sorted(named) if not set(re.findall(r"\w+", each)) <= known]
    assert not gone, gone
