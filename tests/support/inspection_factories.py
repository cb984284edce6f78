"""Inspected batches for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from app.kernel import clock
from app.records.companies.rules import PartyKind
from app.records.inspections.models import Inspection
from app.records.inspections.rules import CheckResult, InspectionKind, InspectionLevel, ProductGroup
from tests.support.factories import make, make_company, publication

_numbers = count(1)


def make_inspection(**changes: Any) -> Inspection:
    """A published batch that passed a spot check; with ``failing_items``, one that failed."""
    company = changes.pop("company", None) or make_company()
    number = next(_numbers)
    failed = "failing_items" in changes
    defaults = {
        **publication(),
        "publish_until": None,
        "kind": InspectionKind.SPOT_CHECK,
        "level": InspectionLevel.CITY,
        "product_group": ProductGroup.FOOD,
        "product": "特级酿造酱油",
        "batch_number": f"20260101-{number}",
        "company_id": company.id,
        "maker_kind": PartyKind.ORGANISATION,
        "maker_name": company.name,
        "uscc": company.uscc,
        "is_local": True,
        "seller_name": "试验副食品超市",
        "district_code": company.district_code,
        "result": CheckResult.FAIL if failed else CheckResult.PASS,
        "laboratory": "试验检测中心",
        "sampled_on": clock.today() - timedelta(days=60),
        "announced_on": clock.today() - timedelta(days=30),
        "inspecting_body": "温州市市场监督管理局",
    }
    return make(Inspection, defaults, changes)
