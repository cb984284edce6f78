"""How scores settle, what may be done next, and that the lists of criteria are whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.records.creation.rules import (
    CreationAct,
    CreationKind,
    CreationStanding,
    CreationState,
    next_acts,
    settled,
)
from app.records.creation.standards import newest

TODAY = date(2026, 3, 4)
STANDARD = newest()[CreationKind.COUNTY]


@pytest.mark.parametrize(
    ("totals", "result"),
    [
        ((), None),
        ((90,), None),
        ((90, 80), Decimal(85)),
        ((90, 79), None),
        ((90, 70, 88), Decimal(89)),
        ((95, 70, 72), Decimal(71)),
        ((90, 80, 70), Decimal(75)),
    ],
)
def test_two_near_scores_settle_and_else_the_nearest_of_three(
    totals: tuple[int, ...], result: Decimal | None
) -> None:
    assert settled(totals, 10) == result


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ((CreationState.DRAFT, (), 0, None), {CreationAct.EVIDENCE, CreationAct.SUBMIT}),
        ((CreationState.IN_REVIEW, (90,), 0, None), {CreationAct.SCORE, CreationAct.RETURN}),
        ((CreationState.IN_REVIEW, (90, 70), 0, None), {CreationAct.SCORE, CreationAct.RETURN}),
        ((CreationState.IN_REVIEW, (90, 86), 0, None), {CreationAct.NOTICE}),
        ((CreationState.IN_REVIEW, (84, 80), 0, None), {CreationAct.REFUSE}),
        ((CreationState.NOTICE, (90, 86), 0, TODAY), set()),
        ((CreationState.NOTICE, (90, 86), 1, TODAY - timedelta(days=1)), {CreationAct.ANSWER}),
        ((CreationState.NOTICE, (90, 86), 0, TODAY - timedelta(days=1)), {CreationAct.AWARD}),
        ((CreationState.AWARDED, (90, 86), 0, TODAY), set()),
        ((CreationState.REFUSED, (90, 86), 0, TODAY), set()),
    ],
)
def test_what_may_be_done_next_follows_from_where_it_stands(
    standing: tuple[CreationState, tuple[int, ...], int, date | None], expected: set[CreationAct]
) -> None:
    assert next_acts(CreationStanding(*standing), STANDARD, TODAY) == expected


def test_each_kind_has_criteria_that_make_a_hundred_points() -> None:
    assert set(newest()) == set(CreationKind)
    for standard in newest().values():
        assert standard.points == 100
        assert len({one.code for one in standard.criteria}) == len(standard.criteria)
