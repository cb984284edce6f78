"""When a case is no longer public, no door tells whose it was. No worker runs here."""

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook

from app.kernel.audit.models import SYSTEM
from app.kernel.clock import CITY_ZONE
from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.kernel.search.documents import SearchKind
from app.kernel.web import limits
from app.publishing.life.models import ChangeNote
from app.publishing.life.services import repair_publication, withdraw_publication
from app.records.bulletins.models import Bulletin
from app.records.cases.models import Case
from app.records.companies.rules import PartyKind
from tests.support import factories
from tests.support.pages import PageClient
from tests.support.record_factories import make_typical_case

LAST_DAY = date(2026, 3, 4)
NAME, NUMBER, USCC = "温州砚汐调味食品有限公司", "温市监罚〔2026〕213号", "91330302MA2ABC123X"
BODY = """\
**温州砚汐**调味食品有限公司（以下简称“海翁牌厂”，代码 {code}）负责人陈海燕，换贴生产日期。

## 砚汐公司怎么说

- 砚汐调味的`陈海燕`承认；海翁牌厂已停产。曾用名瓯海砚汐酿造厂，注册号 330302000054321。
- [温市监罚[2026]第213号](/cases/{case}) 和 <https://news.example.invalid/yanxi>

| 品牌 | 企业 |
|---|---|
| 老砚鲜 | 温州&#x781a;汐调味食品有限公司 |
"""
TELLING = ("砚汐", "海翁", "陈海燕", "老砚鲜", "213号", "054321", "yanxi", "91330302")
GONE = "2026-03-05"


@pytest.fixture
def case(app: Flask, frozen_clock: time_machine.Traveller) -> Case:
    """The case of a company, public until today."""
    company = factories.make_company(
        name=NAME,
        uscc=USCC,
        registration_number="330302000054321",
        legal_representative="陈海燕",
    )
    factories.make_former_name(company, name="瓯海砚汐酿造厂")
    return factories.make_case(
        company=company, decision_number=NUMBER, publish_until=LAST_DAY, violation="虚假标注"
    )


@pytest.fixture
def article(case: Case) -> Bulletin:
    """An article that tells of the case in every way."""
    made = make_typical_case(
        case,
        companies=[case.company],
        title=f"{NAME}改换生产日期案",
        summary="砚汐公司换贴标签，海翁牌厂停产。",
        body=BODY.format(code=USCC, case=case.id),
        telling_words="老砚鲜",
    )
    note = {"on": LAST_DAY, "text": "更正砚汐公司的数字。", "fields": ["body"]}
    db.session.add(ChangeNote(kind="bulletins", record_id=made.id, **note))
    db.session.commit()
    maintenance.rebuild()
    return made


def expire(_case: Case, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 3, 5, tzinfo=CITY_ZONE))


def withdraw(case: Case, _clock: time_machine.Traveller) -> None:
    withdraw_publication(case, kind=SearchKind.CASE, actor=SYSTEM, reason="有误")


def repair(case: Case, _clock: time_machine.Traveller) -> None:
    repair_publication(case, kind=SearchKind.CASE, actor=SYSTEM)


FEW = ("换贴", "改换生产日期", "砚汐", NAME)
ALL = (*FEW, "典型案例", *TELLING, NUMBER, USCC, "停产")


def doors(article: Bulletin, words: Iterable[str]) -> Iterator[str]:
    """Every address at which something of an article can be read, or found by these words."""
    yield from ("/", "/bulletins", f"/bulletins/{article.id}", "/data/feeds/bulletins.xml")
    yield from ("/bulletins?kind=typical_case", "/bulletins?year=2026", "/sitemap.xml")
    yield from (f"/bulletins?format={name}" for name in ("csv", "json", "xlsx"))
    for asked in map(quote, words):
        yield from (f"/search?q={asked}", f"/bulletins?q={asked}")
        yield from (f"/api/v1/search?q={asked}", f"/api/v1/suggest?q={asked}")


def read(client: PageClient, address: str) -> str:
    """What the address tells of articles. Companies are found by their names, cases or not."""
    limits.limiter.reset()
    answer = client.get(address, buffered=True)
    if "format=xlsx" in address:
        sheet = load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        return "\n".join(str(cell) for row in sheet.values for cell in row)
    if address.startswith("/api"):
        given: Any = answer.get_json()
        hits = given["hits"] if "hits" in given else given["suggestions"]
        return str([hit for hit in hits if hit.get("type") != "company"])
    if "/search?q=" in address:
        return "".join(answer.texts("//article[.//a[contains(@href, '/bulletins/')]]"))
    if "?q=" in address:
        return "".join(answer.texts("//main//ul[@class='mj-list']"))
    return answer.get_data(as_text=True)


def test_while_the_case_is_public_the_article_names_it_and_leads_there(
    client: PageClient, article: Bulletin, case: Case
) -> None:
    page = client.get(f"/bulletins/{article.id}")
    for words in (NAME, "陈海燕", "老砚鲜", USCC, "相关行政处罚", "相关企业"):
        assert words in page.body_text
    assert f"/cases/{case.id}" in page.links()
    assert f"/companies/{USCC}" in page.links()
    assert "共 1" in client.get("/bulletins?q=砚汐").body_text
    for address in (f"/cases/{case.id}", f"/companies/{USCC}"):
        assert f"{NAME}改换生产日期案" in client.get(address).texts("//*[@id='articles']")[0]


@pytest.mark.parametrize(("leave", "words"), [(expire, ALL), (withdraw, FEW), (repair, FEW)])
def test_when_the_case_leaves_no_door_tells_whose_it_was(
    client: PageClient,
    article: Bulletin,
    case: Case,
    frozen_clock: time_machine.Traveller,
    leave: Callable[[Case, time_machine.Traveller], None],
    words: Iterable[str],
) -> None:
    leave(case, frozen_clock)
    for address in doors(article, words):
        text = read(client, address)
        for word in TELLING:
            assert word not in text, f"{word} at {address}"
        assert f"/cases/{case.id}" not in text, address
    page = client.get(f"/bulletins/{article.id}")
    assert page.texts("//h1") == ["某企业改换生产日期案"]
    assert "［文号已隐去］" in page.body_text
    assert not page.all("//article//div[@class='mj-prose']//a")
    assert "更正某企业的数字" in page.body_text
    assert "共 0" in client.get("/bulletins?q=砚汐").body_text
    company = client.get(f"/companies/{USCC}")
    assert f"/bulletins/{article.id}" not in company.links()
    assert "相关文章" not in company.body_text


def test_search_never_knew_the_party_though_it_was_public(
    client: PageClient, article: Bulletin
) -> None:
    for word in ("砚汐", "海翁", "老砚鲜", NUMBER):
        hits = client.get(f"/api/v1/search?q={quote(word)}&type=bulletin").get_json()["hits"]
        assert hits == [], word
    found = client.get("/api/v1/search?q=改换生产日期&type=bulletin").get_json()["hits"]
    assert [hit["title"] for hit in found] == ["某企业改换生产日期案"]


def test_another_case_of_the_same_party_is_hidden_with_the_first(
    client: PageClient, case: Case, frozen_clock: time_machine.Traveller
) -> None:
    number = "温罚〔2026〕9号"
    later = factories.make_case(company=case.company, title="第二案", decision_number=number)
    other = factories.make_case(title="旁人的案")
    article = make_typical_case(case, later, other, title=f"{NAME}又犯", body=f"见{number}。")
    frozen_clock.move_to(datetime(2026, 3, 5, tzinfo=CITY_ZONE))
    page = client.get(f"/bulletins/{article.id}")
    assert "第二案" not in page.body_text
    assert "〔2026〕9号" not in page.body_text
    assert "旁人的案" in page.body_text
    assert f"/bulletins/{article.id}" not in client.get(f"/cases/{later.id}").links()
    assert f"/bulletins/{article.id}" in client.get(f"/cases/{other.id}").links()


def test_a_natural_person_is_not_even_told_by_the_surname(
    client: PageClient, app: Flask, frozen_clock: time_machine.Traveller
) -> None:
    case = factories.make_case(
        party_name="欧阳某某",
        party_kind=PartyKind.PERSON,
        company_id=None,
        uscc=None,
        publish_until=LAST_DAY,
    )
    article = make_typical_case(case, title="欧阳某某无照经营案", body="欧阳某说不知情。")
    assert "欧阳某某" in client.get(f"/bulletins/{article.id}").body_text
    frozen_clock.move_to(datetime(2026, 3, 5, tzinfo=CITY_ZONE))
    text = client.get(f"/bulletins/{article.id}").get_data(as_text=True)
    assert "欧阳" not in text
    assert "某当事人无照经营案" in text


def test_an_article_about_a_case_that_is_not_yet_public_does_not_name_it(
    client: PageClient, app: Flask
) -> None:
    case = factories.make_case(published_on=date(2099, 1, 1), publish_until=None)
    article = make_typical_case(case, title=f"{case.party_name}一案")
    assert case.party_name not in client.get(f"/bulletins/{article.id}").get_data(as_text=True)


def test_a_name_that_was_changed_since_is_still_hidden(
    client: PageClient,
    article: Bulletin,
    case: Case,
    frozen_clock: time_machine.Traveller,
) -> None:
    article.settle()
    case.company.name = case.party_name = "温州新名食品有限公司"
    db.session.commit()
    frozen_clock.move_to(datetime(2026, 3, 5, tzinfo=CITY_ZONE))
    assert "砚汐" not in client.get(f"/bulletins/{article.id}").get_data(as_text=True)


def test_what_is_not_linked_stays_as_it_was_written(
    client: PageClient, app: Flask, frozen_clock: time_machine.Traveller
) -> None:
    company = factories.make_company(name=NAME)
    article = make_typical_case(companies=[company], title=f"{NAME}获奖")
    frozen_clock.move_to(datetime(2027, 1, 1, tzinfo=CITY_ZONE))
    article.publish_until = None
    page = client.get(f"/bulletins/{article.id}")
    assert f"{NAME}获奖" in page.body_text
    assert f"/bulletins/{article.id}" in client.get(f"/companies/{company.uscc}").links()
