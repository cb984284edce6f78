"""Inspections, surveys and what is reported of them, on the sample site."""

from datetime import timedelta
from typing import Any

from app.kernel import clock
from app.people.models import Bureau
from app.records.companies.models import Company
from app.records.livelihood.rules import HidingGround, ProposalState
from tests.support.creation_factories import make_report
from tests.support.record_factories import (
    indicator,
    make_inspection,
    make_payment,
    make_problem,
    make_programme,
    make_proposal,
    make_recall,
    make_survey,
)


def make_quality(company: Company, bureau: Bureau) -> dict[str, Any]:
    """Their numbers, by what the sample calls them."""
    return {
        "inspection": make_inspection(company=company).id,
        "failed": make_failed(company, bureau),
        "survey": make_surveys(bureau),
        "payment": make_payment(company=company).id,
        "recall": make_recall(company=company).id,
        "reported": make_report().code,
        **make_year(bureau),
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


def make_year(bureau: Bureau) -> dict[str, int]:
    """This year's programme with a problem that is late, and proposals in every state."""
    own = {"source_bureau_id": bureau.id}
    programme = make_programme(**own)
    late = make_problem(programme, due_on=clock.today() - timedelta(days=3), **own)
    make_problem(programme, solved_on=clock.today(), evidence="复查全部合格。")
    make_proposal(state=ProposalState.SHOWN, text="", shown_text="检查早餐店的煎炸油。")
    make_proposal(state=ProposalState.HIDDEN, text="", ground=HidingGround.PERSONAL)
    waiting = make_proposal()
    keys = {"programme": programme.id, "problem": late.id, "proposal": waiting.id}
    return {"year": programme.year, **keys}
