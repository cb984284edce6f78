"""The ledger as a file: the same cells that the page shows."""

from app.kernel.imports.exporting import ExportColumn
from app.matters.rewards.queries import LedgerQuarter
from app.matters.rewards.rules import RewardTier

HIDDEN = "少于 3 件，不公布"


def cell(value: int | None) -> int | str:
    """A number, or that it is too small to be told."""
    return HIDDEN if value is None else value


def yuan_cell(cents: int | None) -> int | str:
    """An amount of 分 in whole 元, or that it is not told."""
    return HIDDEN if cents is None else cents // 100


def _number_of(tier: RewardTier) -> ExportColumn[LedgerQuarter]:
    return ExportColumn(
        f"{tier.value}_number",
        f"{tier.label}（件）",
        lambda row: next(cell(number) for each, number, _ in row.tiers if each is tier),
    )


def _amount_of(tier: RewardTier) -> ExportColumn[LedgerQuarter]:
    return ExportColumn(
        f"{tier.value}_amount",
        f"{tier.label}（元）",
        lambda row: next(yuan_cell(cents) for each, _, cents in row.tiers if each is tier),
    )


LEDGER: tuple[ExportColumn[LedgerQuarter], ...] = (
    ExportColumn("quarter", "季度", lambda row: row.quarter_label),
    ExportColumn("number", "发放（件）", lambda row: cell(row.number)),
    ExportColumn("amount", "发放金额（元）", lambda row: yuan_cell(row.cents)),
    *(_number_of(tier) for tier in RewardTier),
    *(_amount_of(tier) for tier in RewardTier),
)
