"""From a file to records: read, convert, save batch by batch, and say what became of each row."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.exc import DataError, IntegrityError

from app.imports import services
from app.imports.archives import saved_on
from app.imports.cells import Cell, Row, Sheet, is_empty
from app.imports.layouts import Header, Layout, find_header
from app.imports.masking import mask_shown
from app.imports.problems import BadValueError, SpreadsheetError
from app.imports.sheets import read_sheets
from app.imports.targets import Batch, Candidate, Outcome, Rejection, Source, Target
from app.imports.values import plain

BATCH_SIZE = 1000
KEPT_FINDINGS = 200
"""Findings kept in the report; the workbook of errors holds them all."""

Progress = Callable[[int, int | None], None]
"""Called with the rows read so far and, if known, how many there are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a row: the column as the sender named it, the value masked."""

    row: int
    column: str
    value: str
    reason: str
    index: int | None = None


@dataclass
class Report:
    """How an import went."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)


class Rejects(Protocol):
    """Takes the sender's rows that were rejected."""

    def start(self, titles: Sequence[str]) -> None: ...
    def add(self, cells: Sequence[Cell], findings: Sequence[Finding]) -> None: ...


@dataclass(frozen=True, slots=True)
class _Read:
    """A row with what was made of it."""

    row: Row
    candidate: Candidate | None
    findings: tuple[Finding, ...] = ()


@dataclass
class Run:
    """One import of one file."""

    target: Target
    source: Source
    dry_run: bool = False
    progress: Progress | None = None
    rejects: Rejects | None = None
    report: Report = field(default_factory=Report)

    def read_file(self, path: Path) -> Report:
        """Import every sheet whose header is of this kind; at least one must be."""
        refusals, sheets = [], 0
        for sheet in read_sheets(path):
            try:
                header, rows = find_header(sheet.rows, self.target.layout)
            except SpreadsheetError as refusal:
                refusals.append((sheet.name, refusal))
                continue
            sheets += 1
            self._note(header)
            self._read_sheet(sheet, header, rows)
        if not sheets:
            raise refusals[0][1] if refusals else SpreadsheetError("表格中没有任何数据。")
        self.report.notices += [f"工作表“{name}”未导入：{no.message}" for name, no in refusals]
        return self.report

    def _note(self, header: Header) -> None:
        if header.unused:
            self.report.notices.append(f"未采用的列：{'、'.join(header.unused)}")
        if header.personal:
            self.report.notices.append(f"个人证件列不导入：{'、'.join(header.personal)}")
        if self.rejects is not None:
            self.rejects.start(header.titles)

    def _read_sheet(self, sheet: Sheet, header: Header, rows: Iterator[Row]) -> None:
        batch: list[_Read] = []
        for row in rows:
            self.report.counts["read"] += 1
            batch.append(convert_row(row, header, self.target.layout))
            if len(batch) == BATCH_SIZE:
                self._finish(batch, header)
                batch = []
                if self.progress:
                    self.progress(row.number, sheet.total)
        self._finish(batch, header)

    def _finish(self, batch: list[_Read], header: Header) -> None:
        good = [read.candidate for read in batch if read.candidate is not None]
        outcomes = iter(self._save(good) if good else ())
        for read in batch:
            if read.candidate is None:
                self._reject(read.row, read.findings)
                continue
            outcome = next(outcomes)
            if isinstance(outcome, Rejection):
                self._reject(read.row, (_finding(outcome, read.row, header),))
            else:
                self.report.counts[outcome.value] += 1

    def _save(self, rows: list[Candidate]) -> Sequence[Outcome | Rejection]:
        met = set(self.source.met)
        try:
            outcomes = self.target.save(Batch(self.source, rows))
            services.drop_batch() if self.dry_run else services.keep_batch()
        except (IntegrityError, DataError):
            services.drop_batch()
            self.source.met.intersection_update(met)
            if len(rows) == 1:
                return [Rejection("与库中已有的记录冲突，或内容超出长度，未能保存")]
            return [self._save([row])[0] for row in rows]
        return outcomes

    def _reject(self, row: Row, findings: tuple[Finding, ...]) -> None:
        self.report.counts["rejected"] += 1
        self.report.reasons.update(f"{each.column}：{each.reason}" for each in findings[:1])
        if len(self.report.findings) < KEPT_FINDINGS:
            self.report.findings += findings
        if self.rejects is not None:
            self.rejects.add(row.cells, findings)


def run_import(
    path: Path,
    target: Target,
    *,
    source: Source,
    dry_run: bool = False,
    progress: Progress | None = None,
    rejects: Rejects | None = None,
) -> Report:
    """Import the file at ``path``. Good rows go in, bad rows are listed; a second time adds none.

    A dry run does all but keep anything. Raises SpreadsheetError when the file can't be read.
    """
    source = replace(source, saved_on=source.saved_on or saved_on(path))
    if dry_run:
        dry = Run(target, source, dry_run=True, progress=progress, rejects=rejects)
        return dry.read_file(path)
    batch_id = services.start_import(kind=target.kind, path=path, source=source)
    source = replace(source, batch_id=batch_id)
    run = Run(target, source, progress=progress, rejects=rejects)
    try:
        return run.read_file(path)
    finally:
        services.drop_batch()
        services.finish_import(batch_id, counts=run.report.counts)


def convert_row(row: Row, header: Header, layout: Layout) -> _Read:
    """The row's values by field, or what is wrong with each of its cells."""
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for each in layout.fields:
        values[each.name] = None
        for column in header.columns.get(each.name, ()):
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            if is_empty(cell):
                continue
            try:
                values[each.name] = each.convert(cell, column.unit)
            except BadValueError as bad:
                shown = mask_shown(plain(cell))
                findings.append(Finding(row.number, column.title, shown, bad.reason, column.index))
            break
        else:
            if each.required:
                findings.append(_missing(row, header, each.name, each.label))
    if findings:
        return _Read(row, None, tuple(findings))
    return _Read(row, Candidate(row.number, values))


def _missing(row: Row, header: Header, name: str, label: str) -> Finding:
    columns = header.columns.get(name)
    index = columns[0].index if columns else None
    return Finding(row.number, columns[0].title if columns else label, "", "不能为空", index)


def _finding(rejection: Rejection, row: Row, header: Header) -> Finding:
    columns = header.columns.get(rejection.field or "", ())
    for column in columns:
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if not is_empty(cell):
            shown = mask_shown(plain(cell))
            return Finding(row.number, column.title, shown, rejection.reason, column.index)
    title = columns[0].title if columns else ""
    return Finding(row.number, title, "", rejection.reason, columns[0].index if columns else None)
