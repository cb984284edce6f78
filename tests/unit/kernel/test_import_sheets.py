"""Every file that senders really send is read, and what can't be read is refused in Chinese."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from app.kernel.imports.cells import SpreadsheetError
from app.kernel.imports.sheets import read_sheets

pytestmark = [pytest.mark.trust(21, 40), pytest.mark.usefixtures("app")]

ROWS = [["企业名称", "注册号"], ["温州市虚构酱油厂", "330399000000001"], ["甲；乙，丙", ""]]


def write_text(path: Path, encoding: str, delimiter: str = ",") -> Path:
    path.write_bytes("\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding))
    return path


def read(path: Path) -> list[list[object]]:
    return [list(row.cells) for sheet in read_sheets(path) for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_tables_are_read_in_every_usual_encoding(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    assert read(write_text(tmp_path / "甲.csv", encoding, delimiter)) == ROWS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised(tmp_path: Path, encoding: str) -> None:
    assert read(write_text(tmp_path / "甲.csv", encoding)) == ROWS


def test_a_comma_inside_quotes_does_not_decide_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "甲.csv"
    path.write_text('名称;说明\n甲;"一,二,三,四"\n乙;"五,六,七,八"\n', encoding="utf-8")
    assert read(path)[1] == ["甲", "一,二,三,四"]


def test_rows_are_numbered_as_excel_numbers_them(tmp_path: Path) -> None:
    path = tmp_path / "甲.csv"
    path.write_text('名称,说明\n\n甲,"第一行\n第二行"\n乙,丙\n', encoding="utf-8")
    numbers = [row.number for sheet in read_sheets(path) for row in sheet.rows]
    assert numbers == [1, 2, 3, 4]


def write_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)
    return path


def write_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    for line, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            sheet.write(line, column, cell)
    book.save(str(path))
    return path


@pytest.mark.parametrize("write", [write_xlsx, write_xls])
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv", ".dat"])
def test_the_content_decides_how_a_file_is_read_not_its_name(
    tmp_path: Path, write: Callable[[Path], Path], suffix: str
) -> None:
    made = write(tmp_path / f"made{'.xlsx' if write is write_xlsx else '.xls'}")
    found = read(made.rename(tmp_path / f"甲{suffix}"))
    assert [[str(cell or "") for cell in row] for row in found] == ROWS


def test_a_value_merged_over_rows_is_seen_in_each_of_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "甲.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["部门", "项目"])
        sheet.merge_range(2, 1, 4, 1, "市水利局")
        sheet.write_column(2, 2, ["一", "二", "三", "四"])
    assert read(tmp_path / "甲.xlsx")[1:] == [
        ["", "市水利局", "一"],
        ["", "市水利局", "二"],
        ["", "市水利局", "三"],
        ["", "", "四"],
    ]


def test_hidden_and_empty_sheets_are_passed_over(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "甲.xlsx") as book:
        book.add_worksheet("空")
        hidden = book.add_worksheet("藏")
        hidden.write(0, 0, "不应读到")
        book.add_worksheet("数据").write(0, 0, "读到")
        hidden.hide()
    assert read(tmp_path / "甲.xlsx") == [["读到"]]


def test_real_dates_arrive_as_dates(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "甲.xlsx", {"date_1904": True}) as book:
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet().write_datetime(0, 0, date(2025, 1, 2), style)
    assert read(tmp_path / "甲.xlsx") == [[date(2025, 1, 2)]]


def test_a_million_formatted_empty_rows_are_not_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "甲.xlsx", {"constant_memory": True}) as book:
        sheet, style = book.add_worksheet(), book.add_format({"bg_color": "red"})
        sheet.write_row(0, 0, ["名称", "代码"])
        for line in range(1, 200_000):
            sheet.write_blank(line, 0, None, style)
    assert read(tmp_path / "甲.xlsx") == [["名称", "代码"]]


def test_a_cell_in_the_last_corner_is_refused_before_it_takes_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "甲.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "名称")
        sheet.write_string(1_048_575, 300, "远")
    with pytest.raises(SpreadsheetError, match="第 1048576 行"):
        read(tmp_path / "甲.xlsx")


def bomb(path: Path, *, entries: int = 1, size: int = 1) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(entries):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * size)
    return path


def test_zip_bombs_are_refused_before_unpacking(tmp_path: Path) -> None:
    for made in (
        bomb(tmp_path / "many.xlsx", entries=2_001),
        bomb(tmp_path / "swollen.xlsx", size=30 * 1024 * 1024),
    ):
        with pytest.raises(SpreadsheetError, match="解压后过大"):
            read(made)


def test_an_entry_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "甲.xlsx")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    field, lie = size.to_bytes(4, "little"), (size - 50).to_bytes(4, "little")
    path.write_bytes(content.replace(field, lie))
    with pytest.raises(SpreadsheetError, match="已损坏"):
        read(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的"),
        (b"MZ\x90\x00" + bytes(range(256)), "而是程序"),
        (b"%PDF-1.7\n", "而是PDF 文档"),
        (b"\x89PNG\r\n\x1a\n", "而是图片"),
        (b"PK\x03\x04 not really", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "无法读取该文件"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页格式"),
        (bytes(range(1, 256)) * 40, "文字编码无法识别"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_plain_words(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match=message):
        read(path)


def test_an_encrypted_workbook_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    directory = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + directory + b"\0" * 100)
    with pytest.raises(SpreadsheetError, match="打开密码"):
        read(path)


SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
XML = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="一"><Table>
<Row><Cell><Data ss:Type="String">名称</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">代码</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">甲</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">913301007161035748</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_xml_spreadsheet_2003_under_an_xlsx_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_text(XML, encoding="utf-8")
    assert read(path) == [["名称", None, "代码"], ["甲", None, 913301007161035748]]


MERGED_XML = XML.replace("<Row><Cell><Data", "<Row/><Row><Cell><Data").replace(
    "</Table>",
    """<Row><Cell ss:MergeDown="2"><Data ss:Type="String">市水利局</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">一</Data></Cell></Row>
<Row><Cell ss:Index="3"><Data ss:Type="String">二</Data></Cell></Row><Row/>
<Row><Cell ss:Index="3"><Data ss:Type="String">四</Data></Cell></Row></Table>""",
)


def test_a_value_merged_over_rows_of_xml_is_seen_in_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "甲.xls"
    path.write_text(MERGED_XML, encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert sheet.merged == 1
    assert [list(row.cells) for row in sheet.rows][3:] == [
        ["市水利局", None, "一"],
        ["市水利局", None, "二"],
        ["市水利局"],
        [None, None, "四"],
    ]


def test_xml_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "甲.xml"
    path.write_text(XML.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook'), "utf-8")
    with pytest.raises(SpreadsheetError):
        read(path)


@pytest.mark.parametrize(
    "change",
    [
        ('<Cell ss:Index="3">', '<Cell ss:Index="3" ss:MergeAcross="300000000">'),
        ('<Cell ss:Index="3">', '<Cell ss:Index="3" ss:MergeAcross="-9">'),
        ('<Row ss:Index="4">', '<Row ss:Index="99999999999">'),
        ("甲<", "甲" * 100_001 + "<"),
        ("<Workbook", f"<!--{SPACE + ' ' * 70_000}--><!DOCTYPE a><Workbook"),
    ],
    ids=["columns", "negative", "rows", "text", "late"],
)
def test_what_xml_asks_for_in_few_bytes_is_not_made(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    path = tmp_path / "甲.xml"
    path.write_text(XML.replace(*change), "utf-8")
    with pytest.raises(SpreadsheetError):
        read(path)
