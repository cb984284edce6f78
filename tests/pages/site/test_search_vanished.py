"""What has left is gone from every answer of search, and leaves no trace. No worker runs here."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.kernel import clock
from app.kernel.audit.models import SYSTEM
from app.kernel.clock import CITY_ZONE
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.kernel.search.documents import SearchKind
from app.kernel.web import limits
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.services import withdraw_publication
from app.records.credit.rules import ListKind
from tests.support import factories
from tests.support.pages import PageClient

LAST_DAY = date(2026, 3, 4)
LISTS = ("/credit/black", "/cases", "/licences", "/projects", "/bulletins")
FEEDS = ("black", "cases", "licences", "bulletins")
TIME_TAKEN = re.compile(r"用时 [0-9.]+ 秒")


@pytest.fixture
def leaving(app: Flask, frozen_clock: time_machine.Traveller) -> dict[SearchKind, Any]:
    """A record of each kind that ends today, each about fish sauce; a company stays."""
    ending = {"publish_until": LAST_DAY}
    company = factories.make_company(name="温州砚汐调味品有限公司")
    records = {
        SearchKind.BLACK: factories.make_credit_entry(
            company=company, title="鱼露造假", document_number="鱼监〔2026〕1号", **ending
        ),
        SearchKind.CASE: factories.make_case(
            company=company, title="鱼露案", decision_number="鱼罚〔2026〕2号", **ending
        ),
        SearchKind.LICENCE: factories.make_licence(
            company=company, content="鱼露生产", licence_number="鱼许〔2026〕3号", **ending
        ),
        SearchKind.PROJECT: factories.make_project(name="鱼露作坊改造", **ending),
        SearchKind.BULLETIN: factories.make_bulletin(title="鱼露专项检查通知", **ending),
    }
    db.session.commit()
    maintenance.rebuild()
    return records


def kinds(client: PageClient, text: str) -> set[str]:
    return {hit["type"] for hit in api(client, text)["hits"]}


def api(client: PageClient, text: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/api/v1/search?q={text}").get_json()
    return answer


def suggested(client: PageClient, text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get(f"/api/v1/suggest?q={text}").get_json()["suggestions"]
    return found


def test_on_the_last_day_all_is_shown_until_the_last_second(
    leaving: dict[SearchKind, Any], client: PageClient, frozen_clock: time_machine.Traveller
) -> None:
    frozen_clock.move_to(datetime(2026, 3, 4, 23, 59, 59, tzinfo=CITY_ZONE))
    assert kinds(client, "鱼露") == {kind.value for kind in leaving}
    assert len(client.get("/search?q=鱼露").all("//article")) == len(leaving)
    assert [each["text"] for each in suggested(client, "鱼罚")] == ["鱼罚〔2026〕2号"]
    assert all("鱼露" in client.get(address).body_text for address in LISTS)


def test_at_midnight_all_is_gone_everywhere_though_no_worker_runs(
    leaving: dict[SearchKind, Any], client: PageClient, frozen_clock: time_machine.Traveller
) -> None:
    frozen_clock.move_to(datetime(2026, 3, 5, tzinfo=CITY_ZONE))
    answer = api(client, "鱼露")
    assert (answer["total"], answer["hits"]) == (0, [])
    assert not any(answer["facets"].values())
    page = client.get("/search?q=鱼露")
    assert "没有找到与“鱼露”有关的公示信息" in page.body_text
    assert not page.all("//nav[@id='filters']")
    for kind in leaving:
        assert "其他类型中有" not in client.get(f"/search?q=鱼露&type={kind.value}").body_text
    assert suggested(client, "鱼罚") == suggested(client, "鱼监") == []
    assert "鱼露" not in "".join(client.get(address).body_text for address in LISTS)
    for feed in FEEDS:
        assert "鱼露" not in client.get(f"/data/feeds/{feed}.xml").get_data(as_text=True)
    both = client.get("/search?q=鱼露 砚汐调味品").body_text
    assert "“鱼露”在公示信息中没有出现" in both


def test_what_is_withdrawn_is_gone_at_once_and_from_the_counts_when_the_worker_comes(
    leaving: dict[SearchKind, Any], client: PageClient
) -> None:
    for kind, record in leaving.items():
        withdraw_publication(record, kind=kind, actor=SYSTEM, reason="信用修复")
    answer = api(client, "鱼露")
    assert (answer["total"], answer["hits"]) == (0, [])
    assert not client.get("/search?q=鱼露").all("//article")
    assert suggested(client, "鱼罚") == suggested(client, "鱼监") == []
    assert not client.get("/search?q=“鱼露”&type=case").all("//article")
    outbox.drain()
    assert not any(api(client, "鱼露")["facets"].values())
    assert "“鱼露”在公示信息中没有出现" in client.get("/search?q=鱼露 砚汐调味品").body_text


PROBES = (
    "鱼露 砚汐",
    "砚西调味品",
    "鱼露",
    "“鱼露”",
    "鱼露造假",
    "砚汐 -鱼露",
    "砚汐调味品",
    "鱼罚〔2026〕2号",
    "鱼罚",
    "鱼监",
    "yulu",
    "yl",
    "温州砚汐调味品有限公司",
    "张三鱼露",
    "20262",
)
NARROWED_PROBES = 4
"""So many of them are asked with each of these, too; the others without."""
NARROWED = ("", *(f"&type={kind.value}" for kind in SearchKind), "&sort=date", "&status=公示中")


def _answers(client: PageClient) -> Iterator[tuple[str, str]]:
    for probe in PROBES:
        limits.limiter.reset()
        for narrowing in NARROWED if probe in PROBES[:NARROWED_PROBES] else [""]:
            for place in ("/search", "/api/v1/search"):
                address = f"{place}?q={probe}{narrowing}"
                text = client.get(address).get_data(as_text=True)
                yield address, TIME_TAKEN.sub("", text)
        yield probe, client.get(f"/api/v1/suggest?q={probe}").get_data(as_text=True)


def test_the_expired_and_the_repaired_can_not_be_told_from_what_never_was(
    app: Flask, client: PageClient, frozen_clock: time_machine.Traveller
) -> None:
    company = factories.make_company(name="温州砚汐调味品有限公司")
    other = factories.make_company(name="温州瓯禾调味品有限公司")
    factories.make_case(company=other, title="温州瓯禾调味品有限公司食醋案")
    yesterday = clock.today() - timedelta(days=1)
    expired = factories.make_credit_entry(
        company=company,
        list=ListKind.BLACK,
        title="鱼露造假",
        document_number="鱼监〔2026〕1号",
        publish_until=yesterday,
    )
    repaired = factories.make_case(
        company=company,
        title="鱼露案",
        decision_number="鱼罚〔2026〕2号",
        status=PublicationStatus.REPAIRED,
        withdrawn_on=yesterday,
    )
    db.session.commit()
    frozen_clock.shift(-86_400)
    maintenance.rebuild()  # the index still has what expires today
    frozen_clock.shift(86_400)
    there = dict(_answers(client))
    db.session.delete(expired)
    db.session.delete(repaired)
    db.session.commit()
    maintenance.rebuild()
    differing = [address for address, answer in _answers(client) if there[address] != answer]
    assert not differing
