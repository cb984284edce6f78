"""Licences: written and published by two persons, shown while valid, found by their numbers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.people.rules import Role
from app.publishing.life.rules import PublicationStatus
from app.records.companies.rules import PartyKind
from app.records.licences.models import AdministrativeLicence
from app.records.licences.rules import LicenceState
from tests.support import factories
from tests.support.factories import make_company, make_licence, make_staff
from tests.support.pages import PageClient
from tests.support.staff import sign_in
from tests.support.transactions import Counted

Counting = Callable[[], AbstractContextManager[Counted]]

FORM = {
    "party_kind": "organisation",
    "kind": "general",
    "certificate_name": "食品生产许可证",
    "licence_number": "SC10333039900001",
    "content": "调味品（酱油）",
    "decided_on": "2026-01-05",
    "valid_from": "2026-01-05",
    "valid_until": "2030-01-04",
    "deciding_body": "试验监管局",
    "state": "valid",
}


def switch(client: PageClient, *roles: Role, bureau: Any) -> None:
    client.delete_cookie("mingjian")
    sign_in(client, make_staff(*roles, bureau=bureau))


def only() -> AdministrativeLicence:
    return db.session.scalars(select(AdministrativeLicence)).one()


def test_a_person_is_masked_by_the_form_and_a_licence_is_kept_once(client: PageClient) -> None:
    switch(client, Role.EDITOR, bureau=factories.make_bureau(name="试验监管局"))
    form = FORM | {
        "party_name": "欧阳虚构",
        "party_kind": "person",
        "content": "准予欧阳虚构作业",
        "legal_representative": "欧阳虚构",
    }
    client.post_form("/admin/licences/new", form)
    licence = only()
    assert (licence.party_name, licence.content) == ("欧阳某某", "准予欧阳某某作业")
    assert licence.legal_representative is None
    again = client.post_form("/admin/licences/new", form)
    assert again.status_code == 400
    assert "已经录入" in again.body_text
    changed = client.post_form(f"/admin/licences/{licence.id}/edit", form | {"remark": "更正"})
    assert "已保存为草稿" in changed.body_text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"party_name": "试验厂"}, "六种代码至少填一项"),
        ({"registration_number": "12"}, "应为15位"),
        ({"content": "证号11010519491231002X"}, "许可内容里有证件号码"),
    ],
)
def test_a_form_with_a_fault_is_refused_in_words(
    client: PageClient, changes: dict[str, str], words: str
) -> None:
    switch(client, Role.EDITOR, bureau=factories.make_bureau())
    page = client.post_form("/admin/licences/new", FORM | {"party_name": "钱虚构"} | changes)
    assert page.status_code == 400
    assert words in page.body_text


def test_a_licence_that_no_longer_stands_cannot_be_published(client: PageClient) -> None:
    bureau = factories.make_bureau()
    licence = make_licence(
        state=LicenceState.INVALID, status=PublicationStatus.WITHDRAWN, source_bureau_id=bureau.id
    )
    switch(client, Role.EDITOR, bureau=bureau)
    page = client.post_form(f"/admin/licences/{licence.id}", action="submit")
    assert page.status_code == 409
    assert "已经失效" in page.body_text


def test_a_company_with_many_licences_shows_them_in_pages(
    client: PageClient, count_statements: Counting
) -> None:
    company = make_company()
    assert not client.get(f"/companies/{company.uscc}").all("//section[@id='licences']")
    endless = make_licence(company=company, valid_until=None, publish_until=None)
    assert "长期公示" in client.get(f"/licences/{endless.id}").body_text
    db.session.commit()
    with count_statements() as few:
        client.get(f"/companies/{company.uscc}")
    for n in range(22):
        make_licence(company=company, certificate_name=f"第{n}号证")
    make_licence(
        company=company,
        valid_until=clock.today() - timedelta(days=1),
        valid_from=None,
        publish_until=clock.today() - timedelta(days=1),
    )
    db.session.commit()
    with count_statements() as many:
        page = client.get(f"/companies/{company.uscc}?page=2")
    assert len(many) <= len(few), str(many)
    assert "行政许可 23" in page.one("//nav[@aria-label='本页内容']").text_content()
    assert len(page.all("//section[@id='licences']//tbody/tr")) == 3
    links = page.all("//section[@id='licences']//nav//a/@href")
    assert links
    assert all(link.endswith("#licences") for link in links)


def test_a_licence_is_found_by_number_and_text_until_it_ends(client: PageClient) -> None:
    licence = make_licence(licence_number="SC10333039912345", content="零添加酱油的酿造")
    ended = make_licence(
        content="零添加酱油",
        valid_from=None,
        valid_until=clock.today() - timedelta(days=1),
        publish_until=clock.today() - timedelta(days=1),
    )
    person = make_licence(
        party_name="欧阳某某", party_kind=PartyKind.PERSON, uscc=None, content="零添加酱油品评"
    )
    db.session.commit()
    maintenance.rebuild()
    page = client.get("/search?q=零添加酱油&type=licence")
    assert "匹配：许可内容中有“零添加酱油”" in page.body_text
    links = page.all("//article//h3/a/@href")
    assert sorted(links) == sorted(f"/licences/{each.id}" for each in (licence, person))
    assert f"/licences/{ended.id}" not in page.text
    reply = client.get("/api/v1/search?q=SC10333039912345").json
    assert [item["type"] for item in reply["hits"]] == ["licence"]
    suggested = client.get("/api/v1/suggest?q=SC10333039912").json
    assert any("SC10333039912345" in str(item) for item in suggested["suggestions"])
