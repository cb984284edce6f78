"""What the policy promised, and what has become of it, for everybody to read."""

import csv
import io

from app.publishing.life.rules import PublicationStatus
from tests.support.pages import readable
from tests.support.record_factories import indicator, make_indicator, make_value


def row(page, name):
    return page.one(f"//tr[th[contains(., '{name}')]]").text_content()


def state(client, code):
    data = client.get(f"/evaluation/targets?q={code}&format=csv", buffered=True).data
    return next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_promises_are_listed_and_narrowed_and_none_counts_as_nought_without_a_value(client):
    page = client.get("/evaluation/targets")
    assert "数字目标共 62 项" in page.body_text
    assert page.body_text.count("领域：产品质量") == 1
    line = row(page, "本地生产食品监督抽查合格率")
    assert "≥93%" in line
    assert "未报" in line
    assert "0%" not in line
    make_value(indicator=indicator("HJ04"), value="66.2")
    assert "共 1 项" in client.get("/evaluation/targets?state=met").body_text
    assert "共 13 项" not in client.get("/evaluation/targets?part=strategy").body_text
    page = client.get("/evaluation/targets?strand=environment&state=unreported")
    assert "共 3 项" in page.body_text
    assert client.get("/evaluation/targets?q=没有这个").status_code == 200
    assert client.get("/evaluation/targets?state=kept").status_code == 400


def test_the_newest_published_value_decides_and_more_than_ninety_is_not_ninety(client):
    food = indicator("CP02")
    make_value(indicator=food, period="2025-Q3", value="97.6")
    assert state(client, "CP02")["结果"] == "达到"
    make_value(indicator=food, period="2025", value="92.9")
    found = state(client, "CP02")
    assert (found["结果"], found["数值"], found["数据期"]) == ("未达到", "92.9", "2025")
    make_value(indicator=food, period="2026-Q1", value="99", status=PublicationStatus.IN_REVIEW)
    make_value(indicator=food, period="2026-Q2", value="99", status=PublicationStatus.WITHDRAWN)
    assert state(client, "CP02")["结果"] == "未达到"
    make_value(indicator=indicator("FW08"), value="90")
    make_value(indicator=indicator("HJ02"), value="90")
    assert state(client, "FW08")["结果"] == "未达到"
    assert state(client, "HJ02")["结果"] == "达到"


def test_a_promise_that_was_kept_long_ago_says_that_nothing_came_after(client, frozen_clock):
    make_value(indicator=indicator("CP02"), period="2015-Q4")
    make_value(indicator=indicator("CP03"), period="2025-Q4")
    page = client.get("/evaluation/targets")
    assert "其后未报" in row(page, "本地生产食品监督抽查合格率")
    assert "其后未报" not in row(page, "本地生产药品监督抽查合格率")
    assert "其后的没有报" in client.get("/evaluation/targets/CP02").body_text


def test_a_page_tells_promise_series_source_and_computation(client):
    food = indicator("CP02")
    make_value(indicator=food, period="2025-Q3", value="97.1")
    make_value(indicator=food, period="2025-Q4", value="97.6", source="四季度通报")
    page = client.get("/evaluation/targets/CP02")
    text = page.body_text
    assert "本地生产的食品、药品和农产品监督抽查合格率分别达到93%、95%和96%以上" in text
    assert "合格批次 ÷ 本地生产食品监督抽查批次 × 100%" in text
    assert page.texts("//tbody/tr/th") == ["2025年四季度", "2025年三季度"]
    assert "四季度通报" in text
    assert "2026-01-15" in text
    assert page.one("//figure//*[local-name()='polyline']").get("points") == "0.0,5.43 100.0,0.0"


def test_a_page_without_values_or_without_a_promise_says_so(client):
    page = client.get("/evaluation/targets/DX03")
    assert "没有数据不按 0 计算" in page.body_text
    assert client.get("/evaluation/targets/XX99").status_code == 404
    none = dict.fromkeys(("item", "quote", "direction", "target", "due_on"))
    found = make_indicator(**none)
    page = client.get(f"/evaluation/targets/{found.code}")
    assert "与目标比较" not in page.body_text
    assert not client.get("/evaluation/targets").all(f"//tr[th[contains(., '{found.name}')]]")


def test_all_values_are_listed_by_year_body_and_words(client, count_statements):
    for period in ("2024-Q4", "2025-Q3", "2025-Q4"):
        make_value(indicator=indicator("CP02"), period=period)
    make_value(indicator=indicator("HJ04"), value="66.2", status=PublicationStatus.DRAFT)
    page = client.get("/evaluation/targets/values?year=2025&q=食品")
    assert len(page.all("//tbody/tr")) == 2
    assert "66.2" not in client.get("/evaluation/targets/values").body_text
    assert "没有找到" in client.get("/evaluation/targets/values?strand=works").body_text
    with count_statements() as counted:
        client.get("/evaluation/targets/values")
    assert len(counted) <= 8, str(counted)


def test_the_list_costs_the_same_statements_however_many_values(client, count_statements):
    make_value(indicator=indicator("CP02"))
    client.get("/evaluation/targets")
    with count_statements() as few:
        client.get("/evaluation/targets")
    for quarter in range(1, 5):
        for code in ("CP01", "CP02", "HJ01"):
            make_value(indicator=indicator(code), period=f"2024-Q{quarter}")
    client.get("/evaluation/targets")
    with count_statements() as many:
        client.get("/evaluation/targets")
    assert len(many) == len(few) <= 8, str(many)


def test_groups_show_what_is_not_kept_first_and_a_short_list_is_open(client):
    make_value(indicator=indicator("CP02"), value="99")
    make_value(indicator=indicator("CP03"), value="12")
    page = client.get("/evaluation/targets")
    group = page.one("//details[@id='products']")
    assert readable(group.xpath("./summary")[0]).startswith("领域：产品质量 未达到 1 未报")
    assert readable(group.xpath("./summary")[0]).endswith("达到 1")
    names = [readable(cell) for cell in group.xpath(".//tbody/tr/th")]
    assert names[0].startswith("本地生产药品")
    assert names[-1].startswith("本地生产食品")
    assert not page.all("//details[@open]")
    for wanted in ("?strand=products", "?state=unreported&q=药品"):
        page = client.get(f"/evaluation/targets{wanted}")
        assert page.all("//details[contains(@class, 'mj-group')]")
        assert not page.all("//details[contains(@class, 'mj-group')][not(@open)]")
