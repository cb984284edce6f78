"""From a report to its reward by keyboard alone, on the smallest screen or in text twice as large.

The reporter's browser runs no script. Every page on the way fits the screen and shows where the
focus is; that it has no other barriers is looked at once for all templates, in
``test_accessibility.py``.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.rewards.models import Reward
from app.matters.rewards.rules import RewardStatus
from app.people.models import Bureau
from app.people.rules import Role
from tests.support import factories
from tests.support.citizens import FACTS, photo
from tests.support.keyboard import Keyboard
from tests.support.servers import Site
from tests.support.visitors import number_and_code, sees

BODY = "瓯海区市场监督管理局"
SMALL = ({"width": 320, "height": 640}, 100)
LARGE_TEXT = ({"width": 1280, "height": 900}, 200)
SCREENS = {
    "reporter": LARGE_TEXT,
    "handler": SMALL,
    "head": LARGE_TEXT,
    "coordinator": SMALL,
    "payer": SMALL,
}
"""Who sits before what: each part of the desk is met on one of them, lists and acts on both."""
ITEMS = ("facts", "hazard", "punishment", "rectification")

Named = Callable[[str], Keyboard]


@pytest.fixture
def staff(site: Site) -> dict[str, str]:
    """Who has a part in it, by what they do."""
    with site.app.app_context():
        body = db.session.scalars(select(Bureau).where(Bureau.name == BODY)).one()
        office = factories.make_coordination_office()
        names = {
            "handler": factories.make_staff(Role.HANDLER, bureau=body).username,
            "head": factories.make_staff(Role.HEAD, bureau=body).username,
            "payer": factories.make_staff(Role.PAYER, bureau=body).username,
            "coordinator": factories.make_staff(Role.COORDINATOR, bureau=office).username,
        }
        db.session.commit()
        return names


@pytest.fixture
def sit_down(staff: dict[str, str], open_page: Callable[..., Page]) -> Named:
    """Gives each person a browser and a keyboard; staff sign in."""

    def sit_down(who: str) -> Keyboard:
        viewport, text_percent = SCREENS[who]
        is_staff = who != "reporter"
        still = {"viewport": viewport, "reduced_motion": "reduce"}
        page = open_page(**still, java_script_enabled=is_staff)
        keys = Keyboard(page, text_percent=text_percent)
        if is_staff:
            page.goto("/admin/login")
            keys.write(page.get_by_label("用户名"), staff[who])
            keys.write(page.get_by_label("密码"), factories.PASSWORD)
            keys.press(keys.button("登录"))
        return keys

    return sit_down


def test_a_report_is_handed_in_proven_and_rewarded(site: Site, sit_down: Named) -> None:
    reporter = sit_down("reporter")
    number, code = report(reporter)
    site.work()

    handler = sit_down("handler")
    handle(handler, f"J{number}")
    propose(handler, f"J{number}")
    for who, words in (("head", "科室负责人同意"), ("coordinator", "质量强市办同意")):
        agree(sit_down(who), words)

    pickup = claim(reporter, number, code)
    pay(sit_down("payer"), pickup)
    reporter.page.goto("/rewards/mine")
    sees(reporter.page, "已发放")
    judge(reporter)
    with site.app.app_context():
        assert db.session.scalars(select(Reward.status)).one() is RewardStatus.PAID


def report(keys: Keyboard) -> tuple[str, str]:
    """An anonymous report with a photograph, from the front page on."""
    page = keys.page
    page.goto("/")
    keys.press(page.get_by_role("main").get_by_role("link", name="我要投诉举报"))
    keys.press(keys.link("开始填写"))
    answer(keys, "举报")
    keys.choose(page.get_by_role("radio", name="企业、商店或个体工商户"))
    keys.write(page.get_by_label("名称", exact=True), "塘下酱油铺")
    keys.press(keys.button("继续"))
    answer(keys, "食品")
    answer(keys, "商店和市场的食品")
    for name in ("title", "narrative", "happened", "place"):
        keys.write(page.locator(f"#{name}"), FACTS[name])
    keys.pick(page.get_by_label("县（市、区）"), "瓯海区")
    keys.press(keys.button("继续"))
    picture, name = photo()
    file: dict[str, Any] = {"name": name, "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    keys.upload(page.locator("#files"), file)
    keys.press(keys.button("上传所选文件"))
    sees(page, name)
    keys.press(keys.button("继续"))
    answer(keys, "匿名举报")
    keys.press(keys.button("提交举报"))
    return number_and_code(page)


def answer(keys: Keyboard, words: str) -> None:
    """Choose the answer that begins with these words, and go on."""
    choice = keys.page.locator("main label.mj-choice").filter(
        has=keys.page.get_by_text(words, exact=True)
    )
    keys.choose(choice.locator("input"))
    keys.press(keys.button("继续"))


def handle(keys: Keyboard, number: str) -> None:
    """Accept, file a case, show the four, and close."""
    page = keys.page
    page.goto("/admin/complaints/")
    keys.press(page.get_by_role("link", name=number))
    keys.press(keys.button("接收并开始核查"))
    keys.unfold(page.locator("summary", has_text="立案").filter(has_not_text="不予").first)
    keys.write(page.get_by_label("立案审批文号", exact=True), "温试立〔2026〕1号")
    keys.write(page.locator("#file_case-reason"), "两层标签属实。")
    keys.press(keys.button("决定立案"))
    keys.press(page.get_by_role("link", name="逐项查证"))
    for item in ITEMS:
        section = page.locator(f"section[aria-labelledby={item}]")
        keys.unfold(section.get_by_text("写查证情况", exact=True))
        keys.write(
            page.locator(f"#show_item-{item}-text"), "现场检查笔录载明，已经下架并复查合格。"
        )
        keys.press(section.get_by_role("button", name="保存查证情况"))
    keys.press(page.get_by_role("navigation", name="当前位置").get_by_role("link").nth(1))
    keys.unfold(page.locator("summary").get_by_text("办结", exact=True))
    keys.pick(page.get_by_label("办理结果"), "已立案查处")
    keys.write(page.locator("#close-text"), "已立案调查，查封酱油三百瓶。")
    keys.write(page.locator("#close-measures"), "责令改正，下架全部商品")
    keys.write(page.locator("#close-basis"), "《产品质量法》第三十五条：不得销售变质的产品")
    keys.press(keys.button("办结并答复"))
    sees(page, "已办结，结果已告知反映人")


def propose(keys: Keyboard, number: str) -> None:
    """A reward of the second tier."""
    page = keys.page
    page.goto("/admin/rewards/")
    keys.press(page.locator(f"a[href$='/new/{number}']"))
    keys.choose(page.locator("input[name=propose-scope][value=large]"))
    keys.choose(page.locator("input[name=propose-tier][value=second]"))
    keys.write(page.locator("#propose-base"), "400000")
    keys.write(page.locator("#propose-document_number"), "温试监罚〔2026〕9号")
    keys.write(page.locator("#propose-reason"), "举报的批号、地点与查实的一致。")
    for box in page.locator("input[name=propose-conditions]").all():
        keys.tick(box)
    keys.press(keys.button("计算并送审批"))
    sees(page, "12,000.00 元")


def agree(keys: Keyboard, words: str) -> None:
    """One of the steps between proposal and decision."""
    page = keys.page
    page.goto("/admin/rewards/")
    keys.press(page.locator("main tbody").get_by_role("link").first)
    keys.press(page.locator("#acts button", has_text=words))
    sees(page, "已同意")


def claim(keys: Keyboard, number: str, code: str) -> str:
    """Read what was decided, and choose the counter; returns the code to pick it up with."""
    page = keys.page
    page.goto("/complaints/track")
    keys.write(page.get_by_label("登记编号"), number)
    keys.write(page.get_by_label("查询码"), code)
    keys.press(keys.button("查询"))
    keys.press(page.get_by_role("main").get_by_role("link", name="举报奖励").first)
    keys.press(keys.link("领取"))
    keys.choose(page.locator("input[name=way][value=counter]"))
    keys.press(keys.button("领取"))
    return "".join(page.locator("dd.fs-3").inner_text().split())


def pay(keys: Keyboard, pickup: str) -> None:
    """Hand it out to whoever has the code."""
    page = keys.page
    page.goto("/admin/rewards/payments")
    keys.press(page.locator("main tbody").get_by_role("link").first)
    keys.write(page.get_by_label("领取码"), pickup)
    keys.write(page.get_by_label("付款凭证号"), "支202600012")
    keys.press(keys.button("登记已发放"))
    sees(page, "已登记发放")


def judge(keys: Keyboard) -> None:
    """Say whether it was solved, and how one was treated."""
    page = keys.page
    page.goto("/complaints/track/matter")
    keys.choose(page.locator("input[name$=-satisfaction]").first)
    keys.choose(page.locator("input[name$=-manner]").first)
    keys.press(keys.button("提交评价"))
    sees(page, "谢谢您的评价")
