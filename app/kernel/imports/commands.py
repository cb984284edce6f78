"""``flask import KIND FILE``: bring a spreadsheet into the site."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.kernel import progress
from app.kernel.imports.cells import SpreadsheetError
from app.kernel.imports.new_workbook import ErrorsWorkbook
from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import ImportSource, Target, registry

SHOWN_FINDINGS = 20


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(import_command)


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check every row, keep nothing.")
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the rejected rows to this xlsx, each bad cell marked and explained.",
)
@click.option("--source", default="", help="Code or name of the body that sent the file.")
@click.option(
    "--state",
    "stated",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What holds for every row and has no column: 名单类型=黑名单. May be given again.",
)
@with_appcontext
def import_command(
    kind: str,
    file: Path,
    *,
    dry_run: bool,
    errors: Path | None,
    source: str,
    stated: tuple[str, ...],
) -> None:
    """Import FILE (CSV, xlsx, xls) as KIND. The same file twice adds nothing.

    Exits with 0 when the file was read, even if rows were rejected (they are listed);
    with 1 when the file could not be read or every row was rejected.
    """
    target = _target(kind)
    rejects = ErrorsWorkbook(errors) if errors else None
    try:
        report = _run_with_bar(
            file,
            target,
            source=_source(source, file),
            dry_run=dry_run,
            rejects=rejects,
            stated=_stated(stated, target),
        )
    except SpreadsheetError as refusal:
        raise click.ClickException(refusal.message) from refusal
    finally:
        if rejects:
            rejects.close()
    _summarise(report, dry_run=dry_run, errors=errors)
    if report.counts["read"] and report.counts["rejected"] == report.counts["read"]:
        raise click.exceptions.Exit(1)


def _run_with_bar(file: Path, target: Target, **options: Any) -> Report:
    with progress.bar(file.name) as bar:

        def show(done: int, total: int | None) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return run_import(file, target, progress=show, **options)


def _target(kind: str) -> Target:
    targets = registry(current_app).targets
    if kind in targets:
        return targets[kind]
    known = "、".join(sorted(targets))
    raise click.BadParameter(f"没有“{kind}”这一类；可以导入 {known}")


def _source(name: str, file: Path) -> ImportSource:
    source = ImportSource(file_name=file.name, has_no_reviewer=True)
    if not name:
        return source
    find = registry(current_app).find_source
    found = find(name) if find else None
    if found is None:
        raise click.BadParameter(f"没有名为“{name}”的部门，请填写部门代码或全称")
    return replace(source, bureau_id=found[0], body=found[1])


def _stated(given: tuple[str, ...], target: Target) -> dict[str, str]:
    """The values by field; a field is named as people call it, or by its own name."""
    names = {name: name for name in target.layout.whole}
    names |= {target.layout.label(name): name for name in target.layout.whole}
    values = {}
    for each in given:
        name, is_given, value = each.partition("=")
        if name not in names or not is_given or not value:
            known = "、".join(target.layout.label(one) for one in target.layout.whole) or "没有"
            raise click.BadParameter(f"“{each}”看不懂，请写成 名单类型=黑名单；可以写的：{known}")
        values[names[name]] = value
    return values


def _summarise(report: Report, *, dry_run: bool, errors: Path | None) -> None:
    for notice in report.notices:
        click.echo(notice, err=True)
    for finding in report.findings[:SHOWN_FINDINGS]:
        place = f"{finding.kind.label} 第 {finding.row} 行" + (
            f" [{finding.column}]" if finding.column else ""
        )
        value = f" “{finding.value}”" if finding.value else ""
        click.echo(f"{place}{value}：{finding.reason}", err=True)
    if len(report.findings) > SHOWN_FINDINGS:
        click.echo("…其余见 --errors 导出的文件", err=True)
    names = ("read", "added", "changed", "unchanged", "rejected", "hinted")
    counts = ", ".join(f"{report.counts[name]} {name}" for name in names)
    click.echo(f"{'Dry run, nothing kept: ' if dry_run else ''}{counts}")
    if errors and report.counts["rejected"]:
        click.echo(f"Rejected rows: {errors}")
