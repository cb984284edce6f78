"""Kinds of inspections, their results, and what can't be right in one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from app.kernel.labels import LabelledEnum

ELSEWHERE = ("none", "不在本市或不明")
"""Stands among the districts for samples taken in none of them: value and words."""

SEPARATOR = "；"
"""Between several failing items, and between their values, in the same order."""


class InspectionKind(LabelledEnum):
    """How it was inspected: the three ways that the policy names (二（三）2)."""

    SPOT_CHECK = ("spot_check", "监督抽查")
    PATROL = ("patrol", "日常巡查")
    UNANNOUNCED = ("unannounced", "飞行检查")


class InspectionLevel(LabelledEnum):
    """Whose plan the inspection belongs to."""

    NATIONAL = ("national", "国家级")
    PROVINCE = ("province", "省级")
    CITY = ("city", "市级")
    COUNTY = ("county", "县级")


class ProductGroup(LabelledEnum):
    """Groups of products, told apart as the promises of the policy do."""

    FOOD = ("food", "食品")
    DRUG = ("drug", "药品")
    PRODUCE = ("produce", "农产品")
    INDUSTRIAL = ("industrial", "工业产品")


class CheckResult(LabelledEnum):
    """What the laboratory or the inspectors found."""

    PASS = ("pass", "合格")
    FAIL = ("fail", "不合格")


@dataclass(frozen=True)
class Failure:
    """An item that failed, with what was measured and what is allowed, as text with units."""

    item: str
    measured: str
    limit: str


def parts(text: str | None) -> list[str]:
    """The single items or values that one field holds."""
    return [part.strip() for part in (text or "").split(SEPARATOR) if part.strip()]


def failures(items: str | None, measured: str | None, limits: str | None) -> Iterator[Failure]:
    """The failing items, each with its values."""
    for item, value, limit in zip_longest(
        parts(items), parts(measured), parts(limits), fillvalue=""
    ):
        yield Failure(item, value, limit)


def fault(values: Mapping[str, Any], today: date) -> tuple[str, str] | None:
    """The field at fault and what is wrong, in an inspection from a file or from a form."""
    result, found = values["result"], parts(values["failing_items"])
    sampled_on, announced_on = values["sampled_on"], values["announced_on"]
    amounts = (values["measured"], values["limits"])
    checks = (
        (result is CheckResult.FAIL and not found, "failing_items", "不合格的要写明不合格项目"),
        (
            result is CheckResult.PASS and bool(found),
            "failing_items",
            "检验结果为合格，不填不合格项目",
        ),
        (not found and any(amounts), "measured", "没有不合格项目，不填实测值和标准值"),
        (
            any(value and len(parts(value)) != len(found) for value in amounts),
            "measured",
            "实测值、标准值的个数与不合格项目不一致，几项之间用“；”分开",
        ),
        (announced_on < sampled_on, "announced_on", "发布日期早于抽样日期"),
        (announced_on > today, "announced_on", "发布日期在今天之后，请核对"),
    )
    return next(((field, words) for wrong, field, words in checks if wrong), None)


def name_of(product: str, batch: str | None) -> str:
    """The product with its batch: 酱油（2026-03-01）."""
    return f"{product}（{batch}）" if batch else product


def title_of(product: str, batch: str | None, kind: InspectionKind, result: CheckResult) -> str:
    """Product, batch and result."""
    return f"{name_of(product, batch)}{kind.label}{result.label}"
