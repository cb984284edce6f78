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
from app.records.licences.rules import LicenceKind, LicenceState
from tests.support import factories
from tests.support.desks import WITHDRAWAL
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


def test_a_licence_is_written_by_one_and_published_by_another(client: PageClient) -> None:
    bureau = factories.make_bureau(name="试验监管局")
    company = make_company(name="温州试验酱油有限公司")
    switch(client, Role.EDITOR, Role.REVIEWER, bureau=bureau)
    form = FORM | {"party_name": company.name, "uscc": company.uscc}
    page = client.post_form("/admin/licences/new", form)
    assert "已保存为草稿" in page.body_text
    licence = only()
    assert (licence.company, licence.publish_until) == (company, licence.valid_until)
    desk, public = f"/admin/licences/{licence.id}", f"/licences/{licence.id}"
    client.post_form(desk, action="submit")
    assert client.post_form(f"{desk}/review", action="approve").status_code == 409
    assert client.get(public).status_code == 404

    switch(client, Role.REVIEWER, bureau=bureau)
    assert "公示中" in client.post_form(f"{desk}/review", action="approve").body_text
    page = client.get(public)
    assert "温州试验酱油有限公司食品生产许可证" in page.body_text
    switch(client, Role.EDITOR, bureau=bureau)
    client.post_form(f"{desk}/withdraw", WITHDRAWAL | {"revoked_on": f"{clock.today()}"})
    switch(client, Role.REVIEWER, bureau=bureau)
    assert "已撤下" in client.post_form(desk, action="take-down").body_text
    gone = client.get(public)
    assert gone.status_code == 410
    assert "不再公示" in gone.body_text
    assert "酱油" not in gone.body_text


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
        ({"party_kind": "person", "party_name": "钱虚构", "tax_number": "1"}, "自然人不填代码"),
        ({"licence_number": "", "party_kind": "sole_trader"}, "至少填一项"),
        ({"valid_until": "2001-01-01", "party_kind": "sole_trader"}, "早于有效期自"),
        ({"decided_on": "2999-01-01", "party_kind": "sole_trader"}, "今天之后"),
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


def test_the_page_of_a_licence_shows_its_fields_and_its_source(client: PageClient) -> None:
    batch = factories.make_import_batch(file_name="九月许可.xlsx")
    licence = make_licence(import_batch=batch, source_row=7, organisation_code="123456789")
    factories.make_case(company=licence.company, title="同一企业的案件")
    text = client.get(f"/licences/{licence.id}").body_text
    for words in (
        licence.title,
        licence.licence_number,
        licence.decision_number,
        "123456789",
        "普通",
        "九月许可.xlsx，第 7 行",
        "同一企业的案件",
        f"{licence.valid_until}",
    ):
        assert str(words) in text


def test_an_endless_licence_says_so(client: PageClient) -> None:
    licence = make_licence(valid_until=None, publish_until=None)
    assert "长期公示" in client.get(f"/licences/{licence.id}").body_text


def test_licences_are_narrowed_and_sorted(client: PageClient) -> None:
    bureau = factories.make_bureau()
    soon = clock.today() + timedelta(days=1)
    make_licence(
        certificate_name="特种设备使用登记证",
        kind=LicenceKind.REGISTRATION,
        deciding_bureau_id=bureau.id,
        district_code=factories.make_district("330303").code,
        valid_until=soon,
        publish_until=soon,
        licence_number="TS-1_%",
        decided_on=clock.today().replace(year=clock.today().year - 1, day=1),
        valid_from=None,
    )
    make_licence()
    for query in (
        "kind=registration",
        f"bureau={bureau.id}",
        "district=330303",
        "q=特种",
        "q=S-1_%25",
        f"year={clock.today().year - 1}",
    ):
        page = client.get(f"/licences?{query}")
        assert "共 1 件" in page.body_text, query
        assert "特种设备使用登记证" in page.body_text
    first = client.get("/licences?sort=until").all("//tbody/tr")[0]
    assert "特种设备" in first.text_content()
    assert "没有找到符合 “无此证” 的行政许可" in client.get("/licences?q=无此证").body_text
    assert client.get("/licences?kind=none").status_code == 400


def test_a_company_with_many_licences_shows_them_in_pages(
    client: PageClient, count_statements: Counting
) -> None:
    company = make_company()
    make_licence(company=company)
    db.session.commit()
    with count_statements() as few:
        client.get(f"/companies/{company.uscc}")
    for n in range(44):
        make_licence(company=company, certificate_name=f"第{n}号证")
    make_licence(
        company=company,
        valid_until=clock.today() - timedelta(days=1),
        valid_from=None,
        publish_until=clock.today() - timedelta(days=1),
    )
    db.session.commit()
    with count_statements() as many:
        page = client.get(f"/companies/{company.uscc}?page=3")
    assert len(many) == len(few), str(many)
    assert "行政许可 45" in page.one("//nav[@aria-label='本页内容']").text_content()
    assert len(page.all("//section[@id='licences']//tbody/tr")) == 5
    links = page.all("//section[@id='licences']//nav//a/@href")
    assert links
    assert all(link.endswith("#licences") for link in links)


def test_a_company_without_licences_has_no_empty_section(client: PageClient) -> None:
    page = client.get(f"/companies/{make_company().uscc}")
    assert not page.all("//section[@id='licences']")


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
