"""Cells become values exactly, or the sender learns in Chinese what is wrong."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.imports import values
from app.kernel.imports.cells import BadValueError
from app.kernel.masking import hide_numbers, mask_person, mask_shown
from app.records.companies.importing import company_code
from app.records.companies.uscc import CompanyCode
from tests.support.uscc import uscc

pytestmark = pytest.mark.trust(40)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-02",
        "2025/1/2",
        "2025.1.2",
        "20250102",
        "2025年1月2日",
        "２０２５年１月２日",
        "2025-01-02 10:59:06",
        "2025-01-02T00:00:00Z",
        "45659",
        45659,
        45659.0,
        45659.75,
        date(2025, 1, 2),
        datetime(2025, 1, 2, 8, 30),  # noqa: DTZ001  # as a workbook gives it
    ],
)
def test_a_date_is_understood_in_every_usual_form(cell: object) -> None:
    assert values.day(cell) == date(2025, 1, 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2026.13.45", "没有 13 月"),
        ("2025-02-30", "2 月没有 30 日"),
        ("昨天", "不是日期"),
        ("25-1-2", "不是日期"),
        (12, "不是日期"),
        ("0001-01-01", "不合理"),
        ("9999-09-09", "不合理"),
    ],
)
def test_what_is_no_date_is_refused(cell: object, reason: str) -> None:
    with pytest.raises(BadValueError, match=reason):
        values.day(cell)  # type: ignore[arg-type]


def test_the_end_of_a_period_may_be_open() -> None:
    assert values.last_day("长期") is None
    assert values.last_day("9999-09-09") is None
    assert values.last_day("2030-01-02") == date(2030, 1, 2)


def test_a_quarter_in_words_gives_its_last_day() -> None:
    assert values.quarter_end("2017年第三季度国家重点监控企业") == date(2017, 9, 30)
    assert values.quarter_end("2017年") is None


@pytest.mark.parametrize(
    ("cell", "unit", "cents"),
    [
        ("5", "万元", 5_000_000),
        (5.00016, "万元", 5_000_160),
        (0.1 + 0.2, "万元", 300_000),
        ("0.000001", "万元", 1),
        ("6,801,160.88", "元", 680_116_088),
        ("6801160.88", "元", 680_116_088),
        ("７１．３", "亿元", 713_000_000_000),
        ("5万元", None, 5_000_000),
        ("3.5亿", None, 35_000_000_000),
        ("120元", "万元", 12_000),
        ("12", "分", 12),
        ("0", None, 0),
    ],
)
def test_money_becomes_integer_cents(cell: object, unit: str | None, cents: int) -> None:
    if cell == "0.000001":
        with pytest.raises(BadValueError, match="更多小数"):
            values.Money()("0.0000001", unit)
    assert values.Money()(cell, unit) == cents  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "unit", "reason"),
    [
        ("5", None, "没有注明金额单位"),
        ("-5", "元", "不能是负数"),
        ("五万", "元", "不是金额"),
        ("0.001", "元", "更多小数"),
        ("NaN", "元", "不是金额"),
        ("1e300", "亿元", "金额过大"),
    ],
)
def test_an_amount_is_never_guessed(cell: str, unit: str | None, reason: str) -> None:
    with pytest.raises(BadValueError, match=reason):
        values.Money()(cell, unit)


@given(st.integers(0, 10**15), st.sampled_from(values.UNITS))
def test_money_makes_the_round_trip_through_every_unit(cents: int, unit: str) -> None:
    assert values.Money()(f"{values.amount(cents, unit):f}", unit) == cents


def test_percentages_are_whole_and_unambiguous() -> None:
    assert values.percent("35%") == 35
    assert values.percent(60) == 60
    for cell in ("0.35", "101", "-1", "很多"):
        with pytest.raises(BadValueError):
            values.percent(cell)


def test_text_with_control_characters_or_too_long_is_refused() -> None:
    convert = values.text(5)
    assert convert("  甲 \n 乙 ", None) == "甲 乙"
    for cell, reason in [
        ("甲\x00乙", "控制字符"),
        ("甲\u202e乙", "控制字符"),
        ("一二三四五六", "最多 5 个字"),
        ("#REF!", "公式错误"),
    ]:
        with pytest.raises(BadValueError, match=reason):
            convert(cell, None)


def test_a_credit_code_is_folded_before_it_is_checked() -> None:
    code = uscc(7)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code.lower())
    assert company_code(f" {wide} ") == CompanyCode(uscc=code)
    assert company_code("330327000068275") == CompanyCode(registration_number="330327000068275")
    assert company_code(330327000068275.0) == CompanyCode(registration_number="330327000068275")


def test_a_wrong_check_digit_is_named_with_the_right_one() -> None:
    code = uscc(7)
    wrong = code[:17] + ("0" if code[17] != "0" else "1")
    with pytest.raises(BadValueError, match=f"第18位校验码应为“{code[17]}”，现为“{wrong[17]}”"):
        company_code(wrong)


def test_letters_that_look_like_digits_are_pointed_out() -> None:
    with pytest.raises(BadValueError, match="可能应为“0”"):
        company_code(uscc(7).replace("0", "O", 1))


def test_digits_that_a_sheet_filled_up_with_zeros_are_recognised() -> None:
    with pytest.raises(BadValueError, match=values.LOST_DIGITS):
        company_code("913303007161035000")


@pytest.mark.parametrize("cell", [9.133010071610358e17, "9.13301E+17"])
def test_a_code_that_came_as_a_number_has_lost_digits_and_is_refused(cell: object) -> None:
    with pytest.raises(BadValueError, match=values.LOST_DIGITS):
        company_code(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["12", "ARBG48543289076GFE", "91330399MA000000", "没有代码"])
def test_what_is_no_code_is_refused(cell: str) -> None:
    with pytest.raises(BadValueError, match=r"位"):
        company_code(cell)


def test_names_of_people_are_masked_to_their_surname() -> None:
    assert mask_person("张三丰") == "张某某"
    assert mask_person("张三") == "张某"
    assert mask_person("欧阳锋") == "欧阳某"
    assert mask_person("钟某某（时任某银行经理）") == "钟某某"
    assert mask_person("李**") == "李某某"


def test_numbers_of_people_are_hidden_in_public_text() -> None:
    text = "当事人身份证11010519491231002X，电话13800138000，企业代码" + uscc(7)
    hidden = hide_numbers(text)
    assert "1949" not in hidden
    assert "138001" not in hidden
    assert uscc(7) in hidden
    assert "110105" not in mask_shown("110105491231002")


def test_a_name_is_read_without_the_breaks_of_its_cell() -> None:
    assert (
        values.unbroken(50)("温州虚构\n食品 有限公司（ABC Foods）", None)
        == "温州虚构食品有限公司（ABC Foods）"
    )
