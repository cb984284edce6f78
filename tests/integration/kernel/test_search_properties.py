"""A property is one row: all that shows, counts, filters, sorts and describes it follows."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from flask import Flask
from lxml import html

from app.kernel.search.documents import FACETS, PROPERTIES, SPANS, SearchDocument
from app.kernel.search.engine import SORT_ORDERS, Filters
from app.kernel.search.postgres_engine.models import SearchEntry
from app.kernel.search.whoosh_engine.schema import COLUMNS
from app.kernel.search.whoosh_engine.schema import FACET_NAMES as COUNTED
from app.site.api.description import describe
from tests.support.databases import Databases
from tests.support.property_trial import ROOT, grown
from tests.support.search_site import ENGINES

Answers = dict[str, Any]


@pytest.fixture(scope="module", params=ENGINES)
def answers(
    request: pytest.FixtureRequest,
    database_server: Databases,
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Answers:
    """What a site tells that has the rows ``origin`` and ``worth`` more than ours."""
    folder = tmp_path_factory.mktemp("site")
    address = database_server.copy(template_database)
    paths = os.pathsep.join(map(str, (grown(folder), ROOT)))
    script = [sys.executable, "-P", "-m", "tests.support.property_trial"]
    ran = subprocess.run(
        [*script, address, str(folder / "data"), request.param],
        env={**os.environ, "PYTHONPATH": paths},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: Answers = json.loads(ran.stdout)
    return found


def _titles(answer: str) -> list[str]:
    return [hit["title"] for hit in json.loads(answer)["hits"]]


def test_a_row_is_all_that_a_property_needs(answers: Answers) -> None:
    assert {"origin", "worth"} <= set(answers["whoosh"]) & set(answers["postgres"])
    assert json.loads(answers["all"])["facets"]["origin"] == [
        {"value": "外地", "label": "外地", "count": 1},
        {"value": "本地", "label": "本地", "count": 1},
    ]
    assert _titles(answers["local"]) == ["甲酱油案"]
    assert _titles(answers["dear"]) == ["乙酱油案"]
    assert _titles(answers["sorted"]) == ["乙酱油案", "甲酱油案", "丙酱油案"]
    assert "来源参数（origin）最多 30 个字" in json.loads(answers["refused"])["detail"]


def test_the_description_of_the_api_follows(answers: Answers) -> None:
    described = json.loads(answers["described"])
    asked = {
        parameter["name"]: parameter
        for parameter in described["paths"]["/search"]["get"]["parameters"]
    }
    assert asked["origin"]["description"] == "来源"
    assert asked["worth_from"]["description"] == "最低货值（元）"
    assert "worth" in asked["sort"]["schema"]["enum"]
    assert (
        "origin"
        in described["components"]["schemas"]["SearchPage"]["properties"]["facets"]["properties"]
    )


def test_the_page_of_results_follows(answers: Answers) -> None:
    page = html.document_fromstring(answers["page"])
    headings = page.xpath("//nav[@id='filters']//h3/text()")
    assert {"来源", "货值（元）"} <= set(headings)
    assert page.xpath("//nav[@id='filters']//a[@aria-current]/span[contains(., '本地')]")
    assert page.xpath("//input[@name='worth_from']/@value") == ["500"]
    assert page.xpath("//form[@aria-label='按日期和金额和货值筛选']")
    assert page.xpath("//a[contains(@href, 'sort=worth')]/text()") == ["货值"]
    chips = "".join(page.xpath("//a[contains(@class, 'mj-drop')]//text()"))
    assert "本地" in chips
    assert "不少于 500 元" in chips


def test_each_row_is_in_both_engines_and_in_the_description(app: Flask) -> None:
    with app.test_request_context():
        described = describe("")
    asked = [parameter["name"] for parameter in described["paths"]["/search"]["get"]["parameters"]]
    columns = SearchEntry.__table__.columns
    assert PROPERTIES
    for row in PROPERTIES:
        assert row.attribute in SearchDocument.__dataclass_fields__
        assert row.name in columns
        assert row.name in (*COUNTED, *COLUMNS)
        assert {each.name for each in row.parameters} <= set(asked)
    assert len(asked) == len(set(asked))
    counted = described["components"]["schemas"]["SearchPage"]["properties"]["facets"]
    assert set(counted["properties"]) == {facet.parameter for facet in FACETS}
    assert {span.name for span in SPANS} <= {order.by for order in SORT_ORDERS}


def test_no_filter_goes_by_a_name_that_no_property_has() -> None:
    with pytest.raises(KeyError, match="origin"):
        Filters(origin="本地")
