"""Passkeys: both factors at once, each challenge once, a copy refused, and the old ways remain."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.people.models import Passkey, PasskeyChallenge, SecondFactor
from app.people.services import second_factor
from tests.support.authenticators import Device
from tests.support.factories import PASSWORD, make_staff
from tests.support.staff import sign_in, take_over

pytestmark = [pytest.mark.trust(9), pytest.mark.usefixtures("frozen_clock")]

OWN, LOGIN = "/admin/account/passkeys", "/admin/login"
OPTIONS = "//form[@data-module='passkey']/@data-options"


@pytest.fixture
def staff(client):
    """Somebody who uses codes from the telephone."""
    made = make_staff()
    factor = SecondFactor(staff_id=made.id, secret=pyotp.random_base32())
    factor.created_at = factor.confirmed_at = clock.now()
    db.session.add(factor)
    db.session.commit()
    enter(client, made, factor)
    return made


def enter(client, staff, factor) -> None:
    sign_in(client, staff)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
        code = pyotp.TOTP(factor.secret).at(clock.now())
        cookie["_user_id"] = second_factor.confirm_sign_in(token=token, code=code)


def ask_for_one(client, name="办公室电脑", password=PASSWORD):
    """The page that asks the device to make a passkey."""
    return client.submit(client.get(OWN), {"name": name, "password": password}, action="/begin")


def add(client, device, **given):
    page = ask_for_one(client, **given)
    return client.submit(page, {"answer": device.make(page.all(OPTIONS)[0])}, action="/finish")


def ask_to_sign(client):
    """The page that asks a device to sign, for who is not signed in."""
    client.delete_cookie("mingjian")
    return client.submit(client.get(LOGIN), action="/login/passkey")


def answer(client, page, words):
    return client.submit(page, {"answer": words}, action="/answer", follow_redirects=False)


def come_in(client, device):
    page = ask_to_sign(client)
    return answer(client, page, device.sign(page.all(OPTIONS)[0]))


def is_in(client) -> bool:
    return client.get(OWN, follow_redirects=False).status_code == 200


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_a_passkey_signs_in_by_itself_and_is_named_used_and_logged(client, staff):
    device = Device()
    page = add(client, device)
    assert "办公室电脑" in page.body_text
    assert come_in(client, device).status_code == 302
    assert is_in(client)
    assert db.session.scalars(select(Passkey.last_used_at)).one() == clock.now()
    assert actions()[-2:] == ["passkey.add", "session.begin"]


def test_several_are_kept_and_what_is_removed_opens_nothing(client, staff):
    first, second = Device(id=b"first"), Device(id=b"second")
    add(client, first, name="第一个")
    page = add(client, second, name="第二个")
    assert page.texts("//td[@data-l='名字']") == ["第一个", "第二个"]
    page = client.submit(page, action="/remove")
    assert "第一个" not in page.texts("//td[@data-l='名字']")
    assert come_in(client, first).status_code == 401
    assert come_in(client, second).status_code == 302
    assert "passkey.remove" in actions()


@pytest.mark.parametrize(
    "device",
    [Device(origin="https://mingjian.example"), Device(verifies=False)],
    ids=["another site", "nobody shown"],
)
def test_what_was_signed_elsewhere_or_by_whoever_held_the_device_counts_for_nothing(
    client, staff, device
):
    add(client, device)
    assert db.session.scalar(select(func.count(Passkey.id))) == 0
    good = Device()
    add(client, good)
    good.origin, good.verifies = device.origin, device.verifies
    page = come_in(client, good)
    assert page.status_code == 401
    assert "通行密钥没有通过核对" in page.body_text
    assert actions()[-1] == "session.passkey"


def test_an_answer_counts_once_and_for_five_minutes(client, staff, frozen_clock):
    device = Device()
    add(client, device)
    page = ask_to_sign(client)
    words = device.sign(page.all(OPTIONS)[0])
    assert answer(client, page, words).status_code == 302
    again = ask_to_sign(client)
    assert answer(client, again, words).status_code == 401
    words = device.sign(again.all(OPTIONS)[0])
    frozen_clock.shift(timedelta(minutes=6))
    assert answer(client, ask_to_sign(client), words).status_code == 401
    expiries = db.session.scalars(select(PasskeyChallenge.expires_at)).all()
    assert all(each > clock.now() for each in expiries)


def test_a_copied_device_is_refused_and_logged(client, staff):
    device = Device()
    add(client, device)
    assert come_in(client, device).status_code == 302
    device.signs -= 1
    assert come_in(client, device).status_code == 401
    assert actions()[-1] == "passkey.copied"
    assert not is_in(client)


def test_a_closed_account_opens_to_no_passkey(client, staff):
    device = Device()
    add(client, device)
    staff.is_enabled = False
    db.session.commit()
    assert come_in(client, device).status_code == 401


@pytest.mark.parametrize("words", ["", "x", "[]", "{}", '{"response": {"clientDataJSON": "e30"}}'])
def test_rubbish_is_refused_in_words_at_both_doors(client, staff, words):
    page = client.submit(ask_for_one(client), {"answer": words}, action="/finish")
    assert "没有添加成功" in page.body_text
    assert answer(client, ask_to_sign(client), words).status_code == 401


def test_a_passkey_is_added_with_the_password_and_for_oneself(client, staff):
    page = ask_for_one(client, password="wrong")
    assert page.status_code == 400
    assert "密码不正确" in page.body_text
    assert page.one("//input[@name='name']").value == "办公室电脑"
    page = ask_for_one(client)
    words = Device().make(page.all(OPTIONS)[0])
    other = make_staff()
    take_over(client, other)
    client.post(
        f"{OWN}/finish",
        data={
            "csrf_token": client.get("/admin/account").all("//input[@name='csrf_token']")[0].value,
            "name": "x",
            "answer": words,
        },
    )
    assert db.session.scalar(select(func.count(Passkey.id))) == 0


def test_without_codes_from_the_telephone_there_are_no_passkeys_and_with_them_all_go(client, staff):
    add(client, Device())
    second_factor.reset(staff=staff)
    assert db.session.scalar(select(func.count(Passkey.id))) == 0
    take_over(client, staff)
    page = client.get(OWN)
    assert not page.all("//form[contains(@action,'/begin')]")
    assert "启用动态口令" in page.body_text


def test_a_person_sees_and_removes_only_their_own(client, staff):
    add(client, Device())
    number = db.session.scalars(select(Passkey.id)).one()
    take_over(client, make_staff())
    page = client.get("/admin/account")
    token = page.all("//input[@name='csrf_token']")[0].value
    gone = client.post(f"{OWN}/{number}/remove", data={"csrf_token": token})
    assert gone.status_code == 404
    assert db.session.scalar(select(func.count(Passkey.id))) == 1
