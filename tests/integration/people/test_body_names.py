"""Bodies are found by any name that people give them; a name without a place is not guessed at."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.people.models import Bureau
from app.people.places import body_mentions

LUCHENG, CITY = "lucheng-market-supervision", "city-market-supervision"


def codes(text: str, district: str = "") -> list[str]:
    ids = body_mentions().in_office(text, district)
    rows = db.session.execute(select(Bureau.id, Bureau.code).where(Bureau.id.in_(ids)))
    by_id = {row.id: row.code for row in rows}
    return [by_id[each] for each in ids]


@pytest.mark.parametrize(
    "name",
    [
        "温州市鹿城区市场监督管理局",
        "鹿城区市场监管局",
        "鹿城市监局",
        "鹿城区市监局",
        "鹿城市场监管局",
        "鹿城工商局",
        "温州市鹿城区质监局",
    ],
)
def test_a_body_of_a_district_is_found_by_each_of_its_names(app, name):
    assert codes(f"我去{name}反映过") == [LUCHENG]


@pytest.mark.parametrize("name", ["温州市市场监管局", "市市场监管局", "温州市监局", "温州市工商局"])
def test_a_body_of_the_city_is_found_by_each_of_its_names_former_ones_too(app, name):
    assert codes(f"{name}的人") == [CITY]


def test_a_name_without_a_place_means_the_district_of_the_report_before_the_city(app):
    assert codes("市监局的人", "330302") == [LUCHENG, CITY]
    assert codes("市监局的人") == [CITY]


def test_a_name_that_says_its_district_counts_whatever_the_report_says(app):
    assert codes("鹿城市监局的人", "330304") == [LUCHENG]


def test_other_words_name_no_body(app):
    assert codes("海关路的小卖部，鹿城的邮局") == []
