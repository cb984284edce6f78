"""Reviewers see what waits, over all kinds, and decide several at once, each by itself."""

import pytest

from app.people.rules import Role
from app.publishing.life.rules import Life, PublicationStatus
from tests.support import factories
from tests.support.desks import make_office
from tests.support.factories import make_staff

QUEUE = "/admin/review/"
DRAFT = {"status": PublicationStatus.DRAFT, "published_on": None}


@pytest.fixture
def waiting(client, office):
    """An article, a case and an entry that were sent for review."""
    about = {"source_bureau_id": office.bureau.id, **DRAFT}
    records = {
        "bulletins": factories.make_bulletin(title="待审公告", **about),
        "cases": factories.make_case(title="待审案件", **about),
        "credit": factories.make_credit_entry(title="待审事由", **about),
    }
    office.is_at_the_desk(office.editor)
    for kind, record in records.items():
        client.post_form(f"/admin/{kind}/{record.id}", action="submit")
    return records


def ticks(page):
    return [box.get("value") for box in page.all("//input[@name='picked']")]


def decide(client, picked, act, reason=""):
    page = client.get(QUEUE)
    return client.submit(page, {"picked": picked, "act": act, "reason": reason}, action="/review/")


def test_the_queue_lists_and_counts_all_kinds(client, office, waiting):
    office.is_at_the_desk(office.reviewer)
    page = client.get(QUEUE)
    assert len(ticks(page)) == 3
    assert "待审 3 条" in page.body_text
    assert "行政处罚 1" in page.body_text
    page = client.get(f"{QUEUE}?kind=case_disclosures")
    assert [value.split(":")[0] for value in ticks(page)] == ["case_disclosures"]


def test_a_body_sees_its_own_and_the_coordination_office_what_waits_everywhere(
    client, office, waiting
):
    other = make_office(client)
    other.is_at_the_desk(other.reviewer)
    assert "没有待审的内容" in client.get(QUEUE).body_text
    office.is_at_the_desk(make_staff(Role.REVIEWER, bureau=factories.make_coordination_office()))
    assert len(ticks(client.get(QUEUE))) == 3


def test_several_are_approved_and_those_that_could_not_be_are_named(client, office, waiting):
    both = make_staff(Role.EDITOR, Role.REVIEWER, bureau=office.bureau)
    own = factories.make_bulletin(title="自己写的公告", source_bureau_id=office.bureau.id, **DRAFT)
    office.is_at_the_desk(both)
    client.post_form(f"/admin/bulletins/{own.id}", action="submit")
    page = decide(client, ticks(client.get(QUEUE)), "approve")
    assert "办理了 3 条，1 条没有办理" in page.body_text
    assert "自己写的公告：录入和审核应当由两个人完成" in page.body_text
    assert {record.life for record in waiting.values()} == {Life.PUBLISHED}
    assert own.life is Life.IN_REVIEW


def test_several_are_returned_with_one_reason(client, office, waiting):
    office.is_at_the_desk(office.reviewer)
    page = decide(client, ticks(client.get(QUEUE)), "return", "请补充文号")
    assert "办理了 3 条" in page.body_text
    assert {record.life for record in waiting.values()} == {Life.DRAFT}
    assert client.get(f"{QUEUE}?list=returned").body_text.count("请补充文号") == 3


def test_nothing_is_returned_without_a_reason_and_the_ticks_are_kept(client, office, waiting):
    office.is_at_the_desk(office.reviewer)
    page = decide(client, ticks(client.get(QUEUE))[:2], "return")
    assert page.status_code == 400
    assert "请写明退回的理由" in page.body_text
    assert len(page.all("//input[@name='picked'][@checked]")) == 2
    assert {record.life for record in waiting.values()} == {Life.IN_REVIEW}


def test_what_is_unknown_or_missing_is_said(client, office, waiting):
    office.is_at_the_desk(office.reviewer)
    assert "请选择同意或者退回" in decide(client, ticks(client.get(QUEUE)), "delete").body_text
    assert "请先勾选要办理的内容" in decide(client, [], "approve").body_text
    for picked in ("bulletins:999999:1", "nothing:1:1", "nonsense", "bulletins:1:x"):
        page = decide(client, [picked], "approve")
        assert "办理了 0 条，1 条没有办理" in page.body_text
        assert "没有找到" in page.body_text
    assert {record.life for record in waiting.values()} == {Life.IN_REVIEW}


def test_a_second_click_is_told_that_it_was_done(client, office, waiting):
    office.is_at_the_desk(office.reviewer)
    page = client.get(QUEUE)
    picked = ticks(page)[:1]
    decide(client, picked, "approve")
    page = decide(client, picked, "approve")
    assert "已经不在待审" in page.body_text


def test_editors_see_the_queue_and_decide_nothing(client, office, waiting):
    office.is_at_the_desk(office.editor)
    page = client.get(QUEUE)
    assert ticks(page) == []
    assert client.post(QUEUE, data={"csrf_token": "x"}).status_code in (400, 403)


def test_the_queue_costs_the_same_however_long_it_is(client, office, waiting, count_statements):
    office.is_at_the_desk(office.reviewer)
    with count_statements() as short:
        client.get(QUEUE)
    about = {"source_bureau_id": office.bureau.id, **DRAFT}
    more = [factories.make_bulletin(**about) for _ in range(5)]
    office.is_at_the_desk(office.editor)
    for record in more:
        client.post_form(f"/admin/bulletins/{record.id}", action="submit")
    office.is_at_the_desk(office.reviewer)
    with count_statements() as long:
        client.get(QUEUE)
    assert len(long) == len(short) <= 7
