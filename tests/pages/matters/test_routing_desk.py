"""The routing table on the desk: look, try, propose, and let another person decide."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.routing.models import RoutingChange
from app.matters.complaints.routing.rules import ChangeState
from app.people.models import Bureau
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_coordination_office, make_staff
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")

CHANGE = "/admin/routing/change?category=food-circulation&district=330304"


@pytest.fixture
def coordinator(app):
    return make_staff(Role.COORDINATOR, bureau=make_coordination_office())


def bureau_id(code):
    return str(db.session.scalars(select(Bureau.id).where(Bureau.code == code)).one())


def tried(client, **changes):
    page = client.get(CHANGE)
    values = {
        "lead": bureau_id("city-market-supervision"),
        "assistant_1": "0",
        "basis": "市场监管体制调整",
        "valid_from": "2026-04-01",
        "reason": "体制调整",
        "act": "try",
    }
    return propose(client, page, **{**values, **changes})


def propose(client, page, **fields):
    named = {f"propose-{name}": value for name, value in fields.items()}
    return client.submit(page, named, action="/change/propose")


def test_the_table_is_narrowed_and_says_whether_it_has_gaps(client, coordinator):
    sign_in(client, coordinator)
    page = client.get("/admin/routing/?category=food-circulation&district=330304")
    assert page.texts("//section[@aria-labelledby='rules']//tbody//a") == [
        "商店和市场的食品，瓯海区"
    ]
    assert "每个类别在每个地区都有可以联系的承办部门" in page.body_text
    body = db.session.scalars(select(Bureau).where(Bureau.code == "ouhai-health")).one()
    body.email = None
    db.session.commit()
    page = client.get("/admin/routing/")
    assert "瓯海区卫生健康局没有联系邮箱" in page.body_text


def test_a_change_is_tried_before_it_can_be_handed_in(client, coordinator):
    submission = make_submission(category_code="food-circulation", district_code="330304")
    matter = make_matter(submission=submission)
    sign_in(client, coordinator)
    page = tried(client)
    assert "按新规则会分到别处 1 件" in page.body_text
    assert matter.number in page.body_text
    assert db.session.scalars(select(RoutingChange)).all() == []
    page = propose(client, page, act="submit")
    assert "已送审" in page.body_text
    assert "由另一位工作人员审核" in page.body_text


def test_what_was_changed_after_the_trial_is_tried_again(client, coordinator):
    sign_in(client, coordinator)
    other = {"lead": bureau_id("ouhai-health"), "act": "submit"}
    page = propose(client, tried(client), **other)
    assert "规则有改动，请看过下面的试算结果再送审" in page.body_text
    assert db.session.scalars(select(RoutingChange)).all() == []


def test_what_was_typed_stays_when_a_change_is_refused(client, coordinator):
    sign_in(client, coordinator)
    page = tried(client, valid_from="2026-03-04", reason="体制调整，即日起")
    assert page.status_code == 409
    assert "最早从明天起生效" in page.body_text
    assert page.one("//textarea[@name='propose-reason']").text.strip() == "体制调整，即日起"
    page = tried(client, basis="", valid_from="三月")
    assert page.status_code == 400
    assert "请写明依据" in page.body_text


def test_another_person_lets_it_hold(client, coordinator):
    sign_in(client, coordinator)
    page = propose(client, tried(client), act="submit")
    assert not page.all("//form[contains(@action,'/approve')]")
    address = page.one("//form[contains(@action,'/drop')]").get("action").removesuffix("/drop")
    take_over(client, make_staff(Role.COORDINATOR, bureau=coordinator.bureau))
    assert "待审核的修改" in client.get("/admin/routing/").body_text
    page = client.submit(client.get(address), {"return-answer": ""}, action="/return")
    assert page.status_code == 400
    assert "请写明退回的理由" in page.body_text
    page = client.submit(client.get(address), action="/approve")
    assert "自 2026-04-01 起生效" in page.body_text
    listed = client.get("/admin/routing/?category=food-circulation&district=330304&on=2026-04-01")
    assert "温州市市场监督管理局" in listed.body_text
    change = db.session.scalars(select(RoutingChange)).one()
    assert change.state is ChangeState.APPROVED


def test_only_the_coordination_office_comes_here(client, app):
    sign_in(client, make_staff(Role.HANDLER))
    assert client.get("/admin/routing/").status_code == 403
    assert client.get(CHANGE).status_code == 403


def test_an_unknown_change_or_act_is_not_found(client, coordinator):
    sign_in(client, coordinator)
    assert client.get("/admin/routing/changes/99").status_code == 404
    page = client.get("/admin/routing/?category=nonsense")
    assert page.status_code == 400


def test_the_table_can_be_taken_away(client, coordinator):
    sign_in(client, coordinator)
    answer = client.get("/admin/routing/?category=food&format=csv", buffered=True)
    assert "只知道大类" in answer.data.decode("utf-8-sig")


def test_the_table_costs_the_same_statements_at_any_length(client, coordinator, count_statements):
    sign_in(client, coordinator)
    client.get("/admin/routing/?category=food")
    with count_statements() as short:
        client.get("/admin/routing/?category=product-export")
    with count_statements() as long:
        client.get("/admin/routing/")
    assert len(short) == len(long) <= 16
