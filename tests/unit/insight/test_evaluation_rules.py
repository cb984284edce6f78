"""Figures of the evaluation: medians, and small numbers that are kept back."""

import pytest

from app.insight.evaluation.rules import MatterTally, count_words, median, shown, step


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (1, "不公布"), (2, "不公布"), (None, "不公布"), (1204, "1,204")]
)
def test_one_and_two_are_not_published(count, text):
    assert count_words(count) == text
    assert count is None or shown(count) == (None if text == "不公布" else count)


@pytest.mark.parametrize(
    ("counted", "middle"),
    [({}, None), ({4: 1}, 4), ({1: 1, 9: 1}, 5), ({1: 2, 3: 1, 100: 2}, 3), ({2: 2, 8: 2}, 5)],
)
def test_the_median_of_counted_values(counted, middle):
    assert median(counted) == middle


def test_a_rate_needs_three_matters():
    assert MatterTally(timed=2, in_time=2).rate is None
    assert MatterTally(timed=4, in_time=3).rate == 0.75


def test_rates_fall_into_four_steps():
    assert [step(rate) for rate in (None, 0.9, 0.95, 0.97, 0.99)] == [0, 1, 2, 3, 4]
