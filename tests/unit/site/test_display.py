"""What a visitor chooses about the look of the site."""

import pytest
from flask import Flask

from app.site.portal.display import Preferences, local_target, this_page, traditional
from app.site.portal.home import knobs, sparkline


def test_choices_survive_the_cookie() -> None:
    chosen = Preferences(elder=True, traditional=True, size="large")
    assert Preferences.parse(chosen.dump()) == chosen
    assert Preferences().dump() == ""


def test_a_forged_cookie_or_wish_means_nothing() -> None:
    assert Preferences.parse('"><script>') == Preferences()
    assert Preferences().changed({"size": "huge", "elder": "yes"}) == Preferences()


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\tx", "javascript:1", ""],
)
def test_a_choice_never_leads_away_from_the_site(app: Flask, target: str) -> None:
    with app.test_request_context("/"):
        assert local_target(target) == "/"


def test_a_choice_leads_back_to_the_page_with_its_query(app: Flask) -> None:
    with app.test_request_context("/"):
        assert local_target("/credit/black?district=330302") == "/credit/black?district=330302"


def test_a_choice_on_the_answer_to_a_form_leads_to_a_page_that_can_be_shown(app: Flask) -> None:
    with app.test_request_context("/complaints/track", method="POST"):
        assert this_page() == "/complaints/track"
    with app.test_request_context("/complaints/track/leave", method="POST"):
        assert this_page() == "/"


def test_conversion_leaves_values_and_what_is_typed_alone() -> None:
    html = '<p title="质量">质量</p><textarea>质量</textarea><input value="质量">'
    assert (
        traditional(html) == '<p title="质量">質量</p><textarea>质量</textarea><input value="质量">'
    )


def test_a_district_below_the_target_or_without_matters_is_hollow() -> None:
    full, low, none = knobs(
        [("鹿", "鹿城区", 0.95), ("泰", "泰顺县", 0.949), ("洞", "洞头区", None)]
    )
    assert full.is_full
    assert not low.is_full
    assert not none.is_full
    assert (full.x, full.y) == (214.7, 50.6)


def test_a_line_of_one_or_equal_values_is_drawn() -> None:
    assert sparkline([]) == []
    assert sparkline([7]) == [(4.0, 29.0)]
    assert {y for _, y in sparkline([7, 7, 7])} == {29.0}
