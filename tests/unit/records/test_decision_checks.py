"""A decision's row is held against itself and the law, which says how long it is published."""

from datetime import date

import pytest

from app.kernel.imports.targets import Hint, Rejection
from app.publishing.life.rules import Period, add_months
from app.records.cases.decision_checks import (
    BodyCodes,
    body_code_fault,
    fine_against_kinds,
    fine_against_words,
    fines_in,
    period_against_grade,
    two_parties,
)
from app.records.cases.periods import period_rule
from app.records.cases.rules import Severity


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("罚款人民币伍万元整", [50_000]),
        ("罚款（大写）贰拾伍万陆仟元", [256_000]),
        ("罚款五百元", [500]),
        ("罚款：１２，５００元", [12_500]),
        ("处1.5万元罚款", [15_000]),
        ("处以三十万元的罚款", [300_000]),
        ("对甲公司罚款10万元，对乙罚款1万元", [100_000, 10_000]),
        ("罚款壹亿零贰佰万元", [102_000_000]),
        ("没收违法所得3000元", []),
        ("责令改正，给予警告", []),
    ],
)
def test_fines_are_read_from_words_and_figures(words, yuan):
    assert fines_in(words) == [each * 100 for each in yuan]


@pytest.mark.parametrize(
    ("fine", "words", "verdict"),
    [
        (5_000_000, "罚款伍万元", None),
        (500_000, "罚款伍万元", Rejection),
        (500, "罚款伍万元", Rejection),
        (11_000_000, "对甲罚款10万元，对乙罚款1万元", None),
        (10_000_000, "对甲罚款10万元，对乙罚款1万元", None),
        (9_000_000, "对甲罚款10万元，对乙罚款1万元", Hint),
        (100_000, "对甲罚款10万元，对乙罚款1万元", Rejection),
        (5_000_000, "没收违法所得", None),
        (None, "罚款伍万元", None),
        (0, "罚款伍万元", None),
    ],
)
def test_an_amount_that_the_decision_does_not_name_is_noticed(fine, words, verdict):
    found = fine_against_words(fine, words)
    assert found is None if verdict is None else isinstance(found, verdict)


def test_the_kinds_and_the_amount_tell_the_same():
    assert fine_against_kinds(100, ["warning"], "警告") is not None
    assert fine_against_kinds(0, ["fine"], "罚款") is not None
    assert fine_against_kinds(100, ["fine"], "罚款") is None
    assert fine_against_kinds(None, ["fine"], "罚款") is None
    assert fine_against_kinds(100, ["other"], None) is None


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (None, ""),
        (date(2027, 5, 31), ""),
        (date(2027, 6, 1), "已按此缩短"),
        (date(2026, 9, 1), ""),
        (date(2026, 8, 31), "早于最短公示期"),
    ],
)
def test_publication_ends_within_what_the_grade_allows(until, words):
    decided_on = date(2026, 6, 1)
    hint = period_against_grade(until, decided_on, period_rule(Severity.ORDINARY, decided_on))
    assert words in hint.reason if words else hint is None


@pytest.mark.parametrize(
    ("name", "two"),
    [
        ("温州虚构甲食品有限公司、温州虚构乙食品有限公司", True),
        ("虚构甲饮品店；虚构乙饮品店", True),
        ("温州虚构（集团）有限公司", False),
        ("温州虚构食品有限公司（分公司）", False),
        ("张三、李四", False),
    ],
)
def test_one_cell_names_one_party(name, two):
    assert two_parties(name) is two


def test_a_body_has_a_code_of_its_own():
    assert body_code_fault(None, None) is None
    assert body_code_fault("113303000025260000", "91330399MA0D7K2QX3") is None
    assert "相同" in str(body_code_fault("113303000025260000", "113303000025260000"))
    assert "企业" in str(body_code_fault("91330399MA0D7K2QX3", None))


def test_a_file_has_one_code_for_a_body():
    codes = BodyCodes()
    assert codes.contradiction("甲局", "11A") is None
    assert codes.contradiction("甲局", None) is None
    assert codes.contradiction("甲局", "11A") is None
    assert "甲局" in codes.contradiction("乙局", "11A").reason
    assert "11A" in codes.contradiction("甲局", "11B").reason


@pytest.mark.parametrize(
    ("severity", "repair_from", "last_day"),
    [
        (Severity.MINOR, date(2026, 5, 31), date(2026, 8, 30)),
        (Severity.ORDINARY, date(2026, 8, 31), date(2027, 5, 30)),
        (Severity.SERIOUS, date(2027, 5, 31), date(2029, 5, 30)),
    ],
)
def test_periods_of_the_rule_in_force_since_april_2026(severity, repair_from, last_day):
    rule = period_rule(severity, date(2026, 5, 31))
    assert rule.repair_from(date(2026, 5, 31)) == repair_from
    assert rule.last_day(date(2026, 5, 31)) == last_day
    assert "第36号" in rule.basis


def test_an_earlier_decision_keeps_the_rule_of_its_day():
    assert "第58号" in period_rule(Severity.SERIOUS, date(2026, 3, 31)).basis


def test_a_month_without_that_day_ends_earlier():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_a_period_says_how_much_of_it_has_passed():
    period = Period(date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 6))
    assert [period.share(date(2026, 1, day)) for day in (1, 6, 31)] == [0, 50.0, 100]
    assert not period.repairable(date(2026, 1, 5))
