"""Pass rates: counted from the public batches, held against the policy, honest about few."""

import csv
import io

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.rules import PublicationStatus
from app.records.inspections.rules import InspectionKind, InspectionLevel, ProductGroup
from tests.support.factories import make_district
from tests.support.record_factories import indicator, make_inspection, make_value
from tests.support.transactions import let_the_worker_count

YEAR = clock.today().year


def check(passed, failed=0, **changes):
    today = {"announced_on": clock.today(), **changes}
    for _ in range(passed):
        make_inspection(**today)
    for _ in range(failed):
        make_inspection(failing_items="苯甲酸", **today)


def line(client, name):
    """The cells of a line of the first table, by their heads."""
    page = client.get("/evaluation/pass-rates")
    row = page.one(f"//tr[th//text()[contains(., '{name}')]]")
    return " ".join(row.text_content().split())


def test_local_food_is_counted_and_nothing_else(client):
    check(18, 2)
    check(3, 0, is_local=False)
    check(2, 0, product_group=ProductGroup.DRUG)
    check(0, 5, kind=InspectionKind.UNANNOUNCED)
    check(0, 5, status=PublicationStatus.WITHDRAWN)
    text = line(client, "本地生产食品监督抽查合格率")
    assert "90.0%" in text
    assert "20 批" in text
    assert "未达到" in text
    assert "批次少" in text
    assert "69.9%–97.2%" in text


def test_the_number_leads_to_exactly_its_rows(client):
    check(18, 2, level=InspectionLevel.PROVINCE)
    check(4, 1)
    page = client.get("/evaluation/pass-rates")
    row = page.one("//tr[th//text()[contains(., '省级监督抽查批次合格率')]]")
    address = row.xpath(".//a[contains(., '批，看逐条结果')]/@href")[0]
    assert "共 20 批" in client.get(address).body_text


def test_enough_batches_are_not_called_few_and_none_are_called_so(client):
    assert "还没有公示的监督抽查批次" in client.get("/evaluation/pass-rates").body_text
    check(30)
    assert "批次少" not in line(client, "本地生产食品监督抽查合格率")


def test_the_indicator_has_the_same_number_with_its_count_and_rows(client):
    check(39, 1)
    let_the_worker_count()
    page = client.get("/evaluation/targets/CP02")
    assert "97.5%" in page.body_text
    assert "合格 39 批 ÷ 抽查 40 批" in page.body_text
    assert "达到" in page.body_text
    address = page.one("//tbody/tr[1]//a").get("href")
    assert "共 40 批" in client.get(address).body_text


def test_what_was_reported_of_earlier_years_stands_beside_what_is_counted(client):
    make_value(indicator=indicator("CP02"), period="2015", value="91.2", source="2015年通报")
    let_the_worker_count()
    assert "未达到" in client.get("/evaluation/targets/CP02").body_text
    check(20)
    let_the_worker_count()
    text = client.get("/evaluation/targets/CP02").body_text
    assert "91.2%" in text
    assert "最近一期 100%" in text


def test_tables_and_download_tell_groups_and_districts(client):
    make_district("330304")
    check(3, 1, district_code="330304")
    page = client.get("/evaluation/pass-rates")
    assert "75.0%" in page.body_text
    address = page.one("//section[@aria-labelledby='districts']//a[starts-with(., '4 批')]").get(
        "href"
    )
    assert "共 4 批" in client.get(address).body_text
    data = client.get("/evaluation/pass-rates?format=csv", buffered=True).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert sum(int(row["抽查（批）"]) for row in rows) == 4
    assert sum(int(row["合格（批）"]) for row in rows) == 3


def test_the_pages_cost_few_statements(client, count_statements):
    """Asked again: what promises are counted from is remembered until a record changes."""
    check(5, 1)
    db.session.commit()
    for address in ("/evaluation/pass-rates", "/evaluation/targets"):
        client.get(address)
        with count_statements() as asked:
            client.get(address)
        assert len(asked) <= 8, str(asked)
