"""Intervals of shares: they hold for few and for many, and at the ends."""

import pytest

from app.kernel.estimates import margin_of_mean, margin_of_share, wilson_interval


@pytest.mark.parametrize(
    ("good", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (95, 100, 0.8882, 0.9785), (1, 1, 0.2065, 1.0)],
)
def test_the_interval_is_that_of_wilson(good, total, low, high):
    assert wilson_interval(good, total) == pytest.approx((low, high), abs=0.0002)


def test_more_batches_make_the_interval_narrower():
    widths = [high - low for low, high in (wilson_interval(9 * n, 10 * n) for n in (1, 10, 100))]
    assert widths == sorted(widths, reverse=True)


def test_the_margin_of_a_share_is_that_of_textbooks():
    assert margin_of_share(500, 1000) == pytest.approx(0.03099, abs=0.00001)
    assert margin_of_share(864, 1000) == pytest.approx(0.02125, abs=0.00001)


def test_a_sample_of_everybody_leaves_no_margin_and_one_of_half_less():
    assert margin_of_share(40, 50, 50) == 0
    assert margin_of_share(40, 50, 100) == pytest.approx(0.1109 * 0.7107, abs=0.0002)
    assert margin_of_share(40, 50, 10**9) == pytest.approx(margin_of_share(40, 50))


def test_the_margin_of_a_mean_shrinks_with_the_root_of_the_sample():
    assert margin_of_mean(0.8, 100) == pytest.approx(0.1568, abs=0.0001)
    assert margin_of_mean(0.8, 400) == pytest.approx(margin_of_mean(0.8, 100) / 2)


@pytest.mark.parametrize("estimate", [margin_of_share, margin_of_mean, wilson_interval])
def test_of_nobody_and_nothing_there_is_no_estimate(estimate):
    with pytest.raises(ValueError, match=r"nobody|nothing"):
        estimate(0, 0)
