"""Passkeys as staff meet them: added, used, removed in a real browser with a device of its own."""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page

from app.kernel import clock
from app.kernel.db.session import db
from app.people.models import SecondFactor
from tests.journeys.conftest import PHONE
from tests.support.browsers import sideways_overflow
from tests.support.factories import PASSWORD, make_staff
from tests.support.looked_at import PASSKEYS
from tests.support.servers import Site
from tests.support.visitors import sees, send

pytestmark = pytest.mark.trust(9)

NAME, SECRET = "chen", pyotp.random_base32()
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def home(site: Site) -> str:
    """The site under a name, which passkeys need; one of staff uses codes from a telephone."""
    with site.app.app_context():
        staff = make_staff(username=NAME)
        factor = SecondFactor(staff_id=staff.id, secret=SECRET)
        factor.created_at = factor.confirmed_at = clock.now()
        db.session.add(factor)
        db.session.commit()
    return site.url.replace("127.0.0.1", "localhost")


def plug_in(page: Page, **changes: Any) -> Any:
    """Give the browser a device that makes passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | changes})
    return session


def come_in(page: Page, home: str) -> None:
    """By password and code."""
    page.goto(f"{home}/admin/login")
    page.get_by_label("用户名").fill(NAME)
    page.get_by_label("密码").fill(PASSWORD)
    send(page, "登录")
    page.get_by_label("动态口令或备用码").fill(pyotp.TOTP(SECRET).at(clock.now()))
    send(page, "登录")


def begin_adding(page: Page, home: str) -> None:
    page.goto(f"{home}/admin/account")
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("给这个设备起个名字").fill("办公室电脑")
    page.get_by_label("当前密码").fill(PASSWORD)
    send(page, "下一步")


def test_a_passkey_is_added_signs_in_and_is_removed(
    page: Page, inspect: Callable[..., None], home: str
) -> None:
    asked, own, new = PASSKEYS
    plug_in(page)
    come_in(page, home)
    begin_adding(page, home)
    inspect(new)
    send(page, "在设备上创建")
    sees(page, "通行密钥已添加")
    inspect(own)
    page.context.clear_cookies()
    page.goto(f"{home}/admin/login?next=/admin/account/passkeys")
    send(page, "用通行密钥登录")
    inspect(asked)
    send(page, "用通行密钥登录")
    page.wait_for_url("**/admin/account/passkeys")
    send(page, "移除办公室电脑")
    sees(page, "通行密钥已移除")
    page.context.clear_cookies()
    page.goto(f"{home}/admin/login")
    send(page, "用通行密钥登录")
    send(page, "用通行密钥登录")
    sees(page, "没有通过核对")


def test_a_device_that_does_not_know_the_person_signs_nobody_in(page: Page, home: str) -> None:
    plug_in(page, isUserVerified=False)
    page.goto(f"{home}/admin/login")
    send(page, "用通行密钥登录")
    page.get_by_role("main").get_by_role("button", name="用通行密钥登录").click()
    sees(page, "设备没有完成")


def test_without_script_the_pages_say_what_else_helps(
    open_page: Callable[..., Page], home: str
) -> None:
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)
    come_in(page, home)
    begin_adding(page, home)
    sees(page, "这个浏览器没有运行")
    assert sideways_overflow(page) == 0
    page.context.clear_cookies()
    page.goto(f"{home}/admin/login")
    send(page, "用通行密钥登录")
    sees(page, "请用密码和动态口令登录")
    page.get_by_role("link", name="用密码登录").click()
    page.get_by_label("用户名").wait_for()
