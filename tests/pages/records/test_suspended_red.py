"""An entry of the red list is not shown while its company stands on the black list."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.kernel.search.documents import SearchKind
from app.people.rules import Role
from app.publishing.life import services
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from tests.support import factories
from tests.support.desks import REVIEWER, publish
from tests.support.factories import make_staff
from tests.support.staff import sign_in
from tests.support.tables import bring_file, counts

HONOUR = "鱼露质量金奖"
ONE_DAY = timedelta(days=1)


@pytest.fixture
def company(app, frozen_clock):
    return factories.make_company(name="温州砚汐调味品有限公司")


@pytest.fixture
def red(company):
    entry = factories.make_credit_entry(company=company, list=ListKind.RED, title=HONOUR)
    db.session.commit()
    return entry


def make_black(company, **changes):
    black = factories.make_credit_entry(company=company, **changes)
    db.session.commit()
    return black


def is_shown(client, red):
    """Whether the public meets the honour; fails when it does at some doors and not at others."""
    doors = (
        f"/credit/{red.id}",
        "/credit/red",
        "/credit/red?sort=until",
        "/",
        "/data/feeds/red.xml",
        f"/companies/{red.company.ref}",
        "/credit/red?format=csv",
        "/credit/red?format=json",
        "/search?q=砚汐&type=red",
        "/api/v1/search?q=砚汐&type=red",
    )
    found = {}
    for door in doors:
        answer = client.get(door)
        text = answer.get_data(as_text=True)
        if answer.mimetype == "application/json":
            text = json.dumps(answer.get_json(), ensure_ascii=False)
        found[door] = HONOUR in text.replace("<mark>", "").replace("</mark>", "")
    found["count"] = "共 1" in client.get("/credit/red").body_text
    assert len(set(found.values())) == 1, found
    return found["count"]


def test_red_entry_goes_at_once_with_the_black_one_and_comes_back_when_it_is_withdrawn(
    client, company, red
):
    maintenance.rebuild()
    assert is_shown(client, red)
    black = make_black(company, status=PublicationStatus.DRAFT, published_on=None)
    assert is_shown(client, red)

    publish(black, SearchKind.BLACK)
    assert not is_shown(client, red)
    assert client.get(f"/credit/{red.id}").status_code == 410
    outbox.drain()
    assert not is_shown(client, red)

    services.withdraw_publication(black, kind=SearchKind.BLACK, actor=REVIEWER, reason="撤销")
    outbox.drain()
    assert is_shown(client, red)


def test_scheduled_black_entry_suspends_from_its_day_to_its_last(
    client, company, red, frozen_clock: time_machine.Traveller
):
    today = clock.today()
    make_black(company, published_on=today + ONE_DAY, publish_until=today + 2 * ONE_DAY)
    maintenance.rebuild()
    seen = []
    for _ in range(4):
        seen.append(is_shown(client, red))
        frozen_clock.shift(ONE_DAY)
        maintenance.tend()
    assert seen == [True, False, False, True]


def test_on_the_first_day_search_hides_it_though_no_worker_runs(
    client, company, red, frozen_clock: time_machine.Traveller
):
    make_black(company, published_on=clock.today() + ONE_DAY)
    maintenance.rebuild()
    assert is_shown(client, red)
    frozen_clock.shift(ONE_DAY)
    assert not is_shown(client, red)
    facets = client.get("/api/v1/search?q=鱼露质量金奖").get_json()["facets"]
    assert not any(facets.values())


def test_what_is_over_or_not_yet_approved_suspends_nothing(client, company, red):
    yesterday = clock.today() - ONE_DAY
    for changes in (
        {"publish_until": yesterday},
        {"status": PublicationStatus.WITHDRAWN},
        {"status": PublicationStatus.REPAIRED},
        {"status": PublicationStatus.DRAFT},
    ):
        make_black(company, **changes)
    maintenance.rebuild()
    assert is_shown(client, red)


def test_both_desks_show_what_suspends_what(client, company, red):
    office = factories.make_coordination_office()
    black = make_black(company, status=PublicationStatus.DRAFT, published_on=None)
    sign_in(client, make_staff(Role.REVIEWER, bureau=office))
    page = client.get(f"/admin/credit/{black.id}")
    assert "公示后，将暂停公示以下红名单记录" in page.body_text
    assert f"红名单：{HONOUR}" in page.texts("//a")
    assert "黑名单上" not in client.get(f"/admin/credit/{red.id}").body_text

    publish(black, SearchKind.BLACK)
    assert "正在暂停公示以下红名单记录" in client.get(f"/admin/credit/{black.id}").body_text
    page = client.get(f"/admin/credit/{red.id}")
    assert "暂停公示，公众现在看不到本记录" in page.body_text
    assert page.all(f"//div[contains(@class,'mj-note')]//a[@href='/admin/credit/{black.id}']")


def test_desk_of_another_body_links_to_what_is_public_only(client, company):
    bureau = factories.make_bureau()
    red = factories.make_credit_entry(
        company=company, list=ListKind.RED, title=HONOUR, source_bureau_id=bureau.id
    )
    shown = make_black(company, title="已公示的")
    make_black(company, title="将公示的", published_on=clock.today() + ONE_DAY)
    sign_in(client, make_staff(Role.EDITOR, bureau=bureau))
    links = client.get(f"/admin/credit/{red.id}").all("//div[contains(@class,'mj-note')]//a")
    assert [(link.text, link.get("href")) for link in links] == [
        ("黑名单：已公示的", f"/credit/{shown.id}")
    ]


def test_imported_black_entry_suspends_at_once(app, client, company, red, tmp_path):
    maintenance.rebuild()
    assert is_shown(client, red)
    red_id = red.id
    row = {"名单类型": "黑名单", "企业名称": company.name, "统一社会信用代码": company.uscc}
    row |= {"失信领域": "食品安全", "认定日期": clock.today().isoformat()}
    assert counts(bring_file(app, tmp_path, "credit", row)) == {"read": 1, "added": 1}
    red = db.session.get(CreditEntry, red_id)
    assert not is_shown(client, red)
    outbox.drain()
    assert not is_shown(client, red)


def test_a_credit_report_leaves_the_suspended_honour_out_and_other_entries_stay(
    client, company, red
):
    other, black = factories.make_credit_entry(list=ListKind.RED), make_black(company)
    for each in (other, black):
        assert client.get(f"/credit/{each.id}").status_code == 200
    page = client.get(f"/companies/{company.ref}/report")
    page = client.submit(page, follow_redirects=True)
    assert HONOUR not in page.body_text
    assert "标注虚假生产日期" in page.body_text


def test_the_red_list_takes_its_rows_and_what_suspends_them_from_indexes_alone(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite says in words which index it takes")
    keys = select(CreditEntry.id).where(CreditEntry.list == ListKind.RED, published(CreditEntry))
    newest = keys.order_by(CreditEntry.decided_on.desc(), CreditEntry.id.desc()).limit(20)
    sql = newest.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    assert any("ix_credit_entries_list" in line for line in plan), plan
    assert any("COVERING INDEX ix_credit_entries_standing" in line for line in plan), plan
    assert not any("TEMP B-TREE" in line for line in plan), plan
