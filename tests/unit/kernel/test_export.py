"""A list page as a file: it opens rightly in Excel, and no cell of it can act."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask, Response

from app.kernel.errors import InvalidInputError
from app.kernel.imports.exporting import MAX_ROWS, ExportColumn, export
from app.records.companies.rules import PartyKind

pytestmark = pytest.mark.trust(15)


@dataclass
class Record:
    name: str
    on: date | None = date(2025, 1, 2)
    amount: int = 5
    kind: PartyKind = PartyKind.ORGANISATION


COLUMNS: list[ExportColumn[Record]] = [
    ExportColumn("name", "企业名称", lambda record: record.name),
    ExportColumn("on", "日期", lambda record: record.on),
    ExportColumn("amount", "金额", lambda record: record.amount),
    ExportColumn("kind", "类别", lambda record: record.kind),
]


def download(app: Flask, file_format: str, rows: list[Record], **more: Any) -> Response:
    with app.test_request_context():
        response = export(file_format, name="行政处罚", columns=COLUMNS, rows=rows, **more)
        response.direct_passthrough = False
        response.get_data()
        response.close()
        return response


@pytest.fixture
def bare() -> Flask:
    return Flask(__name__)


def test_csv_has_a_mark_for_excel_and_inert_formulas(bare: Flask) -> None:
    evil = [Record(start + "cmd|'/c calc'!A1") for start in "=+-@\t\r"]
    text = download(bare, "csv", evil).get_data().decode("utf-8")
    assert text.startswith("\ufeff企业名称,日期,金额,类别")
    cells = [row[0] for row in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))]
    assert all(cell.startswith("'") for cell in cells[1:])


def test_values_are_written_as_people_read_them(bare: Flask) -> None:
    text = download(bare, "csv", [Record("甲", on=None)]).get_data().decode("utf-8-sig")
    assert text.splitlines()[1] == "甲,,5,法人及非法人组织"


def test_xlsx_holds_text_never_formulas(bare: Flask) -> None:
    data = download(bare, "xlsx", [Record("=1+1")]).get_data()
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet["A1"].value == "企业名称"
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["C2"].value == 5


def test_json_gives_total_and_items(bare: Flask) -> None:
    response = download(bare, "json", [Record("=甲")], total=9)
    assert json.loads(response.get_data()) == {
        "total": 9,
        "items": [{"name": "=甲", "on": "2025-01-02", "amount": 5, "kind": "organisation"}],
    }


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_the_file_name_is_chinese_with_a_plain_twin(bare: Flask, file_format: str) -> None:
    header = download(bare, file_format, []).headers["Content-Disposition"]
    assert header.startswith(f"attachment; filename=\"download.{file_format}\"; filename*=UTF-8''")
    assert "%E8%A1%8C%E6%94%BF%E5%A4%84%E7%BD%9A_" in header


def test_an_unknown_format_is_invalid_input(bare: Flask) -> None:
    with pytest.raises(InvalidInputError, match="csv、xlsx、json"):
        download(bare, "exe", [])


def test_a_file_holds_no_more_than_the_documented_number_of_rows(bare: Flask) -> None:
    response = download(bare, "csv", [Record("甲")] * (MAX_ROWS + 5))
    assert response.get_data().count(b"\n") == MAX_ROWS + 1
