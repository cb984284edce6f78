"""``python -m tests.pages_diff dump FOLDER``, ``compare BEFORE AFTER`` or ``since REVISION``."""

import sys
from pathlib import Path

import click

from tests.pages_diff import revisions
from tests.pages_diff.compare import Allowed, compare
from tests.pages_diff.revisions import ROOT

MOST_PRINTED = 40

folder = click.Path(file_okay=False, path_type=Path)
allow = click.option(
    "--allow",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Patterns of differences that are meant, each below a comment that says why.",
)
report = click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the differences to this file instead of printing them.",
)


@click.group()
def main() -> None:
    """All answers of the demonstration as text, and what differs between two dumps of them."""


@main.command("dump")
@click.argument("target", type=folder)
def dump_command(target: Path) -> None:
    """Write the answers of the working tree to TARGET."""
    revisions.dump(ROOT, target)


@main.command("compare")
@click.argument("before", type=folder)
@click.argument("after", type=folder)
@allow
@report
def compare_command(before: Path, after: Path, allow: Path | None, report: Path | None) -> None:
    """Say what differs; fails when anything does that is not allowed."""
    _tell(before, after, allow, report)


@main.command("since")
@click.argument("revision")
@click.argument("target", type=folder)
@allow
@report
def since_command(revision: str, target: Path, allow: Path | None, report: Path | None) -> None:
    """Dump REVISION and the working tree into TARGET, and compare the two."""
    with revisions.checked_out(revision) as tree:
        revisions.dump(tree, target / "before")
    revisions.dump(ROOT, target / "after")
    _tell(target / "before", target / "after", allow, report)


def _tell(before: Path, after: Path, allow: Path | None, report: Path | None) -> None:
    allowed = Allowed(allow.read_text(encoding="utf-8") if allow else "")
    comparison = compare(before, after, allowed)
    texts = [f"{each.text()}\n" for each in comparison.differences]
    if report:
        report.write_text("\n".join(texts), encoding="utf-8")
    else:
        click.echo("\n".join(texts[:MOST_PRINTED]))
    if frequent := comparison.frequent():
        click.echo("\n".join(["Lines that differ on most pages:", *frequent]))
    if not report and len(texts) > MOST_PRINTED:
        click.echo(f"{len(texts) - MOST_PRINTED} more pages differ: --report FILE writes all")
    click.echo(comparison.summary())
    sys.exit(1 if comparison.differences else 0)


if __name__ == "__main__":
    main()
