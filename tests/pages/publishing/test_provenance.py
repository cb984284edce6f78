"""Every line of a company's page says who sent it, since when it is known, and who corrects it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.runner import run_import
from app.kernel.imports.targets import ImportSource, registry
from app.kernel.search.documents import SearchKind
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import MatterStatus
from app.people.models import Bureau
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from app.records.companies.models import Company
from app.records.credit.rules import ListKind
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.desks import publish
from tests.support.factories import (
    make_bureau,
    make_case,
    make_company,
    make_credit_entry,
    make_licence,
    make_project,
)
from tests.support.pages import PageClient
from tests.support.transactions import Counted
from tests.support.uscc import uscc

Counting = Callable[[], AbstractContextManager[Counted]]
FIRST, LAST = date(2025, 7, 8), date(2026, 3, 2)
LINES = {
    "base": "//section[@id='base']",
    "lists": "//section[@id='lists']/article",
    "cases": "//section[@id='cases']//tbody/tr",
    "licences": "//section[@id='licences']//tbody/tr",
    "projects": "//section[@id='projects']/article",
    "matters": "//section[@id='matters']//li",
}
"""By section of the page, what is a line of it."""
CORRECT = {
    "lists": "/redress/new?record=entry-",
    "cases": "/redress/new?record=case-",
    "licences": "/redress/new?record=licence-",
}
"""Where what its party can object to is corrected."""


def fill(bureau: Bureau, times: int = 1) -> Company:
    """A company of which there is everything, ``times`` over."""
    seen = {
        "source_bureau_id": bureau.id,
        "created_at": clock.day_start(FIRST) + timedelta(hours=1),
        "checked_on": LAST,
    }
    company = make_company(name="温州虚构调味食品有限公司", **seen)
    for number in range(times):
        make_credit_entry(company=company, list=ListKind.BLACK, **seen)
        make_case(company=company, **seen)
        make_licence(company=company, **seen)
        make_project(company_id=company.id, name=f"第{number}号项目", **seen)
        make_matter(
            submission=make_submission(company_id=company.id, consents_to_publication=True),
            bureau=bureau,
            status=MatterStatus.CLOSED,
            outcome=MatterOutcome.SOLVED,
            public_title="酱油标签",
            is_public=True,
            received_on=FIRST,
            closed_on=LAST,
        )
    db.session.commit()
    return company


@pytest.mark.usefixtures("frozen_clock")
class TestCompanyPage:
    def test_every_line_names_its_source_both_dates_and_where_to_correct_it(
        self, client: PageClient
    ) -> None:
        company = fill(make_bureau(name="试验监管局"), times=2)
        page = client.get(f"/companies/{company.uscc}")
        for section, xpath in LINES.items():
            lines = page.all(xpath)
            assert len(lines) == (1 if section == "base" else 2), section
            for line in lines:
                (origin,) = line.xpath(".//*[@class='mj-origin']")
                text = " ".join(origin.text_content().split())
                assert "来源：试验监管局 首次收录 2025-07-08 最近核对 2026-03-02" in text
                (correct,) = origin.xpath(".//a[.='纠错']/@href")
                assert correct.startswith(CORRECT.get(section, "/rules#correct"))

    def test_it_costs_the_same_statements_at_any_size(
        self, client: PageClient, count_statements: Counting
    ) -> None:
        costs = []
        for times in (1, 4):
            company = fill(make_bureau(), times=times)
            with count_statements() as counted:
                client.get(f"/companies/{company.uscc}")
            costs.append(len(counted))
        assert costs[0] == costs[1] <= 14


def test_a_file_that_says_the_same_again_is_told_as_the_last_check(
    app: Flask, tmp_path: Path, frozen_clock: time_machine.Traveller
) -> None:
    path = tmp_path / "登记.csv"
    path.write_text(f"企业名称,统一社会信用代码\n虚构甲厂,{uscc(1)}\n", encoding="utf-8")
    for wanted in (date(2026, 3, 4), date(2026, 3, 11)):
        frozen_clock.move_to(clock.day_start(wanted) + timedelta(hours=9))
        run_import(path, registry(app).targets["companies"], source=ImportSource(path.name))
        company = db.session.scalars(select(Company)).one()
        assert (company.first_seen_on, company.last_seen_on) == (date(2026, 3, 4), wanted)


def test_a_reviewer_who_approves_has_checked(
    app: Flask, frozen_clock: time_machine.Traveller
) -> None:
    case = make_case(status=PublicationStatus.DRAFT, published_on=None)
    db.session.commit()
    frozen_clock.shift(timedelta(days=6))
    publish(case, SearchKind.CASE)
    found = db.session.get_one(Case, case.id)
    assert (found.first_seen_on, found.last_seen_on) == (date(2026, 3, 4), date(2026, 3, 10))
