"""What phones fold: the filters above a list."""

import pytest

from tests.support.pages import PageClient

LISTS = (
    "/bulletins",
    "/cases",
    "/complaints/closed",
    "/credit/black",
    "/evaluation/surveys",
    "/evaluation/targets",
    "/funds",
    "/honours",
    "/inspections",
    "/licences",
    "/projects",
)
SUMMARY = "//details[contains(@class, 'mj-fold')]/summary"


@pytest.mark.parametrize("address", LISTS)
def test_the_filters_of_a_list_unfold_and_say_how_many_are_set(
    client: PageClient, address: str
) -> None:
    page = client.get(address)
    (folded,) = page.texts(SUMMARY)
    form = page.one("//details[contains(@class, 'mj-fold')]/form")
    assert folded == form.get("aria-label")
    assert page.one(SUMMARY).getparent().get("open") is None

    select = next(iter(form.xpath(".//select[count(option) > 1]")), None)
    name, value = (
        (select.get("name"), select.xpath("option/@value")[1])
        if select is not None
        else ("q", "酱油")
    )
    page = client.get(address, query_string={name: value})
    assert page.texts(SUMMARY) == [f"{folded}（已选 1 项）"]


def test_one_or_two_filters_are_not_folded(client: PageClient) -> None:
    for address in ("/evaluation/bodies", "/evaluation/districts", "/creation"):
        page = client.get(address)
        assert page.one("//form[contains(@class, 'mj-filter')]") is not None
        assert not page.all(SUMMARY), address
