"""Good rows go in, bad rows come back with their reasons, and twice is as good as once."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.kernel.imports.layouts import Layout, LayoutField
from app.kernel.imports.models import ImportBatch
from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import (
    ImportSource,
    Rejection,
    RowBatch,
    RowOutcome,
    Target,
    register_source_lookup,
    register_target,
    registry,
)
from app.kernel.imports.values import LOST_DIGITS, day, text
from app.records.companies.importing import company_code
from app.records.companies.uscc import CompanyCode
from tests.support.uscc import uscc

pytestmark = pytest.mark.trust(40)

Run = Callable[..., Report]
LAYOUT = Layout(
    "companies",
    (
        LayoutField("name", "企业名称", text(20), required=True),
        LayoutField("uscc", "统一社会信用代码", company_code, required=True),
        LayoutField("registered_on", "成立日期", day),
    ),
)


class Shelf:
    """A target that keeps its records in memory until the batch is dropped or kept."""

    def __init__(self) -> None:
        self.names: dict[CompanyCode, str] = {}
        self.batches: list[int] = []

    def save(self, batch: RowBatch) -> Sequence[RowOutcome | Rejection]:
        self.batches.append(len(batch.rows))
        return [self._save_one(row.values["uscc"], row.values["name"]) for row in batch.rows]

    def _save_one(self, code: CompanyCode, name: str) -> RowOutcome | Rejection:
        if name == "拒收":
            return Rejection("不在本市", "name")
        before = self.names.get(code)
        self.names[code] = name
        if before is None:
            return RowOutcome.ADDED
        return RowOutcome.UNCHANGED if before == name else RowOutcome.CHANGED


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def run(app: Flask, shelf: Shelf) -> Run:
    def run(path: Path, **more: object) -> Report:
        target = Target("companies", LAYOUT, shelf.save)
        return run_import(path, target, source=ImportSource(path.name), **more)  # type: ignore[arg-type]

    return run


def table(path: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    for row in (["企业名称", "统一社会信用代码", "成立日期", "备用电话"], *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def test_bad_rows_do_not_hold_up_good_ones(run: Run, shelf: Shelf, tmp_path: Path) -> None:
    path = table(
        tmp_path / "甲.xlsx",
        ["甲", uscc(1), "2025-01-02"],
        ["", uscc(2), "2026.13.45"],
        [],
        ["丙", 9.133010071610358e17, None],
        ["拒收", uscc(4), None],
        ["戊", uscc(5), None],
    )
    report = run(path)
    assert dict(report.counts) == {"read": 5, "added": 2, "rejected": 3}
    assert [(each.row, each.column, each.reason) for each in report.findings] == [
        (3, "企业名称", "不能为空"),
        (3, "成立日期", "“2026.13.45”不是有效日期：没有 13 月"),
        (5, "统一社会信用代码", LOST_DIGITS),
        (6, "企业名称", "不在本市"),
    ]
    assert report.notices == ["未采用的列：备用电话"]
    assert list(shelf.names.values()) == ["甲", "戊"]


def test_the_same_file_twice_adds_nothing(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "甲.xlsx", ["甲", uscc(1)], ["乙", uscc(2)])
    run(path)
    assert dict(run(path).counts) == {"read": 2, "unchanged": 2}


def test_each_import_is_recorded_with_its_counts(run: Run, tmp_path: Path) -> None:
    run(table(tmp_path / "甲.xlsx", ["甲", uscc(1)], ["乙", "12"]))
    batch = db.session.scalars(select(ImportBatch)).one()
    counts = batch.rows_read, batch.rows_added, batch.rows_rejected
    assert (batch.file_name, *counts) == ("甲.xlsx", 2, 1, 1)
    assert len(batch.file_sha256) == 64
    assert batch.finished_at is not None


def test_a_dry_run_keeps_nothing(run: Run, tmp_path: Path) -> None:
    report = run(table(tmp_path / "甲.xlsx", ["甲", uscc(1)]), dry_run=True)
    assert report.counts["added"] == 1
    assert db.session.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_rows_are_saved_in_batches_and_progress_is_told(
    run: Run, shelf: Shelf, tmp_path: Path
) -> None:
    lines = ["企业名称,统一社会信用代码", *(f"甲{number},{uscc(number)}" for number in range(2200))]
    path = tmp_path / "甲.csv"
    path.write_text("\n".join(lines), encoding="gb18030")
    seen: list[tuple[int, int | None]] = []
    run(path, progress=lambda done, total: seen.append((done, total)))
    assert shelf.batches == [1000, 1000, 200]
    assert seen == [(1001, None), (2001, None)]


def test_values_that_look_like_personal_numbers_are_masked_in_findings(
    run: Run, tmp_path: Path
) -> None:
    report = run(table(tmp_path / "甲.xlsx", ["甲", "11010519491231002X"]))
    assert "19491231" not in report.findings[0].value


def test_a_batch_that_the_database_refuses_is_tried_row_by_row(app: Flask, tmp_path: Path) -> None:
    def save(batch: RowBatch) -> Sequence[RowOutcome]:
        for row in batch.rows:
            db.session.add(
                ImportBatch(
                    kind=row.values["name"],
                    file_name="x",
                    # The second row has a bureau that does not exist.
                    source_bureau_id=999_999 if row.values["name"] == "坏" else None,
                    file_sha256="0" * 64,
                    started_at=db.session.scalars(select(ImportBatch.started_at)).first(),
                )
            )
        db.session.flush()
        return [RowOutcome.ADDED for _row in batch.rows]

    path = table(tmp_path / "甲.xlsx", ["甲", uscc(1)], ["坏", uscc(2)], ["丙", uscc(3)])
    report = run_import(path, Target("companies", LAYOUT, save), source=ImportSource("甲.xlsx"))
    assert dict(report.counts) == {"read": 3, "added": 2, "rejected": 1}
    assert "冲突" in report.findings[0].reason


@pytest.fixture
def registered(app: Flask, shelf: Shelf) -> Iterator[None]:
    """The shelf in place of the site's companies, for tests of the command."""
    found = registry(app)
    before = dict(found.targets), found.find_source
    register_target(app, "companies", LAYOUT, shelf.save)
    register_source_lookup(app, lambda name: (None, "市水利局") if name == "water" else None)  # type: ignore[arg-type, return-value]
    yield
    found.targets, found.find_source = before


@pytest.mark.usefixtures("registered")
def test_the_command_sums_up_and_hands_back_the_senders_rows(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    path = tmp_path / "甲.csv"
    titles = "企业名称,统一社会信用代码,成立日期,备用电话"
    path.write_text(f"{titles}\n甲,{uscc(1)}\n=1+1,12,昨天", encoding="utf-8-sig")
    errors = tmp_path / "errors.xlsx"
    args = ["import", "companies", str(path), "--errors", str(errors), "--source", "water"]
    result = runner.invoke(args=args)
    assert result.exit_code == 0, result.output
    assert "2 read, 1 added, 0 changed, 0 unchanged, 1 rejected" in result.output
    assert "第 3 行 [统一社会信用代码] “12”" in result.output
    sheet = openpyxl.load_workbook(errors).active
    assert [cell.value for cell in sheet[1]] == [*titles.split(","), "原行号", "未导入原因"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].comment.text.startswith("统一社会信用代码应为18位")
    assert "不是日期" in sheet["F2"].value
    again = runner.invoke(args=["import", "companies", str(errors)])
    assert again.exit_code == 1
    assert "1 read, 0 added, 0 changed, 0 unchanged, 1 rejected" in again.output


@pytest.mark.usefixtures("registered")
def test_a_kind_that_cannot_be_imported_and_an_unreadable_file_are_named(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    result = runner.invoke(args=["import", "weather", str(table(tmp_path / "甲.xlsx"))])
    assert (result.exit_code, "没有“weather”这一类" in result.output) == (2, True)
    path = tmp_path / "乙.xlsx"
    path.write_bytes(b"MZ\x90\x00")
    result = runner.invoke(args=["import", "companies", str(path)])
    assert (result.exit_code, "这不是表格，而是程序" in result.output) == (1, True)


def test_an_unfinished_import_is_still_recorded(run: Run, shelf: Shelf, tmp_path: Path) -> None:
    def stop(_done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    lines = ["企业名称,统一社会信用代码", *(f"甲{number},{uscc(number)}" for number in range(1100))]
    path = tmp_path / "甲.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        run(path, progress=stop)
    batch = db.session.scalars(select(ImportBatch)).one()
    assert batch.rows_added == 1000
