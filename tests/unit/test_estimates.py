"""Intervals of shares: they hold for few and for many, and at the ends."""

import pytest

from app.core.estimates import wilson_interval


@pytest.mark.parametrize(
    ("good", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (95, 100, 0.8882, 0.9785), (1, 1, 0.2065, 1.0)],
)
def test_the_interval_is_that_of_wilson(good, total, low, high):
    assert wilson_interval(good, total) == pytest.approx((low, high), abs=0.0002)


def test_more_batches_make_the_interval_narrower():
    widths = [high - low for low, high in (wilson_interval(9 * n, 10 * n) for n in (1, 10, 100))]
    assert widths == sorted(widths, reverse=True)


def test_of_nothing_there_is_no_interval():
    with pytest.raises(ValueError, match="nothing"):
        wilson_interval(0, 0)
