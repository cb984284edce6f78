"""Kinds of inspections and their results, and what may be asked of the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from app.kernel.labels import LabelledEnum
from app.records.companies.rules import PartyKind

FIELDS = {
    "kind": "检查方式",
    "level": "任务级别",
    "product_group": "产品类别",
    "product": "产品名称",
    "specification": "规格型号",
    "batch_number": "生产日期或批号",
    "maker_kind": "生产者类别",
    "maker_name": "标称生产者",
    "uscc": "统一社会信用代码",
    "company_id": "关联企业",
    "is_local": "本地生产",
    "seller_name": "被抽样单位",
    "district_code": "抽样地",
    "result": "检验结果",
    "failing_items": "不合格项目",
    "measured": "实测值",
    "limits": "标准值",
    "laboratory": "检验机构",
    "sampled_on": "抽样日期",
    "announced_on": "发布日期",
    "announcement": "通报名称或文号",
    "inspecting_body": "组织部门",
    "remark": "备注",
    "publish_until": "公示至",
    "source_key": "",
    "attachments": "附件",
}
"""What versions keep of an inspection; the key of its source follows from the others."""

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


class InspectionOrder(StrEnum):
    """Orders of the list: newest announcement, or newest sample first."""

    ANNOUNCED = "announced"
    SAMPLED = "sampled"


@dataclass(frozen=True, kw_only=True)
class InspectionFilters:
    """Which inspections to show; empty values leave nothing out."""

    kind: InspectionKind | None = None
    level: InspectionLevel | None = None
    product_group: ProductGroup | None = None
    result: CheckResult | None = None
    is_local: bool | None = None
    district: str = ""
    bureau_id: int | None = None
    year: int | None = None
    q: str = ""

    @property
    def is_elsewhere(self) -> bool | None:
        """True for makers outside of the city; None where nothing is said of that."""
        return True if self.district == ELSEWHERE[0] else None

    @property
    def inside(self) -> str:
        """The district of the city."""
        return "" if self.is_elsewhere else self.district


@dataclass(frozen=True)
class Failure:
    """An item that failed, with what was measured and what is allowed."""

    item: str
    measured: str
    limit: str


@dataclass(frozen=True, kw_only=True)
class InspectionData:
    """What an editor says of an inspected batch. ``is_local`` None: as the maker is registered."""

    kind: InspectionKind
    level: InspectionLevel
    product_group: ProductGroup
    product: str
    specification: str | None
    batch_number: str | None
    maker_kind: PartyKind
    maker_name: str
    uscc: str | None
    is_local: bool | None
    seller_name: str | None
    district_code: str | None
    result: CheckResult
    failing_items: str | None
    measured: str | None
    limits: str | None
    laboratory: str
    sampled_on: date
    announced_on: date
    announcement: str | None
    inspecting_body: str
    remark: str | None
    publish_until: date | None


def parts(text: str | None) -> list[str]:
    """The single items or values that one field holds."""
    return [part.strip() for part in (text or "").split(SEPARATOR) if part.strip()]


def failures(items: str | None, measured: str | None, limits: str | None) -> Iterator[Failure]:
    """The failing items, each with its values."""
    for item, value, limit in zip_longest(
        parts(items), parts(measured), parts(limits), fillvalue=""
    ):
        yield Failure(item, value, limit)


def fault(
    *,
    result: CheckResult,
    items: str | None,
    values: tuple[str | None, str | None],
    sampled_on: date,
    announced_on: date,
    today: date,
) -> tuple[str, str] | None:
    """The field at fault and what is wrong, in an inspection from a file or from a form.

    ``values`` are what was measured and what is allowed.
    """
    found = parts(items)
    checks = (
        (result is CheckResult.FAIL and not found, "failing_items", "不合格的要写明不合格项目"),
        (
            result is CheckResult.PASS and bool(found),
            "failing_items",
            "检验结果为合格，不填不合格项目",
        ),
        (not found and any(values), "measured", "没有不合格项目，不填实测值和标准值"),
        (
            any(value and len(parts(value)) != len(found) for value in values),
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
