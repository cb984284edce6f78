"""A record whose decision no longer stands leaves within its days: noted, agreed to, counted."""

from datetime import date, timedelta

import pytest

from app.kernel import clock
from app.people.rules import Role
from app.publishing.life.queries import noted_withdrawal, withdrawals
from app.publishing.life.rules import Life, PublicationStatus, WithdrawalState
from tests.support import factories
from tests.support.desks import make_office
from tests.support.factories import make_staff

LIST = "/admin/review/withdrawals"
THURSDAY = date(2026, 11, 19)


@pytest.fixture
def case(office):
    return factories.make_case(
        title="待撤下的案件", source_bureau_id=office.bureau.id, decided_on=date(2026, 2, 2)
    )


def desk_of(case):
    return f"/admin/cases/{case.id}"


def revoke(office, case, **fields):
    wanted = {"ground": "revoked", "revoked_on": f"{clock.today()}", "reason": "复议撤销"}
    return office.note_withdrawal(desk_of(case), **(wanted | fields))


def test_a_noted_record_stays_until_another_person_agrees_and_then_leaves_at_once(
    client, office, case
):
    page = revoke(office, case)
    assert "已登记拟撤下" in page.body_text
    assert "复议撤销" in page.body_text
    assert revoke(office, case).status_code == 409, "it is noted once"
    assert client.get(f"/cases/{case.id}").status_code == 200
    office.is_at_the_desk(office.reviewer)
    page = client.post_form(desk_of(case), action="take-down")
    assert case.life is Life.WITHDRAWN
    assert client.get(f"/cases/{case.id}").status_code == 410


def test_who_noted_a_withdrawal_may_not_agree_to_it(client, office, case):
    office.editor = make_staff(Role.EDITOR, Role.REVIEWER, bureau=office.bureau)
    revoke(office, case)
    page = client.post_form(desk_of(case), action="take-down")
    assert page.status_code == 409
    assert "应当由两个人完成" in page.body_text
    assert case.life is Life.PUBLISHED


def test_three_working_days_run_from_the_later_decision(frozen_clock, client, office, case):
    frozen_clock.move_to("2026-11-20T09:00:00+08:00")
    revoke(office, case, revoked_on=f"{THURSDAY}")
    assert noted_withdrawal(case).due_on == date(2026, 11, 24)
    page = client.get(desk_of(case))
    assert "还有 2 个工作日" in page.body_text
    assert "当天不计" in page.body_text
    frozen_clock.move_to("2026-11-26T09:00:00+08:00")
    office.is_at_the_desk(office.reviewer)
    page = client.get(LIST)
    assert "逾期 2 个工作日" in page.body_text
    assert "逾期 1" in page.body_text
    assert "拟撤下" in client.get("/admin/cases/").body_text


def test_late_withdrawals_can_be_counted_by_body(frozen_clock, office, case):
    frozen_clock.move_to("2026-11-19T09:00:00+08:00")
    in_time = factories.make_case(source_bureau_id=office.bureau.id, decided_on=THURSDAY)
    for each in (case, in_time):
        revoke(office, each)
    office.is_at_the_desk(office.reviewer)
    office.client.post_form(desk_of(in_time), action="take-down")
    frozen_clock.move_to("2026-11-25T09:00:00+08:00")
    found = [*withdrawals(case), *withdrawals(in_time)]
    assert [each.is_late for each in found] == [True, False]
    assert {each.bureau_id for each in found} == {office.bureau.id}
    assert all(each.revoked_on == THURSDAY for each in found)
    assert [bool(each.withdrawn_at) for each in found] == [False, True]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ground": ""}, "请选择撤下的依据"),
        ({"revoked_on": ""}, "请填写撤销、变更决定的日期"),
        ({"document_number": ""}, "请填写撤销、变更决定的文号"),
        ({"reason": ""}, "请填写理由"),
        ({"revoked_on": "2026-02-01"}, "不能早于原决定的日期"),
        ({"revoked_on": f"{clock.today() + timedelta(days=2)}"}, "不能晚于今天"),
    ],
)
def test_what_is_missing_or_can_not_be_is_said_and_the_rest_is_kept(office, case, fields, words):
    page = revoke(office, case, **({"reason": "复议决定撤销"} | fields))
    assert page.status_code == 400
    assert words in page.body_text
    assert noted_withdrawal(case) is None


def test_a_refused_withdrawal_is_answered_and_can_be_noted_again(client, office, case):
    revoke(office, case)
    office.is_at_the_desk(office.reviewer)
    page = client.post_form(desk_of(case), {"reason": ""}, action="keep")
    assert page.status_code == 400
    client.post_form(desk_of(case), {"reason": "复议仍在审理"}, action="keep")
    assert case.life is Life.PUBLISHED
    assert [each.state for each in withdrawals(case)] == [WithdrawalState.REFUSED]
    assert "复议仍在审理" in client.get(f"{desk_of(case)}/versions").body_text
    assert not withdrawals(case)[0].is_late
    revoke(office, case)
    assert noted_withdrawal(case) is not None


def test_the_address_says_the_ground_and_nothing_of_the_record(client, office, case):
    office.withdraw(desk_of(case), ground="revoked")
    page = client.get(f"/cases/{case.id}")
    assert page.status_code == 410
    assert "原决定已被依法撤销" in page.body_text
    for secret in (case.title, case.party_name, case.decision_number, "温试监撤"):
        assert secret not in page.get_data(as_text=True)


def test_a_draft_can_not_be_noted(office):
    draft = factories.make_case(
        source_bureau_id=office.bureau.id, status=PublicationStatus.DRAFT, published_on=None
    )
    office.is_at_the_desk(office.editor)
    assert "登记撤下" not in office.client.get(desk_of(draft)).body_text
    assert revoke(office, draft).status_code == 409


def test_another_bodys_withdrawals_are_not_seen(client, office, case):
    revoke(office, case)
    other = make_office(client)
    other.is_at_the_desk(other.reviewer)
    assert "没有拟撤下的内容" in client.get(LIST).body_text
    assert client.post(f"{desk_of(case)}/take-down").status_code in (400, 404)


def test_the_list_costs_the_same_however_long_it_is(client, office, case, count_statements):
    revoke(office, case)
    with count_statements() as short:
        client.get(LIST)
    for _ in range(4):
        revoke(office, factories.make_case(source_bureau_id=office.bureau.id))
    with count_statements() as long:
        assert client.get(LIST).body_text.count("复议") == 0
    assert len(long) == len(short) <= 8
