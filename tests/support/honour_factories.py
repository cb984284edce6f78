"""Honours for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from app.kernel import clock
from app.records.companies.rules import PartyKind
from app.records.honours.models import Honour
from app.records.honours.rules import HonourGrade, HonourKind
from tests.support.factories import make, make_company, publication

_numbers = count(1)


def make_honour(**changes: Any) -> Honour:
    """A published award of a company, which holds for another year."""
    company = changes.pop("company", None) or make_company()
    number = next(_numbers)
    defaults = {
        **publication(),
        "kind": HonourKind.QUALITY_AWARD,
        "grade": HonourGrade.CITY,
        "title": "温州市市长质量奖",
        "party_name": company.name,
        "party_kind": PartyKind.ORGANISATION,
        "uscc": company.uscc,
        "company_id": company.id,
        "grantor": "温州市人民政府",
        "document_number": f"温政发〔2026〕{number}号",
        "granted_on": clock.today() - timedelta(days=35),
        "year": clock.today().year,
        "valid_from": clock.today() - timedelta(days=35),
        "valid_until": clock.today() + timedelta(days=335),
        "merits": "推行卓越绩效管理。",
        "district_code": company.district_code,
    }
    return make(Honour, defaults, changes)
