"""Public lists of what is no declared kind, and what all lists refuse."""

import csv
import io
import json
from datetime import timedelta

import pytest

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.rules import PublicationStatus
from app.records.projects.rules import ProjectField
from tests.support import factories

LISTS = ("/projects", "/bulletins")
MOST_STATEMENTS = 7
MOST_AGAIN = 5


def make_one_of_each(n: int = 0) -> None:
    project = factories.make_project(lead_bureau_id=factories.make_bureau().id)
    factories.make_milestone(project)
    factories.make_bulletin(title=f"公告{n}")


def rows(page):
    return page.all("//table[contains(@class,'mj-cards')]/tbody/tr")


def test_a_list_costs_the_same_few_statements_at_any_size(client, count_statements):
    make_one_of_each()
    db.session.commit()
    few = {url: cost(client, count_statements, url) for url in LISTS}
    for n in range(30):
        make_one_of_each(n)
    db.session.commit()
    for url in LISTS:
        with count_statements() as many:
            page = client.get(url)
        assert "共 31" in page.body_text
        assert len(many) == few[url] <= MOST_STATEMENTS, f"{url}: {many}"
        with count_statements() as again:
            client.get(url)
        assert len(again) <= MOST_AGAIN, f"{url}: {again}"


def cost(client, count_statements, url):
    """How many statements the page of a list costs."""
    with count_statements() as counted:
        client.get(url)
    return len(counted)


@pytest.mark.parametrize("url", LISTS)
def test_only_what_is_published_today_is_listed(client, url):
    today = clock.today()
    hidden = [
        {"status": PublicationStatus.DRAFT},
        {"status": PublicationStatus.WITHDRAWN},
        {"published_on": today + timedelta(days=1)},
        {"publish_until": today - timedelta(days=1)},
    ]
    for changes in hidden:
        factories.make_project(**changes)
        factories.make_bulletin(**changes)
    assert "共 0" in client.get(url).body_text


@pytest.mark.parametrize("url", LISTS)
def test_the_last_day_of_the_period_is_still_shown(client, url):
    today = clock.today()
    for maker in (factories.make_project, factories.make_bulletin):
        maker(publish_until=today)
    assert "共 1" in client.get(url).body_text


@pytest.mark.parametrize(
    "query",
    [
        "district=999999",
        "bureau=77777",
        "bureau=x",
        "category=none",
        "year=1850",
        "sort=age",
        "page=zwei",
        "page=0",
        "q=" + "长" * 101,
        "format=doc",
    ],
)
def test_a_value_nobody_offers_is_refused_in_words(client, query):
    page = client.get(f"/credit/black?{query}")
    assert page.status_code == 400
    assert "请" in page.body_text


def test_percent_and_underscore_are_looked_for_as_they_are(client):
    factories.make_case()
    assert "没有找到符合 “%” 的行政处罚" in client.get("/cases?q=%25").body_text


def test_late_projects_come_first_and_are_counted(client):
    today = clock.today()
    factories.make_project(name="按期项目", latest_report_on=today)
    factories.make_project(name="滞后项目", next_due_on=today - timedelta(days=5))
    factories.make_project(
        name="严重项目", next_due_on=today - timedelta(days=31), field=ProjectField.SERVICE
    )
    factories.make_project(name="完成项目", latest_percent=100)
    page = client.get("/projects")
    names = [row.xpath(".//a")[0].text for row in rows(page)]
    assert names == ["严重项目", "滞后项目", "按期项目", "完成项目"]
    assert "滞后 5 天" in page.body_text
    assert "严重滞后 31 天" in page.body_text
    late = client.get("/projects?progress=late")
    assert len(rows(late)) == 2
    assert len(rows(client.get("/projects?progress=delayed"))) == 1
    assert len(rows(client.get("/projects?field=service"))) == 1


def test_pages_keep_the_filters(client):
    for _ in range(21):
        factories.make_credit_entry()
    page = client.get("/credit/black?category=food_safety")
    assert len(rows(page)) == 20
    link = next(href for href in page.links() if "page=2" in href)
    assert "category=food_safety" in link
    assert len(rows(client.get(link))) == 1


@pytest.mark.parametrize("url", LISTS)
def test_a_list_downloads_as_json_csv_and_spreadsheet(client, url):
    make_one_of_each()
    data = json.loads(client.get(f"{url}?format=json", buffered=True).data)
    assert len(data["items"]) == 1
    text = client.get(f"{url}?format=csv", buffered=True).data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 2
    assert client.get(f"{url}?format=xlsx", buffered=True).data.startswith(b"PK")
