"""The API answers as its own description says."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.kernel.search.documents import SearchKind
from tests.support.api import faults
from tests.support.pages import PageClient
from tests.support.search_site import PublishedRecords, published_records

pytestmark = pytest.mark.trust(41)

Json = dict[str, Any]


@pytest.fixture
def records(app: Flask, frozen_clock: time_machine.Traveller) -> Iterator[PublishedRecords]:
    with published_records(app) as made:
        made.add(SearchKind.COMPANY, "瓯海瓯禾酱油酿造有限公司", district="330304")
        made.add(
            SearchKind.CASE,
            "砚汐商行酱油案",
            "当事人<改贴>酱油标签。",
            bureau_id=7,
            bureau_name="某局",
            numbers=("温瓯市监罚〔2025〕88号",),
        )
        made.publish()
        yield made


@pytest.fixture
def description(client: PageClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    return answer


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/search", "?q=酱油", 200),
        ("/search", "?q=酱油&type=case&sort=date&page=3", 200),
        ("/search", "?q=鱼露", 200),
        ("/search", "", 400),
        ("/search", "?q=酱油&type=x", 400),
        ("/search", f"?q={'酱' * 101}", 400),
        ("/suggest", "?q=酱", 200),
        ("/suggest", "", 200),
        ("/suggest", f"?q={'酱' * 101}", 400),
    ],
)
def test_answers_are_as_described(
    records: PublishedRecords,
    client: PageClient,
    description: dict[str, Any],
    path: str,
    query: str,
    status: int,
) -> None:
    answer = client.get(f"/api/v1{path}{query}")
    assert answer.status_code == status
    responses = description["paths"][path]["get"]["responses"]
    content = responses[str(status)]["content"][answer.mimetype]
    assert list(faults(answer.get_json(), content["schema"], description)) == []


def test_every_described_parameter_is_understood(
    records: PublishedRecords, client: PageClient, description: dict[str, Any]
) -> None:
    values = {"integer": "2026", "string": "330304"}
    for parameter in description["paths"]["/search"]["get"]["parameters"]:
        schema = parameter["schema"]
        value = schema["enum"][0] if "enum" in schema else values[schema["type"]]
        value = "2026-01-31" if schema.get("format") == "date" else value
        answer = client.get("/api/v1/search", query_string={"q": "酱油", parameter["name"]: value})
        assert answer.status_code == 200, parameter["name"]


def test_every_path_of_the_api_is_described(app: Flask, description: dict[str, Any]) -> None:
    served = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    assert served == {f"/api/v1{path}" for path in description["paths"]}


def test_a_hit_says_where_its_record_is(records: PublishedRecords, client: PageClient) -> None:
    answer = client.get("/api/v1/search?q=酱油标签").get_json()
    (hit,) = answer["hits"]
    assert (answer["total"], hit["type"]) == (1, "case")
    assert hit["url"].endswith(f"/cases/{hit['id']}")
    assert hit["snippet"] == "当事人&lt;改贴&gt;<mark>酱油标签</mark>。"
    assert answer["facets"]["bureau"] == [{"value": "7", "label": "某局", "count": 1}]


def test_companies_are_suggested(records: PublishedRecords, client: PageClient) -> None:
    for typed in ("瓯禾", "瓯", "ou he", "ouhejiang", "ohjy", "ohj", "瓯禾醬"):
        (suggestion,) = client.get(f"/api/v1/suggest?q={typed}").get_json()["suggestions"]
        assert suggestion["text"] == "瓯海瓯禾酱油酿造有限公司"
        assert suggestion["url"].endswith(f"/companies/{suggestion['detail']}")


def test_document_numbers_are_suggested(records: PublishedRecords, client: PageClient) -> None:
    for typed in ("温", "温瓯市监罚", "温瓯市监罚[2025]8", "温瓯市监罚（2025"):
        found = client.get("/api/v1/suggest", query_string={"q": typed}).get_json()["suggestions"]
        (suggestion,) = [each for each in found if each["type"] == "case"]
        assert (suggestion["text"], suggestion["detail"]) == (
            "温瓯市监罚〔2025〕88号",
            "砚汐商行酱油案",
        )


def test_one_letter_suggests_nothing(records: PublishedRecords, client: PageClient) -> None:
    for typed in ("o", "9", "", "-", "“"):
        assert client.get("/api/v1/suggest", query_string={"q": typed}).get_json() == {
            "suggestions": []
        }


def test_a_withdrawn_company_is_not_suggested(
    records: PublishedRecords, client: PageClient
) -> None:
    records.withdraw(next(iter(records.rows[SearchKind.COMPANY].values())))
    assert client.get("/api/v1/suggest?q=瓯禾").get_json() == {"suggestions": []}


def test_any_site_may_read_answers_and_refusals(
    records: PublishedRecords, client: PageClient
) -> None:
    for address in ("/api/v1/search?q=酱油", "/api/v1/search", "/api/v1/openapi.json"):
        assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"


def test_refusals_are_json_in_chinese(
    records: PublishedRecords, app: Flask, client: PageClient
) -> None:
    refused = client.get("/api/v1/search?q=酱油&year=x")
    assert refused.mimetype == "application/problem+json"
    assert "年度参数" in refused.get_json()["detail"]
    for _ in range(130):
        limited = client.get("/api/v1/search?q=鱼露")
    assert limited.status_code == 429
    assert limited.headers["Retry-After"]
    assert re.search("[一-鿿]", limited.get_json()["detail"])


def test_without_an_index_the_answer_is_503(app: Flask, client: PageClient) -> None:
    answer = client.get("/api/v1/search?q=酱油")
    assert answer.status_code == 503
    assert "搜索暂时不可用" in answer.get_json()["detail"]


def test_the_beginning_of_a_code_suggests_its_company(
    records: PublishedRecords, client: PageClient
) -> None:
    (company,) = records.rows[SearchKind.COMPANY].values()
    coded = replace(company, codes=(company.ref,))
    records.rows[SearchKind.COMPANY][company.key] = coded
    records.publish()
    (suggestion,) = client.get("/api/v1/suggest?q=91330399").get_json()["suggestions"]
    assert (suggestion["text"], suggestion["detail"]) == (company.title, company.ref)
