"""A code from the telephone after the password: once each, asked of whom the setting names."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import Text, select, type_coerce

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.people import services
from app.people.models import RecoveryCode, SecondFactor, StaffSession
from app.people.rules import MAX_FAILURES, RECOVERY_CODES, Role
from app.people.services import second_factor
from tests.support.factories import PASSWORD, make_staff
from tests.support.staff import sign_in_by_form, take_over

pytestmark = pytest.mark.trust(9)

FACTOR, CODE, DESK = "/admin/account/second-factor", "/admin/login/code", "/admin/account"
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _still(frozen_clock):
    """Codes change with the clock, which only the test moves."""


@pytest.fixture
def staff(app):
    made = make_staff(Role.HANDLER)
    db.session.commit()
    return made


def code_of(staff, *, later: int = 0) -> str:
    """What the person's telephone shows, or will show."""
    factor = db.session.scalars(select(SecondFactor).filter_by(staff_id=staff.id)).one()
    return pyotp.TOTP(factor.secret).at(clock.now(), counter_offset=later)


def enrol(client, staff) -> list[str]:
    """Set it up as a person does; returns the recovery codes."""
    sign_in_by_form(client, staff)
    page = client.submit(client.get(FACTOR), action="/begin")
    assert page.all("//svg")
    page = client.submit(page, {"code": code_of(staff)}, action="/confirm")
    codes = page.texts("//ul[@class='mj-codes']//code")
    client.delete_cookie("mingjian")
    return codes


@pytest.fixture
def enrolled(client, staff, frozen_clock):
    """Somebody who uses it; the half minute of the first code is over."""
    staff.codes = enrol(client, staff)
    frozen_clock.shift(HALF_A_MINUTE)
    return staff


def give(client, code: str, **answers: Any):
    return client.post_form(CODE, {"code": code}, follow_redirects=False, **answers)


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_after_the_password_a_code_is_asked_for_and_lets_in(client, enrolled):
    answer = sign_in_by_form(client, enrolled, url="/admin/login?next=/admin/account")
    assert answer.headers["Location"] == "/admin/login/code?next=/admin/account"
    page = client.get(answer.headers["Location"])
    answer = client.submit(page, {"code": code_of(enrolled)}, follow_redirects=False)
    assert answer.headers["Location"] == "/admin/account"
    assert client.get(DESK).status_code == 200
    assert actions()[-1] == "session.begin"


def test_the_password_alone_opens_nothing(client, enrolled):
    before = len(actions())
    sign_in_by_form(client, enrolled)
    for address in ("/admin/", DESK, FACTOR, "/admin/complaints/"):
        assert client.get(address).headers["Location"].startswith("/admin/login")
    assert len(actions()) == before
    assert db.session.scalars(select(StaffSession.awaits_code)).all().count(True) == 1


def test_a_code_is_used_up(client, enrolled, frozen_clock):
    used = code_of(enrolled)
    sign_in_by_form(client, enrolled)
    assert give(client, used).status_code == 302
    client.delete_cookie("mingjian")
    sign_in_by_form(client, enrolled)
    answer = give(client, used)
    assert answer.status_code == 401
    assert "已经用过" in answer.body_text
    assert give(client, code_of(enrolled, later=-1)).status_code == 401
    frozen_clock.shift(HALF_A_MINUTE)
    assert give(client, code_of(enrolled)).status_code == 302


def test_the_code_of_the_enrolment_does_not_sign_in(client, staff):
    enrol(client, staff)
    sign_in_by_form(client, staff)
    assert give(client, code_of(staff)).status_code == 401


def test_clocks_may_differ_by_half_a_minute_and_no_more(client, enrolled, frozen_clock):
    frozen_clock.shift(4 * HALF_A_MINUTE)
    sign_in_by_form(client, enrolled)
    for offset in (-2, 2):
        assert give(client, code_of(enrolled, later=offset)).status_code == 401
    assert give(client, code_of(enrolled, later=1)).status_code == 302


def test_a_recovery_code_stands_in_once(client, enrolled):
    assert len(set(enrolled.codes)) == RECOVERY_CODES
    sign_in_by_form(client, enrolled)
    assert give(client, enrolled.codes[0].lower().replace("-", " ")).status_code == 302
    assert f"还剩 {RECOVERY_CODES - 1} 个" in client.get(FACTOR).body_text
    client.delete_cookie("mingjian")
    sign_in_by_form(client, enrolled)
    assert give(client, enrolled.codes[0]).status_code == 401
    assert give(client, enrolled.codes[1]).status_code == 302
    assert actions().count("factor.recover") == 2


def test_five_wrong_codes_close_it_for_fifteen_minutes_even_to_the_right_one(
    client, enrolled, frozen_clock
):
    sign_in_by_form(client, enrolled)
    for _ in range(MAX_FAILURES):
        assert give(client, "000000").status_code == 401
    right = give(client, code_of(enrolled))
    assert right.status_code == 401
    assert right.body_text == give(client, "000000").body_text
    assert enrolled.locked_until is None
    frozen_clock.shift(timedelta(minutes=15))
    client.delete_cookie("mingjian")
    sign_in_by_form(client, enrolled)
    assert give(client, code_of(enrolled)).status_code == 302


def test_the_code_must_come_within_five_minutes(client, enrolled, frozen_clock):
    sign_in_by_form(client, enrolled)
    page = client.get(CODE)
    frozen_clock.shift(timedelta(minutes=5))
    page = client.submit(page, {"code": code_of(enrolled)})
    assert page.request.path == "/admin/login"
    assert "登录已超时" in page.body_text


def test_the_code_makes_a_new_token_and_the_first_is_worth_nothing(client, enrolled):
    first = services.sign_in(username=enrolled.username, password=PASSWORD)
    assert services.session_for(first) is None
    fresh = second_factor.confirm_sign_in(token=first, code=code_of(enrolled))
    assert services.session_for(fresh) is not None
    with pytest.raises(second_factor.CodeExpiredError):
        second_factor.confirm_sign_in(token=first, code=code_of(enrolled, later=1))


def test_secret_and_recovery_codes_are_kept_unreadable(client, enrolled):
    stored = db.session.scalars(select(type_coerce(SecondFactor.secret, Text))).one()
    secret = db.session.scalars(select(SecondFactor.secret)).one()
    assert secret not in stored
    hashes = set(db.session.scalars(select(RecoveryCode.code_hash)))
    assert not hashes & {code.replace("-", "") for code in enrolled.codes}


def test_enabling_ends_sessions_that_began_by_password_alone(client, staff):
    other = services.sign_in(username=staff.username, password=PASSWORD)
    enrol(client, staff)
    assert services.session_for(other) is None


def test_a_wrong_code_does_not_switch_it_on(client, staff):
    sign_in_by_form(client, staff)
    page = client.submit(client.get(FACTOR), action="/begin")
    page = client.submit(page, {"code": "000000"}, action="/confirm")
    assert page.status_code == 400
    assert "时间是否准确" in page.body_text
    take_over(client, staff)
    assert client.get(DESK).status_code == 200


def test_a_second_click_on_the_button_leads_to_new_codes(client, staff, frozen_clock):
    sign_in_by_form(client, staff)
    page = client.submit(client.get(FACTOR), action="/begin")
    client.submit(page, {"code": code_of(staff)}, action="/confirm")
    page = client.submit(page, {"code": code_of(staff)}, action="/confirm")
    assert "请在这里重新生成" in page.body_text
    frozen_clock.shift(HALF_A_MINUTE)
    page = client.submit(page, {"code_now": code_of(staff)}, action="/codes")
    assert len(page.texts("//ul[@class='mj-codes']//code")) == RECOVERY_CODES


def test_new_recovery_codes_take_the_place_of_the_old(client, enrolled, frozen_clock):
    sign_in_by_form(client, enrolled)
    give(client, code_of(enrolled))
    page = client.post_form(FACTOR, {"code_now": code_of(enrolled)}, action="/codes")
    assert "已经用过" in page.body_text
    frozen_clock.shift(HALF_A_MINUTE)
    page = client.submit(page, {"code_now": code_of(enrolled)}, action="/codes")
    fresh = page.texts("//ul[@class='mj-codes']//code")
    client.delete_cookie("mingjian")
    sign_in_by_form(client, enrolled)
    assert give(client, enrolled.codes[0]).status_code == 401
    assert give(client, fresh[0]).status_code == 302
    assert "factor.codes" in actions()


@pytest.mark.parametrize("wrong", ["password", "code"])
def test_switching_off_takes_password_and_code(client, enrolled, frozen_clock, wrong):
    sign_in_by_form(client, enrolled)
    give(client, code_of(enrolled))
    frozen_clock.shift(HALF_A_MINUTE)
    answers = {"password": PASSWORD, "code": code_of(enrolled)}
    page = client.post_form(FACTOR, {**answers, wrong: "nonsense"}, action="/disable")
    assert "密码或动态口令不正确" in page.body_text
    frozen_clock.shift(HALF_A_MINUTE)
    page = client.submit(page, {**answers, "code": code_of(enrolled)}, action="/disable")
    assert "动态口令已停用" in page.body_text
    take_over(client, enrolled)
    assert client.get(DESK).status_code == 200


class TestDemanded:
    """The setting names roles that may do nothing without it."""

    @pytest.fixture(autouse=True)
    def _demanded(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "SECOND_FACTOR_ROLES", "handler,secadmin")

    def test_whoever_it_names_can_only_set_it_up_or_leave(self, client, staff):
        sign_in_by_form(client, staff)
        for address in ("/admin/", DESK, "/admin/complaints/", "/admin/complaints/1"):
            assert client.get(address).headers["Location"] == FACTOR
        assert "必须使用动态口令" in client.get(FACTOR).body_text
        page = client.submit(client.get(FACTOR), action="/begin")
        page = client.submit(page, {"code": code_of(staff)}, action="/confirm")
        assert client.get(DESK).status_code == 200

    def test_others_go_on_with_the_password(self, client):
        sign_in_by_form(client, make_staff(Role.AUDITOR))
        assert client.get(DESK).status_code == 200

    def test_who_switches_it_off_has_to_set_it_up_again(self, client, enrolled, frozen_clock):
        sign_in_by_form(client, enrolled)
        give(client, code_of(enrolled))
        frozen_clock.shift(HALF_A_MINUTE)
        answers = {"password": PASSWORD, "code": code_of(enrolled)}
        client.post_form(FACTOR, answers, action="/disable")
        assert client.get(DESK).headers["Location"] == FACTOR


class TestReset:
    """Whoever has lost telephone and codes asks the security administrator."""

    def test_reset_ends_sessions_and_is_written_down_with_who_did_it(self, client, enrolled):
        lost = services.sign_in(username=enrolled.username, password=PASSWORD)
        token = second_factor.confirm_sign_in(token=lost, code=code_of(enrolled))
        admin = make_staff(Role.SECURITY_ADMIN)
        take_over(client, admin)
        page = client.submit(client.get("/admin/staff"), action=f"/{enrolled.id}/second-factor")
        assert "已重置" in page.body_text
        assert services.session_for(token) is None
        event = db.session.scalars(select(AuditEvent).filter_by(action="factor.reset")).one()
        assert (event.actor_id, event.object_id) == (admin.id, str(enrolled.id))
        take_over(client, enrolled)
        assert client.get(DESK).status_code == 200

    def test_nobody_resets_their_own(self, client):
        admin = make_staff(Role.SECURITY_ADMIN)
        enrol(client, admin)
        with pytest.raises(second_factor.ConflictError):
            second_factor.reset(staff=admin, by=admin)

    def test_the_command_does_it_where_no_administrator_can_sign_in(self, enrolled, runner):
        command = ["staff", "reset-second-factor", enrolled.username]
        assert runner.invoke(args=command).exit_code == 0
        assert runner.invoke(args=command).exit_code == 1
        assert runner.invoke(args=[*command[:2], "nobody"]).exit_code == 1
