"""What is quoted with a break in it: rows, marks, reasons and advice agree on what was found."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from app.kernel.search.documents import SearchKind
from tests.support.pages import PageClient
from tests.support.search_site import published_records


@pytest.fixture
def site(
    app: Flask, client: PageClient, frozen_clock: time_machine.Traveller
) -> Iterator[PageClient]:
    with published_records(app) as records:
        records.add(SearchKind.CASE, "连写案", "酱油不符合 GB 2717 标准，另查 GB 5009 与 GB 2717。")
        records.add(SearchKind.CASE, "分写案", "酱油不符合 GB 5009 标准，门牌 2717。")
        records.add(SearchKind.CASE, "长号案", "酱油不符合 GB 27170 标准，2717。")
        records.add(SearchKind.BULLETIN, "食品 安全 宣传周", "共建食品，共享安全。")
        records.add(SearchKind.BULLETIN, "安全 食品展", "食品之外，安全为先。")
        records.publish()
        yield client


def titles(client: PageClient, text: str) -> list[str]:
    return client.get("/search", query_string={"q": text}).texts("//article/div/h3")


@pytest.mark.parametrize(
    "typed",
    ["“GB 2717”", '"gb 2717"', "「GB 2717」", "『ＧＢ　２７１７』", "＂GB 2717＂", "”GB  2717“"],
)
def test_a_quoted_number_stands_as_it_is_written(site: PageClient, typed: str) -> None:
    page = site.get("/search", query_string={"q": typed})
    assert page.texts("//article/div/h3") == ["连写案"]
    assert page.texts("//article//mark") == ["GB 2717", "GB 2717"]
    assert "违法事实中有“GB 2717”，共 2 处" in page.body_text


def test_the_same_words_without_quotes_stand_anywhere(site: PageClient) -> None:
    page = site.get("/search?q=GB 2717")
    assert sorted(page.texts("//article/div/h3")) == ["分写案", "连写案", "长号案"]
    assert set(page.texts("//article//mark")) == {"GB", "2717"}


def test_several_quoted_words_and_a_plain_one(site: PageClient) -> None:
    page = site.get("/search?q=“食品 安全” “共享安全” 共建")
    assert page.texts("//article/div/h3") == ["食品 安全 宣传周"]
    assert page.texts("//article//mark") == ["食品 安全", "共建", "共享安全"]
    assert "标题、正文" in page.body_text or "“食品 安全”“共享安全”“共建”" in page.body_text
    assert titles(site, "「安全 食品」") == ["安全 食品展"]


def test_nothing_found_in_one_piece_offers_the_words_apart(site: PageClient) -> None:
    page = site.get("/search?q=“酱油 标准”")
    assert not page.all("//article")
    assert page.title.startswith("“酱油 标准”的搜索结果（0 条）")
    apart = page.one("//a[contains(., '酱油 标准 3 条')]").get("href")
    assert len(site.get(apart).texts("//article/div/h3")) == 3


def test_nothing_found_counts_a_quoted_piece_as_one(site: PageClient) -> None:
    page = site.get("/search?q=“GB 2717” 宣传周")
    assert not page.all("//article")
    alone = page.one("//a[contains(., '“gb 2717” 1 条')]").get("href")
    assert site.get(alone).texts("//article/div/h3") == ["连写案"]
    assert "“宣传周” 1 条" in page.body_text
    nowhere = site.get("/search?q=“安全 酱油” 宣传周").body_text
    assert "“安全 酱油”在公示信息中没有出现" in nowhere


def test_a_document_number_is_given_as_the_reason(site: PageClient) -> None:
    with published_records(site.application) as records:
        records.add(SearchKind.CASE, "有号案", numbers=("温市监罚〔2026〕213号",))
        records.publish()
        page = site.get("/search?q=温市监罚[2026] 213号")
        assert "匹配：文号一致" in page.body_text
