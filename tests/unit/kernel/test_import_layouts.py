"""Columns are found by what senders call them, wherever the header stands."""

from collections.abc import Sequence

import pytest

from app.kernel.imports.cells import Cell, SheetRow, SpreadsheetError
from app.kernel.imports.layouts import Layout, LayoutField, find_header, unit_of
from app.kernel.imports.values import Money, day, text

LAYOUT = Layout(
    "cases",
    (
        LayoutField("name", "行政相对人名称", text(200), required=True, synonyms=("企业名称",)),
        LayoutField("decision_number", "决定书文号", text(128), synonyms=("处罚决定书文号",)),
        LayoutField("decided_on", "处罚决定日期", day),
        LayoutField("fine", "罚款金额", Money(), synonyms=("CF_NR_FK（万元）",)),
        LayoutField("violation", "违法行为类型", text(), synonyms=("CF_WFXW", "违法类型")),
    ),
    required_any=(("violation", "fine"),),
    name="行政处罚",
)
LICENCES = Layout(
    "licences",
    (
        LayoutField("number", "许可文件编号", text(128)),
        LayoutField("certificate", "许可文件名称", text(200)),
        LayoutField("valid_from", "有效期自", day),
    ),
    name="行政许可",
)


def rows(*lines: Sequence[Cell]) -> list[SheetRow]:
    return [SheetRow(number, cells) for number, cells in enumerate(lines, start=1)]


@pytest.mark.parametrize("above", [0, 1, 2])
def test_the_header_is_found_below_titles_and_notices(above: int) -> None:
    lines = [["注意：请勿修改企业名称列", "", ""]] * above
    titles = ["企业名称", "处罚决定书文号", "违法类型"]
    header, data = find_header(iter(rows(*lines, titles, ["甲", "1号", "无照经营"])), LAYOUT)
    assert header.row == above + 1
    assert [list(row.cells) for row in data] == [["甲", "1号", "无照经营"]]


def test_reordered_renamed_and_decorated_titles_are_matched() -> None:
    titles = ["罚款 金额 (万元)*", "CF_WFXW", " 行政相对人 名称：", "不认识的列"]
    header, _data = find_header(iter(rows(titles)), LAYOUT)
    assert {name: columns[0].index for name, columns in header.columns.items()} == {
        "fine": 0,
        "violation": 1,
        "name": 2,
    }
    assert header.columns["fine"][0].unit == "万元"
    assert header.unused == ("不认识的列",)


def test_the_unit_comes_from_the_title_or_from_the_standard_that_the_title_names() -> None:
    assert unit_of("罚款金额（单位：元）") == "元"
    assert unit_of("罚款金额") is None
    header, _data = find_header(iter(rows(["企业名称", "CF_NR_FK"])), LAYOUT)
    assert header.columns["fine"][0].unit == "万元"


def test_columns_with_one_meaning_are_ranked_by_how_telling_they_are() -> None:
    titles = ["企业名称", "行政相对人名称", "违法类型"]
    header, _data = find_header(iter(rows(titles)), LAYOUT)
    assert [column.index for column in header.columns["name"]] == [1, 0]


def test_a_missing_column_is_named_and_the_likely_kind_suggested() -> None:
    licence = ["许可文件编号", "许可文件名称", "有效期自", "许可机关", "企业名称"]
    with pytest.raises(SpreadsheetError) as refused:
        find_header(iter(rows(licence)), LAYOUT, others=[LICENCES])
    assert "缺少列 违法行为类型或罚款金额" in refused.value.message
    assert "这张表像是“行政许可”（licences）" in refused.value.message


def test_columns_of_identity_papers_are_known_and_never_taken() -> None:
    titles = ["企业名称", "违法类型", "法定代表人身份证号", "序号"]
    header, _data = find_header(iter(rows(titles)), LAYOUT)
    assert header.personal == ("法定代表人身份证号",)
    assert header.unused == ()


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(SpreadsheetError, match="没有任何数据"):
        find_header(iter(rows(["", None])), LAYOUT)
