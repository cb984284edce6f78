"""Inspections and surveys of the sample site."""

from typing import Any

from app.accounts.models import Bureau
from app.companies.models import Company
from tests.support.indicator_factories import indicator
from tests.support.inspection_factories import make_inspection
from tests.support.survey_factories import make_survey


def make_quality(company: Company, bureau: Bureau) -> dict[str, Any]:
    """Their numbers, by what the sample calls them."""
    return {
        "inspection": make_inspection(company=company).id,
        "failed": make_failed(company, bureau),
        "survey": make_surveys(bureau),
    }


def make_failed(company: Company, bureau: Bureau) -> int:
    """A batch that failed in two ways, sent by the body."""
    return make_inspection(
        company=company,
        source_bureau_id=bureau.id,
        failing_items="菌落总数；苯甲酸",
        measured="2.6×10^5 CFU/g；1.3 g/kg",
        limits="≤10^5 CFU/g；≤1.0 g/kg",
    ).id


def make_surveys(bureau: Bureau) -> int:
    """Three years of one survey, the last of them sent by the body."""
    about = {"indicator_id": indicator("FW06").id}
    for year in (2023, 2024):
        make_survey(**about, period=f"{year}")
    return make_survey(**about, source_bureau_id=bureau.id, population=9000).id
