"""Recalls for tests."""

from datetime import date
from typing import Any

from app.records.companies.rules import PartyKind
from app.records.recalls.models import Recall
from app.records.recalls.rules import RecallKind
from tests.support.factories import make, make_company, publication


def make_recall(**changes: Any) -> Recall:
    """A published recall of a company's product."""
    company = changes.pop("company", None) or make_company()
    defaults = {
        **publication(),
        "publish_until": None,
        "kind": RecallKind.ORDERED,
        "product": "试验酱油",
        "company_id": company.id,
        "maker_kind": PartyKind.ORGANISATION,
        "maker_name": company.name,
        "uscc": company.uscc,
        "reason": "瓶盖封口不严。",
        "danger": "可能变质。",
        "advice": "停止食用，凭瓶身批号退货。",
        "measures": "停止销售，收回同批产品。",
        "items": 1200,
        "announced_on": date(2026, 2, 2),
        "announcing_body": "试验监管局",
    }
    return make(Recall, defaults, changes)
