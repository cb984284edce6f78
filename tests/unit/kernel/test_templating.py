"""How dates, money and addresses are written."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, url_for
from markupsafe import Markup

from app.kernel.db.paging import Page
from app.kernel.web import templating
from app.kernel.web.addresses import record_url


def test_dates_are_written_as_tables_and_sentences_do() -> None:
    day = date(2026, 3, 4)
    assert templating.day(day) == "2026-03-04"
    assert templating.day_short(day) == "03-04"
    assert templating.day_long(day) == "2026年3月4日"
    assert templating.weekday(day) == "星期三"


def test_an_instant_is_shown_in_the_time_of_the_city() -> None:
    late = datetime(2026, 3, 3, 18, 5, tzinfo=UTC)
    assert templating.day(late) == "2026-03-04"
    assert templating.minute(late) == "2026-03-04 02:05"


def test_a_missing_value_is_a_dash() -> None:
    assert {templating.day(None), templating.yuan(None), templating.percent(None)} == {"—"}


def test_money_is_exact_from_cents() -> None:
    assert templating.yuan(86_400_000) == "864,000.00 元"
    assert templating.wan(86_400_000) == "86.4 万元"
    assert templating.wan(100_000_000) == "100 万元"
    assert templating.yuan(1) == "0.01 元"


@pytest.mark.parametrize("prefix", ["", "/integrity"])
def test_the_address_of_a_record_is_the_one_that_the_site_routes(app: Flask, prefix: str) -> None:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": prefix}):
        assert record_url("cases.detail", record_id=7) == url_for("cases.detail", record_id=7)
        for code in ("91330300MA2XYZ1234", "W-2026-01", "甲 乙?#%"):
            assert record_url("projects.detail", code=code) == url_for("projects.detail", code=code)


def test_an_address_keeps_what_is_not_changed_and_forgets_the_page(app: Flask) -> None:
    with app.test_request_context("/sitemap?q=酱油&district=330302&page=3"):
        assert templating.url_with(district=None).endswith("/sitemap?q=%E9%85%B1%E6%B2%B9")
        assert "page=4" in templating.url_with(page=4)
        assert "district=330302" in templating.url_with(page=4)


@pytest.mark.parametrize("query", ["", "?q=酱油", "?q=酱油&district=330302&page=3&body=7"])
def test_the_addresses_of_many_values_are_those_of_each(app: Flask, query: str) -> None:
    with app.test_request_context(f"/sitemap{query}"):
        address = templating.urls_with("district")
        for value in ("330303", "鹿城 区&", 7, None, ""):
            assert address(value) == templating.url_with(district=value)


def test_what_a_macro_made_is_kept_for_the_same_value_of_the_same_kind(app: Flask) -> None:
    template = app.jinja_env.from_string(
        "{% set made = namespace(times=0) %}"
        "{% macro bold(text) %}{% set made.times = made.times + 1 %}"
        "<b>{{ made.times }}{{ text }}</b>{% endmacro %}"
    )
    bold = template.module.bold
    assert templating.cached(bold, "<i>") == "<b>1&lt;i&gt;</b>"
    assert templating.cached(bold, Markup("<i>")) == "<b>2<i></b>"
    assert templating.cached(bold, "<i>") == "<b>1&lt;i&gt;</b>"


def test_a_page_knows_its_place_in_the_list() -> None:
    page = Page(items=list(range(8)), total=134, page=3, per_page=8)
    assert (page.first, page.last, page.pages) == (17, 24, 17)
    assert page.numbers == [1, 2, 3, 4, 5]


def test_an_empty_list_has_one_page_that_starts_nowhere() -> None:
    page: Page[int] = Page(items=[], total=0)
    assert (page.first, page.last, page.pages) == (0, 0, 1)
