"""Searching with the keyboard in a real browser, and without JavaScript."""

import re
from contextlib import suppress
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Error, expect

from app.kernel.db.session import db
from app.kernel.search import maintenance
from tests.support import factories
from tests.support.browsers import accessibility_faults, bring_axe, sideways_overflow

SAFARI_S_ENTER = """box => box.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }))"""
"""Safari reports the Enter that ends a composition after its end; false when it is stopped."""

BROWSERS = ["page", "small_phone_page"]


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
def test_the_search_box_suggests_names_and_obeys_the_keyboard(request, kind):
    page = request.getfixturevalue(kind)
    bring_axe(page)
    for address in ("/", "/search", "/search?q=酱油"):
        page.goto(address)
        box = page.get_by_role("combobox", name="搜索").first
        box.fill("")
        box.press_sequentially("jiang")
        expect(_suggestions(page)).to_have_count(2)
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_text("有 2 条建议")).to_be_attached()
        assert accessibility_faults(page) == [], address
        assert sideways_overflow(page) == 0, address
        box.press("ArrowDown")
        first = _suggestions(page).first
        expect(first).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
        box.press("Escape")
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(box).to_have_value("jiang")


@pytest.mark.usefixtures("soy_sauce")
def test_without_javascript_filters_are_folded_on_phones_and_open_on_wide_screens(open_page):
    wide, phone = (
        open_page(java_script_enabled=False, viewport={"width": width, "height": 812})
        for width in (1280, 375)
    )
    for page in (wide, phone):
        page.goto("/search?q=酱油&type=case&from=2000-01-01")
    facets, summary = "navigation", phone.get_by_text("筛选（已选 1 项）")
    expect(wide.get_by_role(facets, name="筛选")).to_be_visible()
    expect(wide.get_by_text("筛选（已选 1 项）")).to_be_hidden()
    expect(phone.get_by_role(facets, name="筛选")).to_be_hidden()
    summary.press("Enter")
    expect(phone.get_by_role(facets, name="筛选")).to_be_visible()
    expect(phone.locator(".mj-tabs [aria-current]")).to_be_in_viewport(ratio=1)
    phone.goto("/cases")
    phone.get_by_role("link", name="罚没金额").click()
    expect(phone.get_by_role("link", name="罚没金额 ↓")).to_be_in_viewport(ratio=1)


@pytest.mark.usefixtures("soy_sauce")
def test_on_a_phone_the_menu_of_every_page_leads_to_the_search(phone_page):
    phone_page.goto("/about")
    menu = phone_page.get_by_role("navigation", name="主导航")
    expect(menu).to_be_hidden()
    phone_page.get_by_role("link", name="菜单").click()
    menu.get_by_role("link", name="搜索").click()
    expect(phone_page.get_by_role("combobox", name="搜索")).to_be_visible()


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


@pytest.fixture
def asked(page):
    """The words that the box has asked suggestions for."""
    words = []

    def note(request):
        if "/api/v1/suggest" in request.url:
            words.append(parse_qs(urlsplit(request.url).query)["q"][0])

    page.on("request", note)
    return words


@pytest.mark.usefixtures("soy_sauce")
def test_an_input_method_is_left_alone_until_it_has_finished(page, asked):
    page.goto("/search")
    box = page.get_by_role("combobox")
    box.focus()
    keyboard = page.context.new_cdp_session(page)
    for typed in ("o", "ou", "ouhe"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
        )
    page.keyboard.press("Enter")
    assert box.evaluate(SAFARI_S_ENTER) is False
    expect(page).to_have_url(re.compile("/search$"))
    expect(box).to_have_attribute("aria-expanded", "false")
    assert asked == []
    keyboard.send("Input.insertText", {"text": "瓯禾"})
    expect(_suggestions(page)).to_have_count(1)
    assert len(asked) == 1
    assert asked[0].endswith("瓯禾")


@pytest.mark.usefixtures("soy_sauce")
def test_a_late_answer_to_what_is_no_longer_typed_is_dropped(page):
    held = []

    def answer(route):
        held.append(route) if quote("瓯禾") in route.request.url else route.continue_()

    page.route("**/api/v1/suggest?q=*", answer)
    page.goto("/search")
    box = page.get_by_role("combobox")
    with page.expect_request("**/api/v1/suggest?q=*"):
        box.fill("瓯禾")
    box.fill("砚汐")
    expect(_suggestions(page)).to_contain_text(["温州砚汐酱油酿造有限公司"])
    with suppress(Error):  # the browser has given it up
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(_suggestions(page)).to_contain_text(["温州砚汐酱油酿造有限公司"])


@pytest.mark.usefixtures("soy_sauce")
@pytest.mark.parametrize("clicks", [1, 2])
def test_a_click_or_two_open_the_company(page, clicks):
    page.goto("/search")
    page.get_by_role("combobox").press_sequentially("瓯禾")
    _suggestions(page).first.click(click_count=clicks)
    expect(page.get_by_role("heading", level=1)).to_contain_text("瓯海瓯禾酱油厂")


@pytest.mark.usefixtures("soy_sauce")
def test_escape_and_leaving_close_the_list_and_the_arrow_opens_it_again(page):
    page.goto("/search")
    box = page.get_by_role("combobox")
    box.press_sequentially("酱油")
    expect(_suggestions(page)).to_have_count(2)
    box.press("Escape")
    expect(_suggestions(page)).to_have_count(0)
    expect(page.get_by_text("条建议")).to_have_count(0)
    box.press("ArrowDown")
    expect(_suggestions(page)).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(box).to_have_attribute(
        "aria-activedescendant", _suggestions(page).first.get_attribute("id")
    )
    box.press("Tab")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.get_attribute("aria-activedescendant") is None


@pytest.mark.usefixtures("soy_sauce")
def test_the_box_searches_when_suggestions_fail(page):
    page.route("**/api/v1/suggest?q=*", lambda route: route.abort())
    page.goto("/search")
    box = page.get_by_role("combobox")
    box.press_sequentially("酱油")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("“酱油”的搜索结果")
