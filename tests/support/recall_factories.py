"""Recalls for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from app.kernel import clock
from app.records.companies.rules import PartyKind
from app.records.recalls.models import Recall, RecallKind
from tests.support.factories import make, make_company, publication

_numbers = count(1)


def make_recall(**changes: Any) -> Recall:
    """A published recall."""
    company = changes.pop("company", None) or make_company()
    defaults = {
        **publication(),
        "publish_until": None,
        "kind": RecallKind.ORDERED,
        "product": "儿童保温杯",
        "brand": "晨漾",
        "batch": f"202601-{next(_numbers)}",
        "company_id": company.id,
        "maker_kind": PartyKind.ORGANISATION,
        "maker_name": company.name,
        "uscc": company.uscc,
        "reason": "杯盖硅胶圈易脱落。",
        "danger": "小零件可能被幼儿吞入。",
        "advice": "立即停止使用，凭杯身编号退货。",
        "measures": "停止销售，更换模具。",
        "items": 4200,
        "announced_on": clock.today() - timedelta(days=30),
        "announcing_body": "温州市市场监督管理局",
    }
    return make(Recall, defaults, changes)
