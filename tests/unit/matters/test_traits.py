"""What a report names besides a company: streets and products."""

import pytest

from app.matters.complaints.intake.rules import products_of, streets_of, trait_key, trait_name
from app.matters.complaints.matter.rules.entries import TraitKind


@pytest.mark.parametrize(
    ("place", "streets"),
    [
        ("瓯海区郭溪街道塘下路农贸市场12号摊位", ["郭溪街道", "塘下路"]),
        ("温州市鹿城区人民东路88号", ["人民东路"]),
        ("在学院路与车站大道交叉口附近", ["学院路", "车站大道"]),
        ("乐清市柳市镇", ["柳市镇"]),
        ("某网店", []),
        ("", []),
    ],
)
def test_streets_are_found_without_district_and_house_number(place, streets):
    assert streets_of(place) == streets


def test_a_longer_product_goes_before_the_one_inside_it():
    known = ["眼镜", "隐形眼镜", "酱油"]
    assert products_of("买了隐形眼镜，酱油也坏了", known) == ["隐形眼镜", "酱油"]
    assert products_of("没有写", known) == []


def test_a_street_is_one_of_its_district_and_a_product_of_everywhere():
    here, there = (trait_key(TraitKind.STREET, "人民路", code) for code in ("330302", "330304"))
    assert here != there
    assert trait_key(TraitKind.PRODUCT, "酱油", "330302") == "product::酱油"
    assert trait_name(here) == "人民路"
