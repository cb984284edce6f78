"""Searching with the keyboard in a real browser, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from app.core.db import db
from app.search import maintenance
from tests.support import factories
from tests.support.browsers import accessibility_faults, sideways_overflow

BROWSERS = ["page", "phone_page", "small_phone_page"]


@pytest.fixture
def soy_sauce(site):
    """Two companies and a case that are published and indexed."""
    with site.app.app_context():
        company = factories.make_company(name="温州砚汐酱油酿造有限公司")
        factories.make_company(name="瓯海瓯禾酱油厂", uscc="91330304MA2CPC0E2A")
        factories.make_case(company=company, title="温州砚汐酱油酿造有限公司酱油案")
        db.session.commit()
        maintenance.rebuild()
    return company


def _suggestions(page):
    return page.get_by_role("listbox", name="搜索建议").get_by_role("option")


@pytest.mark.usefixtures("soy_sauce")
@pytest.mark.parametrize("kind", BROWSERS)
@pytest.mark.parametrize("address", ["/", "/search", "/search?q=酱油"])
def test_the_search_box_suggests_names_and_obeys_the_keyboard(request, kind, address):
    page = request.getfixturevalue(kind)
    page.goto(address)
    box = page.get_by_role("combobox", name="搜索").first
    box.fill("")
    box.press_sequentially("jiang")
    expect(_suggestions(page)).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("有 2 条建议")).to_be_attached()
    assert accessibility_faults(page) == []
    assert sideways_overflow(page) == 0
    box.press("ArrowDown")
    first = _suggestions(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("jiang")


@pytest.mark.usefixtures("soy_sauce")
def test_enter_opens_the_chosen_company_and_else_searches(page):
    page.goto("/search")
    box = page.get_by_role("combobox")
    box.press_sequentially("瓯禾")
    expect(_suggestions(page)).to_have_count(1)
    box.press("ArrowUp")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("瓯海瓯禾酱油厂")
    page.goto("/search")
    box.press_sequentially("瓯禾")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("“瓯禾”的搜索结果")


@pytest.mark.usefixtures("soy_sauce")
def test_without_javascript_the_box_searches(plain_page):
    plain_page.goto("/")
    plain_page.get_by_label("搜索", exact=True).first.fill("酱油")
    plain_page.get_by_label("搜索", exact=True).first.press("Enter")
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("“酱油”的搜索结果")
    assert plain_page.get_by_role("listbox").count() == 0
