"""Real records of every kind, from the act that publishes them to the page of results."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine
from flask import Flask

from app.core import outbox
from app.core.db import db
from app.credit.rules import ListKind
from app.search import maintenance
from app.search.documents import SearchKind
from app.search.sources import changed
from tests.support import factories
from tests.support.pages import PageClient
from tests.support.transactions import Counted

# One for each of five tables, the districts, and whether the site shows demo data. No more,
# however many hits there are.
MAX_STATEMENTS = 7


@pytest.fixture
def one_of_each(app: Flask, frozen_clock: time_machine.Traveller) -> None:
    """One published record of each kind, all of which say 酱油."""
    company = factories.make_company(name="温州试验酱油酿造有限公司")
    factories.make_former_name(company)
    factories.make_credit_entry(company=company, list=ListKind.RED, title="酱油酿造技艺奖")
    factories.make_credit_entry(company=company)
    factories.make_case(company=company, title="温州试验酱油酿造有限公司酱油案")
    project = factories.make_project(name="酱油小作坊提升改造")
    factories.make_milestone(project)
    factories.make_bulletin(title="酱油专项检查通知")
    db.session.commit()
    maintenance.rebuild()


@pytest.mark.usefixtures("one_of_each")
def test_each_kind_is_found_and_its_link_leads_to_it(client: PageClient) -> None:
    page = client.get("/search?q=酱油")
    tabs = page.texts("//ul[contains(@class, 'mj-tabs')]/li")
    assert sorted(tab.split()[0] for tab in tabs[1:]) == sorted(kind.label for kind in SearchKind)
    links = [link.get("href") for link in page.all("//article/div/h3/a")]
    assert len(links) == len(SearchKind)
    for link in links:
        assert "酱油" in client.get(link).body_text


@pytest.mark.usefixtures("one_of_each")
def test_a_page_with_every_kind_takes_as_many_statements_as_kinds_need(
    client: PageClient, count_statements: Callable[[], AbstractContextManager[Counted]]
) -> None:
    with count_statements() as counted:
        client.get("/search?q=酱油")
    assert len(counted) <= MAX_STATEMENTS, str(counted)


@pytest.mark.usefixtures("one_of_each")
def test_a_renamed_company_is_found_by_its_new_name_only(client: PageClient) -> None:
    company = factories.make_company(name="砚汐琼脂商行")
    changed(SearchKind.COMPANY, [company.id])
    db.session.commit()
    outbox.drain()
    company.name = "砚汐腐乳商行"
    changed(SearchKind.COMPANY, [company.id])
    db.session.commit()
    outbox.drain()
    assert "没有找到" in client.get("/search?q=琼脂").body_text
    assert "砚汐腐乳商行" in client.get("/search?q=腐乳").body_text


@pytest.mark.usefixtures("one_of_each")
def test_a_case_shows_its_number_and_until_when_it_is_published(client: PageClient) -> None:
    (hit,) = client.get("/search?q=酱油&type=case").texts("//article")
    assert re.search(r"公示至 \d{4}-\d\d-\d\d", hit)
    assert "〔" in hit
