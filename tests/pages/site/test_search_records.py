"""Real records of every kind, from the act that publishes them to the page of results."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
import time_machine
from flask import Flask

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance, sources
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.records.creation.rules import CreationKind
from app.records.credit.rules import ListKind
from app.records.projects.rules import ProjectState
from tests.support import factories
from tests.support.creation_factories import make_badge, make_report
from tests.support.pages import Page, PageClient
from tests.support.record_factories import (
    make_honour,
    make_indicator,
    make_inspection,
    make_payment,
    make_programme,
    make_recall,
    make_survey,
)
from tests.support.transactions import Counted

# The facts of the site; the rows of all kinds together; articles with what is hidden in them;
# promises with their newest values. No more, however many hits there are.
MAX_STATEMENTS = 4


@pytest.fixture
def one_of_each(app: Flask, frozen_clock: time_machine.Traveller) -> None:
    """One published record of each kind, all of which say 酱油."""
    company = factories.make_company(name="温州试验酱油酿造有限公司")
    factories.make_former_name(company)
    factories.make_former_name(company, name="温州试验酱园", until=date(2011, 3, 1))
    factories.make_credit_entry(company=company, list=ListKind.RED, title="酱油酿造技艺奖")
    listed = factories.make_company(name="温州试验灌装有限公司")
    factories.make_credit_entry(company=listed, title="标注虚假酱油生产日期")
    factories.make_case(company=company, title="温州试验酱油酿造有限公司酱油案")
    factories.make_licence(company=company, content="酱油生产")
    project = factories.make_project(name="酱油小作坊提升改造")
    factories.make_milestone(project, position=2)
    factories.make_milestone(project, position=1, title="开工")
    factories.make_bulletin(title="酱油专项检查通知")
    make_indicator(name="酱油抽查合格率")
    make_inspection(company=company, product="酱油")
    make_honour(company=company, title="酱油名品")
    make_survey(title="酱油放心消费满意度调查")
    make_programme(theme="吃上放心酱油")
    make_payment(company=company, honour="酱油名品奖励")
    make_recall(company=company, product="酱油召回")
    make_badge(applicant="温州试验酱油产业", kind=CreationKind.TRADE)
    make_report(edition=2, reason="补登一件酱油案。")
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
def test_a_page_with_every_kind_asks_for_all_kinds_together(
    client: PageClient, count_statements: Callable[[], AbstractContextManager[Counted]]
) -> None:
    client.get("/search?q=酱油")
    with count_statements() as counted:
        client.get("/search?q=酱油")
    assert len(counted) <= MAX_STATEMENTS, str(counted)


@pytest.mark.usefixtures("one_of_each")
def test_documents_are_the_same_read_together_and_alone() -> None:
    """The index is told what is read alone; what a page shows of it is compared with that."""
    everything = list(sources.all_documents())
    assert {document.kind for document in everything} == set(SearchKind)
    together = sources.current_records(document.id for document in everything)
    assert sorted(map(repr, together)) == sorted(map(repr, everything))
    (company,) = (document for document in everything if document.former_names)
    assert company.former_names == ("温州试验酱园", "旧温州试验酱油酿造有限公司")
    (project,) = (document for document in everything if document.kind is SearchKind.PROJECT)
    assert ("节点", "开工；完成验收") in project.texts


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


def _facet(page: Page, name: str) -> dict[str, str]:
    """A facet's values with their counts, by the parameter that its links carry."""
    lines = page.all(f"//nav[@id='filters']//li/a[contains(@href, '{name}=')]")
    return {line[0].text_content(): line[1].text_content() for line in lines}


@pytest.mark.usefixtures("one_of_each")
def test_the_status_is_what_each_kind_s_page_shows(client: PageClient) -> None:
    counts = {"存续": "1", "公示中": "6", "合格": "1", "按计划": "1", "未报": "1", "已授牌": "1"}
    counts["有更正"] = "1"
    assert _facet(client.get("/search?q=酱油"), "status") == counts
    page = client.get("/search?q=酱油&status=公示中")
    assert len(page.all("//article")) == 6
    assert "公示中" in page.one("//a[contains(@class, 'mj-drop')]").text_content()
    kinds = page.texts("//ul[contains(@class, 'mj-tabs')]/li")
    assert kinds[0] == "全部 6"
    published = ["产品召回 1", "红名单 1", "荣誉 1", "行政处罚 1", "行政许可 1", "黑名单 1"]
    assert sorted(kinds[1:]) == published
    company = client.get("/search?q=酱油&type=company&status=存续")
    assert len(company.all("//article")) == 1
    answer = client.get("/api/v1/search?q=酱油&status=按计划").get_json()
    assert [hit["type"] for hit in answer["hits"]] == ["project"]
    assert {each["value"]: str(each["count"]) for each in answer["facets"]["status"]} == counts


@pytest.mark.usefixtures("one_of_each")
def test_a_status_that_nothing_has_finds_nothing_and_is_removable(client: PageClient) -> None:
    page = client.get("/search?q=酱油&status=已修复")
    assert not page.all("//article")
    unfiltered = client.get(page.one("//a[contains(., '取消全部筛选')]").get("href"))
    assert len(unfiltered.all("//article")) == len(SearchKind)


def test_a_project_falls_behind_in_rows_at_once_and_in_counts_within_the_minute(
    app: Flask, client: PageClient, frozen_clock: time_machine.Traveller
) -> None:
    project = factories.make_project(name="酱油小作坊提升改造", next_due_on=clock.today())
    db.session.commit()
    maintenance.rebuild()
    maintenance.tend()
    on_track, late = ProjectState.ON_TRACK.label, ProjectState.AT_RISK.label
    assert len(client.get(f"/search?q=酱油&status={on_track}").all("//article")) == 1
    frozen_clock.shift(86_400)
    assert not client.get(f"/search?q=酱油&status={on_track}").all("//article")
    maintenance.tend()
    page = client.get(f"/search?q=酱油&status={late}")
    assert page.texts("//article/div/h3") == [project.name]
    assert _facet(client.get("/search?q=酱油"), "status") == {late: "1"}
    assert not maintenance.check()
