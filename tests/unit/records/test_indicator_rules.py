"""Numbers, periods and promises: exact, never guessed, and no value is not nought."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.records.indicators.notation import (
    NotANumberError,
    UnknownPeriodError,
    read_number,
    read_period,
    show_number,
    write_number,
)
from app.records.indicators.rules import Direction, Frequency, Part, Strand, TargetState, state_of

NINETY = Decimal(90)


@pytest.mark.parametrize(
    ("direction", "below", "at", "above"),
    [
        (Direction.AT_LEAST, False, True, True),
        (Direction.ABOVE, False, False, True),
        (Direction.AT_MOST, True, True, False),
        (Direction.BELOW, True, False, False),
    ],
)
def test_a_promise_is_kept_on_its_side_of_the_number(direction, below, at, above):
    found = [direction.holds(Decimal(v), NINETY) for v in ("89.9999", "90.0", "90.0001")]
    assert found == [below, at, above]


def test_no_value_is_unreported_and_nought_is_a_value():
    assert state_of(None, Direction.AT_LEAST, NINETY) is TargetState.UNREPORTED
    assert state_of(Decimal(0), Direction.AT_LEAST, NINETY) is TargetState.MISSED
    assert state_of(Decimal(0), Direction.BELOW, NINETY) is TargetState.MET


@pytest.mark.parametrize(
    ("frequency", "first_stale_day"),
    [
        (Frequency.MONTH, date(2026, 3, 1)),
        (Frequency.QUARTER, date(2026, 7, 1)),
        (Frequency.HALF, date(2027, 1, 1)),
        (Frequency.YEAR, date(2028, 1, 1)),
    ],
)
def test_a_value_is_stale_when_the_next_was_due_for_a_whole_period(frequency, first_stale_day):
    end = date(2025, 12, 31)
    assert frequency.is_stale(end, first_stale_day)
    assert not frequency.is_stale(end, first_stale_day - timedelta(days=1))


def test_the_345_plan_is_whole():
    parts = [strand.part for strand in Strand]
    assert [parts.count(part) for part in Part] == [4, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("97.60", "%", "97.6"),
        ("97.6%", "%", "97.6"),
        ("９７．６％", "%", "97.6"),
        ("1,204 家", "家", "1204"),
        ("100", "项", "100"),
        ("0", "项", "0"),
        ("-3.5", "%", "-3.5"),
    ],
)
def test_numbers_are_read_with_their_own_unit(text, unit, number):
    assert write_number(read_number(text, unit)) == number


@pytest.mark.parametrize("text", ["", "—", "97.6万", "9 7", "1,20", "97.6%%", "约97", "1e5", "NaN"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotANumberError):
        read_number(text, "%")


@pytest.mark.parametrize("text", ["97.65432", "12345678901"])
def test_more_digits_than_are_kept_are_refused(text):
    with pytest.raises(NotANumberError):
        read_number(text, "%")


def test_numbers_are_shown_with_their_unit():
    assert show_number(Decimal("97.60"), "%") == "97.6%"
    assert show_number(Decimal(1200), "家") == "1,200 家"
    assert show_number(Decimal(0), "") == "0"


@pytest.mark.parametrize(
    ("text", "code", "words", "end"),
    [
        ("2015", "2015", "2015年", date(2015, 12, 31)),
        ("2015年度", "2015", "2015年", date(2015, 12, 31)),
        ("2015-H1", "2015-H1", "2015年上半年", date(2015, 6, 30)),
        ("2015年下半年", "2015-H2", "2015年下半年", date(2015, 12, 31)),
        ("2015年第三季度", "2015-Q3", "2015年三季度", date(2015, 9, 30)),
        ("2015-q4", "2015-Q4", "2015年四季度", date(2015, 12, 31)),
        ("2016年2月", "2016-02", "2016年2月", date(2016, 2, 29)),
        ("2026年1—10月", "2026-01/10", "2026年1—10月", date(2026, 10, 31)),
        ("2026-01/10", "2026-01/10", "2026年1—10月", date(2026, 10, 31)),
    ],
)
def test_periods_are_read_from_codes_and_from_words(text, code, words, end):
    period = read_period(text)
    assert (period.code, period.label, period.ends_on) == (code, words, end)
    assert read_period(period.label) == period


@pytest.mark.parametrize("text", ["", "去年", "2015-13", "2015-10/01", "2015-Q5", "15年", "0"])
def test_what_names_no_period_is_refused(text):
    with pytest.raises(UnknownPeriodError):
        read_period(text)
