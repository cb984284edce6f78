"""When reports add up to a risk, what the draft of a warning says, and how often it was right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from app.kernel.labels import LabelledEnum

WARNED_FOR = timedelta(days=60)
"""How many calendar days a warning stands unless its editor says otherwise."""


class RiskKind(LabelledEnum):
    """What the reports have in common."""

    COMPANY = ("company", "企业")
    PRODUCT = ("product", "产品")
    STREET = ("street", "街道、路段")


class SignalVerdict(LabelledEnum):
    """What an editor says of a signal."""

    USEFUL = ("useful", "有用")
    NOT_USEFUL = ("not_useful", "没有用")


@dataclass(frozen=True)
class Threshold:
    """So many reports of a kind within so many calendar days."""

    kind: RiskKind
    reports: int
    days: int
    valid_from: date
    valid_until: date | None

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> Self:
        """A line of the data file."""
        until = row["valid_until"]
        return cls(
            kind=RiskKind(row["kind"]),
            reports=row["reports"],
            days=row["days"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(until) if until else None,
        )


def threshold_of(kind: RiskKind, on: date, thresholds: Iterable[Threshold]) -> Threshold | None:
    """The threshold of a kind that is in force on a day; the newest when several are."""
    fitting = [
        one
        for one in thresholds
        if one.kind is kind
        and one.valid_from <= on
        and (one.valid_until is None or on <= one.valid_until)
    ]
    return max(fitting, key=lambda one: one.valid_from, default=None)


@dataclass(frozen=True)
class RiskFinding:
    """Reports that have something in common: what, where, how many in how many days, about what."""

    kind: RiskKind
    name: str
    district: str
    reports: int
    days: int
    categories: Mapping[str, int]


@dataclass(frozen=True)
class WarningText:
    """What the draft of a warning says."""

    title: str
    scope: str
    summary: str
    body: str


def draft_words(found: RiskFinding) -> WarningText:
    """The draft. It tells numbers and kinds of reports, never a word of a reporter's."""
    place = found.district or "全市"
    about = found.name if found.kind is not RiskKind.STREET else f"{place}{found.name}一带"
    kinds = "、".join(f"{name} {count} 件" for name, count in found.categories.items())
    counted = f"近 {found.days} 天收到反映{about}的投诉举报 {found.reports} 件（{kinds}）。"
    return WarningText(
        title=f"关于{about}的消费风险警示",
        scope=about if found.kind is RiskKind.STREET else f"{place}，{about}",
        summary=counted,
        body=f"{counted}以上是收到的件数，不是查证的结论；承办部门正在核查，结果依法公开。\n\n"
        "## 提醒\n\n"
        "1. 购买前查看标签、生产日期和合格证明，不买来源不明的商品。\n"
        "2. 保留小票、付款记录和实物，发现问题停止使用。\n"
        "3. 遇到同样的情况，请在本站投诉举报，或者拨打 12345。\n",
    )


@dataclass(frozen=True)
class FailedBatch:
    """What a warning says of a batch that failed: it is named, with who made it and what failed."""

    product: str
    batch: str
    maker: str
    found: str
    body: str
    sampled_on: date


def batch_words(batch: FailedBatch) -> WarningText:
    """The draft of a warning of a batch. It tells what was found, and of that batch only."""
    named = f"{batch.product}（{batch.batch}）" if batch.batch else batch.product
    finding = (
        f"{batch.sampled_on.isoformat()}，{batch.body}抽到标称{batch.maker}生产的{named}，"
        f"检验不合格：{batch.found}。"
    )
    return WarningText(
        title=f"关于{batch.maker}{named}的消费风险警示"[:200],
        scope=f"全市，{named}",
        summary=finding,
        body=f"{finding}检验结果只说明这一批，不代表同一企业的其他产品和批次。\n\n"
        "## 提醒\n\n"
        "1. 买到这一批的，停止食用或者使用，保留包装和购买凭证。\n"
        "2. 可以向销售者要求退货；发现仍在销售的，请在本站举报，或者拨打 12345。\n"
        "3. 后续处理结果依法公开。\n",
    )


@dataclass(frozen=True)
class SignalPrecision:
    """How many signals were judged, and how many of them were useful."""

    raised: int
    judged: int
    useful: int

    @property
    def percent(self) -> int | None:
        """The share that was useful, in whole percent; None while none is judged."""
        return round(100 * self.useful / self.judged) if self.judged else None
