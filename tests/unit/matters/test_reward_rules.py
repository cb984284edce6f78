"""What a reward amounts to, and what of rewards may be told."""

from datetime import date

import pytest

from app.matters.rewards.rules import (
    ACTS,
    RewardAct,
    RewardRelation,
    RewardStatus,
    RewardTier,
    has_lapsed,
    publishable,
    quarter_ended,
    quarter_of,
)
from app.matters.rewards.terms import reward_terms
from app.people.acting.rules import open_acts

TERMS = reward_terms(date(2026, 11, 25))
YUAN = 100


@pytest.mark.parametrize(
    ("tier", "base", "amount"),
    [
        (RewardTier.FIRST, 1_000_000, 50_000),
        (RewardTier.SECOND, 1_000_000, 30_000),
        (RewardTier.THIRD, 1_000_000, 10_000),
        (RewardTier.FIRST, 0, 5_000),
        (RewardTier.SECOND, 0, 3_000),
        (RewardTier.THIRD, 0, 1_000),
        (RewardTier.FIRST, 99_999, 5_000),
        (RewardTier.FIRST, 100_020, 5_001),
        (RewardTier.FIRST, 20_000_000, 1_000_000),
        (RewardTier.FIRST, 30_000_000, 1_000_000),
        (RewardTier.THIRD, 99_000_000, 990_000),
    ],
)
def test_a_tier_has_its_share_not_below_its_floor_nor_above_the_cap(tier, base, amount):
    assert TERMS.amount(tier, base * YUAN) == amount * YUAN


def test_an_insider_gets_more_up_to_the_cap_and_parts_of_a_fen_are_rounded():
    assert TERMS.amount(RewardTier.THIRD, 0, 50) == 1_500 * YUAN
    assert TERMS.amount(RewardTier.SECOND, 1_000_000 * YUAN, 20) == 36_000 * YUAN
    assert TERMS.amount(RewardTier.FIRST, 20_000_000 * YUAN, 100) == 1_000_000 * YUAN
    assert TERMS.amount(RewardTier.FIRST, 20_000_009) == 1_000_000
    assert TERMS.amount(RewardTier.FIRST, 20_000_010) == 1_000_001


def test_from_half_a_million_finance_is_asked_and_before_the_first_rule_there_is_none():
    assert not TERMS.asks_finance(499_999 * YUAN)
    assert TERMS.asks_finance(500_000 * YUAN)
    assert reward_terms(date(2021, 11, 30)) is None
    assert reward_terms(date(2021, 12, 1)).basis.endswith("4号）")


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 0, 0], [True, True, True]),
        ([3, 4, 5], [True, True, True]),
        ([1, 1, 5], [False, False, True]),
        ([1, 5, 4], [False, True, False]),
        ([2, 7, 0], [False, False, True]),
        ([2, 0, 0], [False, True, True]),
        ([2], [False]),
        ([3], [True]),
    ],
)
def test_small_numbers_are_hidden_and_cannot_be_reckoned_from_the_total(counts, shown):
    assert publishable(counts) == shown


def test_a_quarter_is_told_when_it_has_ended_and_what_nobody_claims_is_given_up():
    assert quarter_of(date(2026, 9, 30)) == (2026, 3)
    assert quarter_ended((2026, 3), date(2026, 10, 1))
    assert not quarter_ended((2026, 4), date(2026, 12, 31))
    assert quarter_ended((2026, 4), date(2027, 1, 1))
    day = date(2026, 11, 25)
    assert not has_lapsed(RewardStatus.APPROVED, day, day)
    assert has_lapsed(RewardStatus.APPROVED, day, date(2026, 11, 26))
    assert not has_lapsed(RewardStatus.CLAIMED, day, date(2026, 11, 26))
    assert not has_lapsed(RewardStatus.PROPOSED, None, day)


def open_to(act):
    return [
        (relation, status)
        for relation in RewardRelation
        for status in RewardStatus
        if act in open_acts(ACTS, [relation], status)
    ]


def test_each_step_belongs_to_one_relation_in_one_state_and_only_who_is_next_sends_back():
    for act in (RewardAct.ENDORSE, RewardAct.AGREE, RewardAct.CONSENT, RewardAct.PAY):
        assert len(open_to(act)) == 1
    assert open_to(RewardAct.SEND_BACK) == [
        (RewardRelation.HEAD, RewardStatus.PROPOSED),
        (RewardRelation.COORDINATION, RewardStatus.ENDORSED),
        (RewardRelation.FINANCE, RewardStatus.WITH_FINANCE),
    ]
