"""Full names and numbers of people stand in no answer of search."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.people.rules import Role
from app.publishing.kind.saving import save_record
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.services import Edit
from app.records.cases.kind import KIND as CASES
from app.records.cases.rules import CaseField
from app.records.companies.rules import PartyKind
from tests.support import factories
from tests.support.pages import PageClient

ADDRESSES = ("/search?q=", "/search?type=case&q=", "/api/v1/search?q=", "/api/v1/suggest?q=")
QUERIES = (
    "酱油",
    "张",
    "张某某",
    "张三丰",
    "“张三丰”",
    "zhangsanfeng",
    "zsf",
    "三丰酱油",
    "李时针",
)
SECRETS = ("三丰", "时针")


@pytest.fixture
def site(app: Flask, client: PageClient, frozen_clock: time_machine.Traveller) -> PageClient:
    """A company and a person's case, as an editor writes it, both about soy sauce."""
    factories.make_company(name="温州试验酱油有限公司", legal_representative="李时针")
    staff = factories.make_staff(Role.EDITOR)
    edit = Edit(staff.as_actor())
    case = save_record(kind=CASES, record=None, values=_written(), extra={}, staff=staff, edit=edit)
    case.status, case.published_on = PublicationStatus.PUBLISHED, clock.today()
    db.session.commit()
    maintenance.rebuild()
    return client


def _written() -> dict[str, Any]:
    return CASES.values(
        title="张三丰销售不合格酱油案",
        party_name="张三丰",
        party_kind=PartyKind.PERSON,
        legal_representative="李时针",
        decision_number="温市监罚〔2026〕7号",
        violation="张三丰销售不合格酱油",
        facts="经查，张三丰售出酱油三瓶。",
        basis="《食品安全法》",
        penalty_kinds=["fine"],
        content="对张三丰罚款一千元",
        fine_cents=100_000,
        decided_on=date(2026, 3, 1),
        deciding_body="试验监管局",
        execution="张三丰已缴纳",
        field=CaseField.FOOD,
    )


def _answers(client: PageClient) -> Iterator[tuple[str, str]]:
    for query in QUERIES:
        for address in ADDRESSES:
            answer = client.get(address + query)
            text = str(answer.get_json()) if answer.is_json else answer.one("//main").text_content()
            yield query, text.replace(query.strip("“”"), "")  # what was typed is shown again


def test_no_answer_holds_the_full_name_of_a_person(site: PageClient) -> None:
    assert "张某某销售不合格酱油案" in site.get("/search?q=酱油").body_text
    for query, text in _answers(site):
        assert not any(secret in text for secret in SECRETS), query


def test_a_person_is_not_found_by_the_full_name(site: PageClient) -> None:
    for query in ("张三丰", "“三丰”", "李时针", "zhangsanfeng", "lishizhen"):
        answer = site.get("/api/v1/search", query_string={"q": query}).get_json()
        assert answer["hits"] == [], query
        assert site.get(f"/api/v1/suggest?q={query}").get_json() == {"suggestions": []}
    assert len(site.get("/api/v1/search?q=张某某").get_json()["hits"]) == 1
