"""Honours: written and published by two persons, shown while they hold, counted as promised."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.publishing.life.rules import PublicationStatus
from app.records.credit.models import CreditEntry
from app.records.credit.rules import CreditCategory, ListKind
from app.records.honours.models import Honour
from app.records.honours.rules import HonourGrade, HonourKind
from tests.support.desks import Office, make_office
from tests.support.factories import make_company, make_credit_entry
from tests.support.pages import Page, PageClient
from tests.support.record_factories import make_honour
from tests.support.transactions import Counted, let_the_worker_count

Counting = Callable[[], AbstractContextManager[Counted]]

FORM = {
    "kind": "famous_brand",
    "grade": "provincial",
    "title": "浙江名牌产品",
    "subject": "特级酿造酱油",
    "party_kind": "organisation",
    "grantor": "浙江省市场监督管理局",
    "document_number": "浙市监质〔2026〕7号",
    "granted_on": "2026-01-05",
    "year": "2025",
    "valid_until": "2099-01-04",
    "merits": "市场占有率居省内前列。",
}
DAY = timedelta(days=1)


@pytest.fixture
def office(client: PageClient) -> Office:
    return make_office(client)


def desk_page(office: Office, honour: Honour) -> Page:
    office.is_at_the_desk(office.editor)
    return office.client.get(f"/admin/honours/{honour.id}")


def only() -> Honour:
    return db.session.scalars(select(Honour)).one()


def test_a_person_is_masked_wherever_the_name_stands_and_an_honour_is_kept_once(
    client: PageClient, office: Office
) -> None:
    form = FORM | {
        "kind": "other",
        "party_kind": "person",
        "party_name": "欧阳虚构",
        "title": "质量工匠",
        "merits": "欧阳虚构所在班组连续三年无次品。",
    }
    office.write("/admin/honours/new", form)
    assert (only().party_name, only().merits) == ("欧阳某某", "欧阳某某所在班组连续三年无次品。")
    again = client.post_form("/admin/honours/new", form)
    assert again.status_code == 400
    assert "已经录入" in again.body_text


def test_it_ends_by_the_day_and_its_address_says_so(
    client: PageClient, frozen_clock: time_machine.Traveller
) -> None:
    today = clock.today()
    honour = make_honour(valid_until=today, publish_until=today)
    assert client.get(f"/honours/{honour.id}").status_code == 200
    frozen_clock.shift(DAY)
    assert client.get(f"/honours/{honour.id}").status_code == 410
    assert "共 0" in client.get("/honours").body_text
    assert "0 个" in client.get("/honours/targets").body_text


def test_it_is_suspended_while_its_holder_is_on_the_black_list(
    client: PageClient, office: Office, frozen_clock: time_machine.Traveller
) -> None:
    company = make_company(name="温州砚汐调味品有限公司")
    honour = make_honour(company=company, title="鱼露质量奖", source_bureau_id=office.bureau.id)
    black = make_credit_entry(company=company, published_on=clock.today() + DAY)
    db.session.commit()
    doors = (
        "/honours",
        "/honours?format=csv",
        "/data/feeds/honours.xml",
        f"/companies/{company.ref}",
    )

    def shown() -> set[bool]:
        return {"鱼露" in client.get(door).get_data(as_text=True) for door in doors}

    assert shown() == {True}
    assert "即将暂停公示" in desk_page(office, honour).body_text
    frozen_clock.shift(DAY)
    assert client.get(f"/honours/{honour.id}").status_code == 410
    assert shown() == {False}
    assert "公众现在看不到" in desk_page(office, honour).body_text
    assert "市级政府质量奖 0 个" in client.get("/evaluation/targets/PP04").body_text
    black.status = PublicationStatus.WITHDRAWN
    db.session.commit()
    assert client.get(f"/honours/{honour.id}").status_code == 200
    assert shown() == {True}


def test_search_finds_it_again_when_the_black_entry_is_taken_down(
    client: PageClient, frozen_clock: time_machine.Traveller
) -> None:
    company = make_company()
    make_honour(company=company, title="鱼露质量奖")
    black = make_credit_entry(company=company, publish_until=clock.today())
    db.session.commit()
    maintenance.rebuild()
    found = "/api/v1/search?q=鱼露质量奖&type=honour"
    assert client.get(found).get_json()["total"] == 0
    assert black.life.value == "published"
    frozen_clock.shift(DAY)
    maintenance.tend()
    outbox.drain()
    assert client.get(found).get_json()["total"] == 1


def test_one_click_drafts_the_entry_of_the_red_list(client: PageClient, office: Office) -> None:
    honour = make_honour(source_bureau_id=office.bureau.id, merits="管理卓越。")
    page = desk_page(office, honour)
    assert "拟列入红名单" in page.body_text
    client.post_form(f"/admin/honours/{honour.id}", action="/entry")
    entry = db.session.scalars(select(CreditEntry)).one()
    assert (entry.list, entry.category) == (ListKind.RED, CreditCategory.QUALITY_AWARD)
    assert (entry.title, entry.reason) == (honour.title, "管理卓越。")
    assert entry.publish_until == honour.valid_until
    assert entry.status is PublicationStatus.DRAFT
    after = desk_page(office, honour)
    assert "拟列入红名单" not in after.body_text
    assert "红名单：温州市市长质量奖" in after.body_text
    assert "列入红名单" not in client.get(f"/honours/{honour.id}").body_text
    entry.status, entry.published_on = PublicationStatus.PUBLISHED, clock.today()
    db.session.commit()
    assert "列入红名单" in client.get(f"/honours/{honour.id}").body_text
    assert "荣誉：温州市市长质量奖" in client.get(f"/credit/{entry.id}").body_text


def test_the_filters_say_how_many_each_choice_leaves(client: PageClient) -> None:
    make_honour()
    make_honour(grade=HonourGrade.PROVINCIAL, title="浙江省政府质量奖", grantor="浙江省人民政府")
    make_honour(kind=HonourKind.GREEN_FACTORY, title="绿色工厂", year=clock.today().year - 1)
    make_honour(kind=HonourKind.TAX_CREDIT, status=PublicationStatus.DRAFT, published_on=None)
    page = client.get("/honours?kind=quality_award")
    options = page.texts("//select/option")
    for words in ("政府质量奖（2）", "绿色工厂（1）", "省级（1）", "浙江省人民政府（1）"):
        assert words in options
    assert not any("A级纳税人" in option for option in options)
    assert "共 2" in page.body_text
    assert "共 1" in client.get("/honours?grantor=浙江省人民政府&q=质量奖").body_text
    assert client.get("/honours?kind=tax_credit").status_code == 400


def test_promises_are_counted_from_rows_one_click_away(client: PageClient) -> None:
    holder = make_company()
    make_honour(company=holder)
    make_honour(company=holder, grade=HonourGrade.COUNTY, title="鹿城区政府质量奖")
    make_honour(grade=HonourGrade.PROVINCIAL, title="浙江省政府质量奖")
    let_the_worker_count()
    assert "市级政府质量奖 1 个" in client.get("/evaluation/targets/PP04").body_text
    assert "政府质量奖 2 家" in client.get("/evaluation/targets/DX03").body_text
    page = client.get("/honours/targets")
    address = page.one("//tr[contains(., 'PP03')]//td[@data-l='现有']//a").get("href")
    rows: Any = client.get(address)
    assert "共 1" in rows.body_text
    assert "浙江省政府质量奖" in rows.body_text
    never = page.one("//tr[contains(., 'PP07')]").text_content()
    assert "未报" in never, "what was never registered is not nought"
