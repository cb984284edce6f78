"""Pages of single records: what they show, and what they answer when it has gone."""

from datetime import date, timedelta

import pytest

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import CaseMilestone
from app.records.cases.rules import Severity
from tests.support import factories

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
