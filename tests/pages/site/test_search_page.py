"""The search page as a visitor without JavaScript uses it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from flask import Flask

from app.kernel.search.documents import SearchKind
from tests.support.pages import Page, PageClient
from tests.support.search_site import PublishedRecords, published_records
from tests.support.transactions import Counted

MAX_STATEMENTS = 3


@pytest.fixture
def records(app: Flask, frozen_clock: time_machine.Traveller) -> Iterator[PublishedRecords]:
    """Records of each kind about soy sauce, and one that has nothing to do with it."""
    with published_records(app) as made:
        made.add(SearchKind.COMPANY, "瓯海瓯禾酱油酿造有限公司", district="330304")
        made.add(
            SearchKind.CASE,
            "砚汐商行生产标注虚假生产日期的酱油案",
            "当事人将酱油改贴标签。",
            district="330304",
            bureau_id=7,
            bureau_name="瓯海区市场监督管理局",
            year=2025,
            numbers=("温瓯市监罚〔2025〕88号",),
            facts=("温瓯市监罚〔2025〕88号", "瓯海区市场监督管理局"),
        )
        made.add(
            SearchKind.BLACK, "榕砚食品有限公司", "生产假<酱油>，情节严重。", district="330302"
        )
        made.add(SearchKind.RED, "瓯禾酱园", "酱油酿造技艺。", district="330302")
        made.add(SearchKind.PROJECT, "调味品小作坊提升改造", "改造酱油小作坊。")
        made.add(SearchKind.BULLETIN, "关于开展酱油专项检查的通知")
        made.add(SearchKind.CASE, "砚汐商行食醋案", "当事人销售食醋。")
        yield made


@pytest.fixture
def site(records: PublishedRecords, client: PageClient) -> PageClient:
    """A browser on a site where these records are published."""
    records.publish()
    return client


def _titles(page: Page) -> list[str]:
    return page.texts("//article/div/h3")


def test_a_word_inside_sentences_is_found_and_marked(site: PageClient) -> None:
    page = site.get("/search?q=酱油")
    assert page.title.startswith("“酱油”的搜索结果（6 条）")
    assert len(_titles(page)) == 6
    assert set(page.texts("//article//mark")) == {"酱油"}
    assert "找到 6 条结果，用时" in page.body_text


def test_each_hit_says_why_it_matched(site: PageClient) -> None:
    page = site.get("/search?q=酱油&type=case")
    assert "匹配：案件名称、违法事实中有“酱油”，共 2 处" in page.body_text
    assert "温瓯市监罚〔2025〕88号" in page.body_text


def test_what_matched_is_not_told_twice(records: PublishedRecords, client: PageClient) -> None:
    place = "瓯海区梧田街道酱油巷1号"
    records.add(SearchKind.COMPANY, "砚台制笔有限公司", place, facts=("91330399", place))
    records.publish()
    page = client.get("/search?q=酱油巷")
    assert page.texts("//article//mark") == ["酱油巷"]
    assert page.body_text.count(place) == 1
    assert "91330399" in page.body_text


def test_text_of_a_record_is_never_markup(site: PageClient) -> None:
    page = site.get("/search?q=酱油&type=black")
    assert "生产假<酱油>，情节严重。" in page.body_text


def test_what_was_typed_is_shown_and_never_markup(site: PageClient) -> None:
    page = site.get("/search?q=<script>alert(1)</script>\"'")
    assert page.one("//input[@id='q']").get("value") == "<script>alert(1)</script>\"'"


def test_tabs_count_every_kind_whatever_is_chosen(
    site: PageClient, records: PublishedRecords
) -> None:
    page = site.get("/search?q=酱油&type=red")
    tabs = page.texts("//ul[contains(@class, 'mj-tabs')]/li")
    assert tabs[0] == "全部 6"
    assert sorted(tabs[1:]) == sorted(
        f"{kind.label} 1" for kind in SearchKind if records.rows[kind]
    )
    assert page.texts("//ul[contains(@class, 'mj-tabs')]//*[@aria-current]") == ["红名单 1"]
    assert _titles(page) == ["瓯禾酱园"]


def test_a_facet_narrows_and_its_chip_widens_again(site: PageClient) -> None:
    page = site.get("/search?q=酱油")
    link = page.one("//nav[@id='filters']//a[span[text()='瓯海区']]").get("href")
    narrowed = site.get(link)
    assert len(_titles(narrowed)) == 2
    chip = narrowed.one("//a[contains(@class, 'mj-drop')]")
    assert "瓯海区" in chip.text_content()
    assert len(_titles(site.get(chip.get("href")))) == 6


def test_facet_counts_do_not_apply_their_own_filter(site: PageClient) -> None:
    page = site.get("/search?q=酱油&district=330304")
    districts = page.texts("//nav[@id='filters']/ul[1]/li")
    assert districts[0].startswith("瓯海区，已选")
    assert districts[0].endswith("2")
    assert districts[1] == "鹿城区 2" or districts[1] == "鹿城区2"


def test_links_keep_what_was_asked(site: PageClient) -> None:
    page = site.get("/search?q=酱油&type=case&district=330304&sort=date")
    for link in page.links():
        if link.startswith("/search?"):
            assert parse_qs(urlsplit(link).query)["q"] == ["酱油"]


def test_newest_first_by_date(site: PageClient, records: PublishedRecords) -> None:
    page = site.get("/search?q=酱油&sort=date")
    assert _titles(page)[0] == "关于开展酱油专项检查的通知"


def test_a_document_number_or_code_finds_its_record_first(
    site: PageClient, records: PublishedRecords
) -> None:
    page = site.get("/search?q=温瓯市监罚[2025]88号")
    assert _titles(page) == ["砚汐商行生产标注虚假生产日期的酱油案"]


def test_a_withdrawn_record_is_not_shown_by_a_late_index(
    site: PageClient, records: PublishedRecords
) -> None:
    records.withdraw(next(iter(records.rows[SearchKind.BLACK].values())))
    assert "榕砚食品有限公司" not in site.get("/search?q=酱油").body_text


def test_nothing_found_says_what_to_try(site: PageClient) -> None:
    page = site.get("/search?q=鱼露")
    assert "没有找到与“鱼露”有关的公示信息" in page.body_text
    assert "可以这样再试" in page.body_text


def test_nothing_in_the_chosen_filters_offers_to_drop_them(site: PageClient) -> None:
    page = site.get("/search?q=酱油&year=1999")
    link = page.one("//a[contains(., '取消全部筛选')]").get("href")
    assert len(_titles(site.get(link))) == 6


def test_without_words_the_page_says_what_can_be_found(site: PageClient) -> None:
    for address in ("/search", "/search?q=", "/search?q=%20"):
        page = site.get(address)
        assert page.status_code == 200
        assert "18 位统一社会信用代码" in page.body_text


WRONG = (
    "type=nonsense district=鹿城 bureau=x year=12345 year=abcd sort=price "
    "from=2026 to=2026-02-30 from=2026-02-01&to=2026-01-01 min=x max=-1 min=5&max=4 min=1.5 "
    "page=0 page=-1 page=x page=99999999999"
).split()
TOO_LONG = [f"category={'类' * 31}", f"status={'态' * 31}", f"page={'9' * 5000}"]


@pytest.mark.parametrize("parameter", WRONG + TOO_LONG)
def test_a_wrong_parameter_is_refused_in_words(site: PageClient, parameter: str) -> None:
    page = site.get(f"/search?q=酱油&{parameter}")
    assert page.status_code == 400
    assert "内容或网址有误" in page.body_text


def test_too_long_a_text_is_refused_in_words(site: PageClient) -> None:
    page = site.get(f"/search?q={'酱' * 101}")
    assert page.status_code == 400
    assert "最多 100 个字" in page.body_text


def test_pages_link_to_each_other(records: PublishedRecords, client: PageClient) -> None:
    for number in range(45):
        records.add(SearchKind.CASE, f"第{number}号黄酒案")
    records.publish()
    page = client.get("/search?q=黄酒")
    seen = set(_titles(page))
    for _ in range(2):
        page = client.get(page.one("//a[@rel='next']").get("href"))
        seen.update(_titles(page))
    assert len(seen) == 45
    assert not page.all("//a[@rel='next']")


def test_a_page_beyond_the_last_is_the_last(records: PublishedRecords, client: PageClient) -> None:
    for number in range(25):
        records.add(SearchKind.CASE, f"第{number}号黄酒案")
    records.publish()
    page = client.get("/search?q=黄酒&page=99")
    assert len(_titles(page)) == 5
    assert page.texts("//b[@aria-current='page']") == ["2"]


def test_similar_names_are_said_to_be_similar(
    records: PublishedRecords, client: PageClient
) -> None:
    records.add(SearchKind.COMPANY, "温州鸿丰电工合金有限公司")
    records.publish()
    page = client.get("/search?q=温州宏丰电工合金有限公司")
    assert _titles(page) == ["温州鸿丰电工合金有限公司"]
    assert "名称相近" in page.body_text


def test_without_an_index_the_page_says_that_search_is_unavailable(client: PageClient) -> None:
    page = client.get("/search?q=酱油")
    assert page.status_code == 503
    assert "搜索暂时不可用" in page.body_text


def test_a_page_of_results_takes_few_statements(
    site: PageClient, count_statements: Callable[[], AbstractContextManager[Counted]]
) -> None:
    with count_statements() as counted:
        site.get("/search?q=酱油")
    assert len(counted) <= MAX_STATEMENTS


def test_dates_and_amounts_narrow_and_each_end_is_removable(
    site: PageClient, records: PublishedRecords
) -> None:
    dear = records.add(SearchKind.CASE, "酱油大案", amount_cents=9_000_000_00, year=2025)
    records.publish()
    page = site.get("/search?q=酱油&year=2025&min=5000&max=9000000&from=2026-01-01&to=2026-01-31")
    assert _titles(page) == [dear.title]
    chips = page.all("//a[contains(@class, 'mj-drop')]")
    words = "".join(chip.text_content() for chip in chips)
    for word in (
        "2025 年",
        "2026-01-01 起",
        "2026-01-31 止",
        "不少于 5,000 元",
        "不超过 9,000,000",
    ):
        assert word in words
    form = page.one("//form[@aria-label='按日期和金额筛选']")
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert (fields["q"], fields["year"], fields["min"]) == ("酱油", "2025", "5000")
    for chip in chips:
        assert len(_titles(site.get(chip.get("href")))) >= 1
    assert _titles(site.get("/search?q=酱油&sort=amount"))[0] == dear.title


def test_nothing_found_names_the_word_that_stands_nowhere(site: PageClient) -> None:
    page = site.get("/search?q=酱油 鱼露")
    assert "“鱼露”在公示信息中没有出现" in page.body_text
    alone = page.one("//a[contains(., '“酱油” 6 条')]").get("href")
    assert len(_titles(site.get(alone))) == 6
    apart = site.get("/search?q=“食醋” 瓯禾")
    assert "这些词没有同时出现在一条记录中" in apart.body_text


def test_nothing_found_offers_the_nearest_names(site: PageClient) -> None:
    page = site.get("/search?q=“瓯和酱油酿造”")
    assert page.one("//li/a[.='瓯海瓯禾酱油酿造有限公司']").get("href").startswith("/companies/")


def test_a_company_that_has_gone_is_no_near_name(
    site: PageClient, records: PublishedRecords
) -> None:
    records.withdraw(next(iter(records.rows[SearchKind.COMPANY].values())))
    assert "名称相近的企业" not in site.get("/search?q=“瓯和酱油酿造”").body_text


def test_nothing_of_this_kind_offers_the_others(site: PageClient) -> None:
    page = site.get("/search?q=食醋&type=red")
    assert _titles(site.get(page.one("//a[.='行政处罚 1 条']").get("href"))) == ["砚汐商行食醋案"]


def test_nothing_found_says_the_same_of_a_repaired_record_as_of_none(
    site: PageClient, records: PublishedRecords
) -> None:
    hidden = records.add(SearchKind.CASE, "腐乳案", visible_until=date(2026, 3, 3))
    records.publish()
    with_it = site.get("/search?q=腐乳").body_text
    records.withdraw(hidden)
    records.publish()
    assert with_it == site.get("/search?q=腐乳").body_text
    assert "查不到不等于没有记录" in with_it
    assert "公示规则" in with_it
