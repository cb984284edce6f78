"""What a reward amounts to, under the rule in force on the day of its proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data
from app.matters.rewards.rules import RewardTier

RULES = Path(__file__).parent / "data" / "terms.json"
CENTS = 100


@dataclass(frozen=True)
class TierShare:
    """A tier's part of fine and confiscation, in percent, and the least that is paid, in 分."""

    percent: Decimal
    floor_cents: int


@dataclass(frozen=True)
class RewardTerms:
    """One rule (such as 国市监稽规〔2021〕4号): tiers, limits in 分, and working days."""

    since: date
    basis: str
    tiers: Mapping[RewardTier, TierShare]
    cap_cents: int
    finance_from_cents: int
    finance: str
    large_fine_cents: int
    """From so many 分, fine and confiscation together, it is 较大数额 (浙江省举报奖励实施细则)."""
    inform_days: int
    claim_days: int
    payee_days: int
    """How many calendar days after the payment it is still known whom it went to."""
    insider_raises: Sequence[int]
    """Percent by which the reward of an insider can be raised."""

    def amount(self, tier: RewardTier, base_cents: int, raise_percent: int = 0) -> int:
        """The reward in 分: the tier's share, not below its floor nor above the cap.

        ``base_cents`` are 分, too. ``raise_percent`` is what an insider gets more; the cap holds
        for all.
        """
        share = self.tiers[tier]
        part = max(share.percent * base_cents / 100, Decimal(share.floor_cents))
        raised = (part * (100 + raise_percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)
        return min(int(raised), self.cap_cents)

    def asks_finance(self, amount_cents: int) -> bool:
        """Whether the finance bureau has to agree to so many 分, too."""
        return amount_cents >= self.finance_from_cents


def reward_terms(day: date) -> RewardTerms | None:
    """The rule in force on this day; None before the first."""
    return next((terms for terms in all_terms() if terms.since <= day), None)


@cache
def all_terms() -> list[RewardTerms]:
    """Every rule, the newest first."""
    terms = [
        RewardTerms(
            since=date.fromisoformat(rule["since"]),
            basis=rule["basis"],
            tiers={
                RewardTier(name): TierShare(Decimal(str(share["percent"])), share["floor"] * CENTS)
                for name, share in rule["tiers"].items()
            },
            cap_cents=rule["cap"] * CENTS,
            finance_from_cents=rule["finance_from"] * CENTS,
            finance=rule["finance"],
            large_fine_cents=rule["large_fine"] * CENTS,
            inform_days=rule["inform_days"],
            claim_days=rule["claim_days"],
            payee_days=rule["payee_days"],
            insider_raises=tuple(rule["insider_raises"]),
        )
        for rule in read_data(RULES)["rules"]
    ]
    return sorted(terms, key=lambda each: each.since, reverse=True)
