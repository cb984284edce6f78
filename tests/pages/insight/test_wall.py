"""The screen on the wall: the year's figures, kept fresh without a script."""

from tests.support import factories
from tests.support.complaint_factories import end

ADDRESS = "/evaluation/wall"


def test_it_fetches_itself_anew_until_told_not_to_and_says_where_there_is_nothing(client):
    page = client.get(ADDRESS)
    assert page.headers["Refresh"] == "300"
    (stop,) = page.all("//a[.='停止更新']/@href")
    assert "Refresh" not in client.get(stop).headers
    text = page.body_text
    assert "还没有办结满 3 件的部门" in text
    assert "现在没有公开的重点项目" in text


def test_the_slowest_bodies_stand_first_and_those_of_one_or_two_nowhere(client, frozen_clock):
    slow, quick, small = (factories.make_bureau(name=f"试验{name}局") for name in "甲乙丙")
    end(slow, 6, met=False)
    end(quick, 6, met=True)
    end(small, 2, met=False)
    end(factories.make_bureau(name="试验丁局"), 4, met=True)  # kept back beside the small one
    rows = client.get(ADDRESS).texts("//section[@aria-labelledby='wall-bodies']//tr/th")
    assert rows == ["试验甲局", "试验乙局"]


def test_it_counts_what_the_other_pages_count(client):
    factories.make_project()
    page = client.get(ADDRESS)
    (row,) = page.texts("//section[@aria-labelledby='wall-projects']//tr[contains(., '按计划')]")
    assert "".join(row.split()) == "按计划1项"
