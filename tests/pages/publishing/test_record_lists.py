"""Public lists and pages of what is no declared kind, and what all lists refuse."""

import csv
import io
import json
from datetime import date, timedelta

import pytest

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import CaseMilestone
from app.records.cases.rules import Severity
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
    for maker in (factories.make_project, factories.make_bulletin):
        maker(publish_until=today)
    assert "共 1" in client.get(url).body_text, "the last day is still shown"


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


PAGES = {
    factories.make_project: lambda record: f"/projects/{record.code}",
    factories.make_bulletin: lambda record: f"/bulletins/{record.id}",
}


@pytest.mark.parametrize("maker", PAGES, ids=lambda maker: maker.__name__)
def test_a_record_is_shown_hidden_or_gone_by_its_publication(client, maker):
    today = clock.today()
    address = PAGES[maker]

    def status(**changes):
        return client.get(address(maker(**changes))).status_code

    assert status() == 200
    assert status(status=PublicationStatus.DRAFT, published_on=None) == 404
    assert status(published_on=today + timedelta(days=1)) == 404
    assert status(publish_until=today - timedelta(days=1)) == 410
    assert status(status=PublicationStatus.WITHDRAWN) == 410


def test_a_case_shows_its_fields_period_source_and_course(client):
    decided = date(2026, 6, 1)
    batch = factories.make_import_batch(file_name="六月双公示.xlsx")
    case = factories.make_case(
        decided_on=decided,
        severity=Severity.SERIOUS,
        publish_until=date(2029, 5, 31),
        earliest_repair_on=date(2027, 6, 1),
        fine_cents=86_400_000,
        penalty_kinds=["fine", "revoke_licence"],
        import_batch_id=batch.id,
        source_row=17,
    )
    db.session.add(CaseMilestone(case_id=case.id, on=date(2026, 3, 2), title="收到举报"))
    other = factories.make_case(company=case.company, title="另一案")
    listed = factories.make_credit_entry(company=case.company, title="伪造检验报告")
    text = client.get(f"/cases/{case.id}").body_text
    for words in (
        case.party_name,
        case.uscc,
        "864,000.00 元（86.4 万元）",
        "罚款；吊销许可证件",
        "公示至 2029年5月31日",
        "最短1年、最长3年",
        "六月双公示.xlsx，第 17 行",
        "收到举报",
        other.title,
        f"黑名单：{listed.title}",
    ):
        assert words in text, words


def test_a_project_page_holds_plan_against_course(client):
    today = clock.today()
    project = factories.make_project(
        latest_percent=40, latest_report_on=today, next_due_on=today - timedelta(days=6)
    )
    factories.make_milestone(
        project,
        title="设计",
        planned_on=today - timedelta(days=50),
        actual_on=today - timedelta(days=45),
    )
    factories.make_milestone(project, title="施工", planned_on=today - timedelta(days=6))
    factories.make_milestone(project, title="验收", planned_on=today + timedelta(days=60))
    factories.make_report(project, text="主体完工。")
    factories.make_report(project, text="未发布的报告", status=PublicationStatus.DRAFT)
    page = client.get(f"/projects/{project.code}")
    text = page.body_text
    for words in ("迟 5 天", "滞后 6 天", "未到期", "主体完工。", "计划完成 67%", "实际完成 40%"):
        assert words in text, words
    assert "未发布的报告" not in text
    assert f"/complaints/new?project={project.code}" in page.links()


def test_an_article_cannot_carry_scripts_or_pictures(client):
    bulletin = factories.make_bulletin(
        body="# 大题\n\n<script>alert(1)</script>\n\n![](http://example.invalid/x.png)\n\n"
        "[坏](javascript:alert(1)) *重点*\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"
    )
    page = client.get(f"/bulletins/{bulletin.id}")
    article = page.one("//div[contains(@class,'mj-prose')]")
    assert not article.xpath(".//script | .//img | .//em | .//*[@href[starts-with(.,'java')]]")
    assert article.xpath(".//h2[text()='大题']")
    assert article.xpath(".//table")


def test_the_section_of_credit_begins_with_the_red_list(client):
    client.checks_html = False
    assert client.get("/credit").location.endswith("/credit/red")
