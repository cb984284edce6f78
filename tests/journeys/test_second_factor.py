"""The second factor as staff meet it: on a phone, without JavaScript, and without barriers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page

from app.kernel import clock
from app.kernel.db.session import db
from tests.journeys.conftest import PHONE
from tests.support.browsers import sideways_overflow
from tests.support.factories import PASSWORD, make_staff
from tests.support.looked_at import SECOND_FACTOR
from tests.support.servers import Site
from tests.support.visitors import sees, send

pytestmark = pytest.mark.trust(9)

NAME = "chen"


@pytest.fixture
def staff(site: Site) -> str:
    with site.app.app_context():
        make_staff(username=NAME)
        db.session.commit()
    return NAME


def give_password(page: Page) -> None:
    page.goto("/admin/login")
    page.get_by_label("用户名").fill(NAME)
    page.get_by_label("密码").fill(PASSWORD)
    send(page, "登录")


def give_code(page: Page, code: str) -> None:
    page.get_by_label("动态口令或备用码").fill(code)
    send(page, "登录")


def code_at(page: Page, at: datetime) -> str:
    """What a telephone shows that was told the key on the page."""
    return pyotp.TOTP(page.locator(".mj-key").inner_text().replace(" ", "")).at(at)


def set_up(page: Page, at: datetime) -> list[str]:
    """Set it up from one's own account; returns the recovery codes."""
    page.goto("/admin/account")
    page.get_by_role("link", name="设置动态口令").click()
    send(page, "开始设置")
    page.get_by_label("6 位动态口令").fill(code_at(page, at))
    send(page, "启用")
    return page.locator(".mj-codes code").all_inner_texts()


def test_set_up_and_signed_in_on_a_phone_without_script(
    open_page: Callable[..., Page], staff: str
) -> None:
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)
    give_password(page)
    first, second, *_ = set_up(page, clock.now())
    assert sideways_overflow(page) == 0
    page.get_by_role("link", name="已经抄好，继续").click()
    page.context.clear_cookies()
    give_password(page)
    sees(page, "输入动态口令")
    give_code(page, "123")
    sees(page, "动态口令不正确或者已经用过")
    give_code(page, first.lower())
    page.wait_for_url("**/admin/complaints/")
    page.context.clear_cookies()
    give_password(page)
    give_code(page, first)
    sees(page, "动态口令不正确或者已经用过")
    give_code(page, second)
    page.wait_for_url("**/admin/complaints/")


def test_the_pages_have_no_barriers(
    page: Page, inspect: Callable[..., None], staff: str, site: Site, monkeypatch: Any
) -> None:
    monkeypatch.setitem(site.app.config, "SECOND_FACTOR_ROLES", "all")
    account, codes, code = SECOND_FACTOR
    give_password(page)
    inspect(account)
    send(page, "开始设置")
    inspect(account)
    page.get_by_label("6 位动态口令").fill("000000")
    send(page, "启用")
    inspect(account)
    page.get_by_label("6 位动态口令").fill(code_at(page, clock.now()))
    send(page, "启用")
    inspect(codes)
    inspect(account, "/admin/account/second-factor")
    send(page, "停用动态口令")
    inspect(account)
    page.context.clear_cookies()
    give_password(page)
    inspect(code)
    give_code(page, "")
    inspect(code)
