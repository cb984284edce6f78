"""From a file to records: read, convert, save batch by batch, and say what became of each row."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.exc import DataError, IntegrityError

from app.kernel.db.session import let_others_write
from app.kernel.imports import services
from app.kernel.imports.cells import Cell, SheetRow, SourceSheet, SpreadsheetError, is_empty
from app.kernel.imports.columns import ColumnChoice, chosen_header
from app.kernel.imports.conversion import (
    ConvertedRow,
    Details,
    RowFinding,
    convert_row,
    read_details,
)
from app.kernel.imports.layouts import Header, find_header
from app.kernel.imports.rules import KEPT_CHANGES, KEPT_FINDINGS, FindingKind, ImportState
from app.kernel.imports.services import Ledger, remembered_columns
from app.kernel.imports.sheets import read_sheets, saved_on
from app.kernel.imports.targets import (
    ChangedRow,
    Hint,
    HintedOutcome,
    ImportRow,
    ImportSource,
    Rejection,
    RowBatch,
    RowVerdict,
    Target,
)
from app.kernel.imports.values import plain
from app.kernel.masking import mask_shown

Progress = Callable[[int, int | None], None]
"""Called with the rows read so far and, if known, how many there are."""


@dataclass
class Report:
    """How an import went."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[RowFinding] = field(default_factory=list)
    listed: Counter[FindingKind] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
    changes: list[ChangedRow] = field(default_factory=list)
    """The first rows that change a record."""


class Rejects(Protocol):
    """Takes the sender's rows that were rejected."""

    def start(self, titles: Sequence[str]) -> None: ...
    def add(self, cells: Sequence[Cell], findings: Sequence[RowFinding]) -> None: ...


@dataclass
class Run:
    """One import of one file. With a ``ledger`` it goes on where that one stopped."""

    target: Target
    source: ImportSource
    dry_run: bool = False
    progress: Progress | None = None
    rejects: Rejects | None = None
    choice: ColumnChoice | None = None
    ledger: Ledger | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    details: Details | None = None

    def read_file(self, path: Path) -> Report:
        """Import every sheet whose header is of this kind, or the chosen one; one there must be.

        Raises SpreadsheetError where none is, or the file can't be read.
        """
        refusals, sheets = [], 0
        if self.target.layout.detail:
            self.details = read_details(path, self.target.layout.detail)
        for sheet in read_sheets(path):
            if self._holds_details(sheet):
                continue
            if self.choice and self.choice.sheet != sheet.name:
                self.report.notices.append(f"工作表“{sheet.name}”未选择，没有导入")
                continue
            try:
                header, rows = self._find_header(sheet)
            except SpreadsheetError as refusal:
                refusals.append((sheet.name, refusal))
                continue
            sheets += 1
            self._note(sheet, header)
            self._read_sheet(sheet, header, rows)
        if not sheets:
            raise refusals[0][1] if refusals else SpreadsheetError("表格中没有任何数据。")
        self.report.notices += [f"工作表“{name}”未导入：{no.message}" for name, no in refusals]
        for orphan in self.details.orphans() if self.details else ():
            self._keep((orphan,))
        return self.report

    def _holds_details(self, sheet: SourceSheet) -> bool:
        """Whether the sheet goes in with the rows of another; one that was chosen is the main."""
        if not self.details or sheet.name not in self.details.sheets:
            return False
        if self.choice and self.choice.sheet == sheet.name:
            return False
        self.report.notices.append(f"工作表“{sheet.name}”随各行一起导入")
        return True

    def _find_header(self, sheet: SourceSheet) -> tuple[Header, Iterator[SheetRow]]:
        if self.choice:
            return chosen_header(sheet.rows, self.choice, self.target.layout)
        target = self.target
        return find_header(sheet.rows, target.layout, self.stated, self.remembered, target.others)

    def _note(self, sheet: SourceSheet, header: Header) -> None:
        if header.row > 1:
            self.report.notices.append(f"表头在第 {header.row} 行，上面的行没有读取")
        if sheet.merged:
            self.report.notices.append(
                f"有 {sheet.merged} 处合并单元格跨行，其中每一行都按合并的内容读取，请核对"
            )
        if header.unused:
            self.report.notices.append(f"未采用的列：{'、'.join(header.unused)}")
        if header.personal:
            self.report.notices.append(f"个人证件列不导入：{'、'.join(header.personal)}")
        if self.rejects is not None:
            self.rejects.start(header.titles)

    def _read_sheet(self, sheet: SourceSheet, header: Header, rows: Iterator[SheetRow]) -> None:
        batch: list[ConvertedRow] = []
        fields = self.target.layout.fields
        blank = dict.fromkeys(each.name for each in fields)
        expected = [each for each in fields if each.required or header.tells(each.name)]
        for row in rows:
            self.report.counts["read"] += 1
            read = convert_row(row, header, expected, blank)
            batch.append(self.details.join(read) if self.details else read)
            if len(batch) == self.target.batch_size:
                self._finish(batch, header)
                let_others_write()
                batch = []
                if self.progress:
                    self.progress(row.number, sheet.total)
        if batch:
            self._finish(batch, header)

    def _finish(self, batch: list[ConvertedRow], header: Header) -> None:
        good = [found for read in batch if (found := read.candidate)]
        outcomes = iter(self._save(good) if good else ())
        for read in batch:
            if read.findings:
                self._reject(read.row, read.findings)
                continue
            verdict = next(outcomes)
            if isinstance(verdict, Rejection):
                self._reject(read.row, (_finding(verdict, read.row, header),))
            elif isinstance(verdict, HintedOutcome):
                self.report.counts[verdict.outcome.value] += 1
                self._hint([_finding(hint, read.row, header) for hint in verdict.hints])
            else:
                self.report.counts[verdict.value] += 1
        self._settle()

    def _settle(self) -> None:
        """Keep the batch, with the count of it, in one transaction; a dry run keeps only the count.

        Rows that an earlier attempt has kept are gone through once more, so that those after them
        are judged alike, and dropped again: they count as they did then.
        """
        counts, resume_at = self.report.counts, self.ledger.resume_at if self.ledger else 0
        if self.dry_run or counts["read"] <= resume_at:
            services.drop_batch()
        if self.ledger and counts["read"] == resume_at:
            self.report.counts = Counter(self.ledger.counts)
        elif self.ledger and counts["read"] > resume_at:
            self.ledger.advance(counts)

    def _save(self, rows: list[ImportRow]) -> Sequence[RowVerdict]:
        met = set(self.source.met)
        batch = RowBatch(self.source, rows)
        try:
            verdicts = services.attempt(self.target.save, batch)
        except (IntegrityError, DataError):
            self.source.met.intersection_update(met)
            if len(rows) == 1:
                return [Rejection("与库中已有的记录冲突，或内容超出长度，未能保存")]
            return [self._save([row])[0] for row in rows]
        self.report.changes += batch.changes[: KEPT_CHANGES - len(self.report.changes)]
        return verdicts

    def _reject(self, row: SheetRow, findings: tuple[RowFinding, ...]) -> None:
        self.report.counts["rejected"] += 1
        self._keep(findings)
        if self.rejects is not None:
            self.rejects.add(row.cells, findings)

    def _hint(self, hints: Sequence[RowFinding]) -> None:
        self.report.counts["hinted"] += 1
        self._keep(hints)

    def _keep(self, findings: Sequence[RowFinding]) -> None:
        listed = self.report.listed
        if listed[findings[0].kind] < KEPT_FINDINGS:
            listed[findings[0].kind] += len(findings)
            self.report.findings += findings


def run_import(
    path: Path,
    target: Target,
    *,
    source: ImportSource,
    dry_run: bool = False,
    progress: Progress | None = None,
    rejects: Rejects | None = None,
    stated: Mapping[str, str] | None = None,
) -> Report:
    """Import the file at ``path``. Good rows go in, bad rows are listed; a second time adds none.

    ``stated`` are values by field that hold for every row and have no column. Titles stand for what
    they stood for when the sender's last file was assigned at the desk.
    A dry run does all but keep anything. Raises SpreadsheetError when the file can't be read.
    """
    source = replace(source, saved_on=source.saved_on or saved_on(path))
    options: dict[str, Any] = {"progress": progress, "rejects": rejects, "stated": stated or {}}
    options["remembered"] = remembered_columns(source.bureau_id, target.kind)
    if dry_run:
        dry = Run(target, source, dry_run=True, **options)
        return dry.read_file(path)
    ledger = services.start_import(kind=target.kind, path=path, source=source)
    source = replace(source, batch_id=ledger.batch_id)
    run = Run(target, source, ledger=ledger, **options)
    state = ImportState.FAILED
    try:
        report = run.read_file(path)
        state = ImportState.DONE
        return report
    finally:
        services.drop_batch()
        services.finish_import(ledger, state=state, notices=run.report.notices)


def _finding(found: Rejection | Hint, row: SheetRow, header: Header) -> RowFinding:
    kind = FindingKind.HINT if isinstance(found, Hint) else FindingKind.ERROR
    columns = header.columns.get(found.field or "", ())
    for column in columns:
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if not is_empty(cell):
            shown = mask_shown(plain(cell))
            return RowFinding(row.number, column.title, shown, found.reason, column.index, kind)
    title, index = (columns[0].title, columns[0].index) if columns else ("", None)
    return RowFinding(row.number, title, "", found.reason, index, kind)
