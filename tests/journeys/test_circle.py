"""The circle: found by a resident, reported, handled by the right body, told, and published."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.models import Bureau
from tests.support import factories
from tests.support.visitors import (
    choose,
    go_on,
    number_and_code,
    photo_with_position,
    sees,
    sign_in_by_form,
    tell_the_facts,
)

NAME = "温州演示塘下酱油酿造有限公司"
VIOLATION = "更改食品生产日期"
RIGHT_BODY = "瓯海区市场监督管理局"
OTHER_BODY = "鹿城区市场监督管理局"
REPLY = "已到现场查看，发现两层标签。"
RESULT = "已立案调查，查封酱油三百瓶。"
PUBLIC_TITLE = "某摊位酱油换贴生产日期，已立案"


@pytest.fixture
def records(site):
    """What is published before, and a handler of each of two bodies."""
    with site.app.app_context():
        company = factories.make_company(name=NAME, district_code="330304")
        case = factories.make_case(company=company, title=f"{NAME}酱油标签案", violation=VIOLATION)
        changed(SearchKind.COMPANY, [company.id])
        changed(SearchKind.CASE, [case.id])
        handlers = [
            factories.make_staff(
                bureau=db.session.scalars(select(Bureau).where(Bureau.name == name)).one()
            ).username
            for name in (RIGHT_BODY, OTHER_BODY)
        ]
        code = company.uscc
        db.session.commit()
    site.work()
    return code, *handlers


@pytest.mark.parametrize(("java_script", "consents"), [(True, True), (False, False)])
def test_a_report_goes_round_and_comes_back(
    site, records, open_page, tmp_path, java_script, consents
):
    code, handler, stranger = records
    resident, desk, other = (open_page(java_script_enabled=java_script) for _ in range(3))

    find_the_case(resident, code)
    number, secret = report(resident, photo_with_position(tmp_path / "标签.jpg"), consents)
    site.work()

    sign_in_by_form(other, stranger)
    other.goto("/admin/complaints/?list=open")
    assert other.get_by_text(number).count() == 0
    assert other.goto(f"/admin/complaints/J{number}").status == 404

    sign_in_by_form(desk, handler)
    handle(desk, number, consents)

    follow_and_rate(resident, number, secret)
    resident.goto("/complaints/closed")
    is_public = resident.get_by_role("link", name=PUBLIC_TITLE).is_visible()
    assert is_public is consents
    if consents:
        resident.get_by_role("link", name=PUBLIC_TITLE).click()
        sees(resident, RIGHT_BODY)
        assert resident.get_by_text(number).count() == 0


def find_the_case(page, code):
    """By what is in the shop, and by the company's code; each leads to the case."""
    for words in ("酱油", code):
        page.goto("/")
        page.locator(".mj-find-lg [name=q]").fill(words)
        page.keyboard.press("Enter")
        page.get_by_role("main").get_by_role("link", name=NAME, exact=True).wait_for()
    page.get_by_role("main").get_by_role("link", name=NAME, exact=True).click()
    page.get_by_role("link", name=VIOLATION).click()
    page.get_by_role("heading", level=1, name=f"{NAME}酱油标签案", exact=True).wait_for()


def report(page, photo, consents):
    """From the case to its company, and an anonymous report with a photo about it."""
    page.get_by_role("main").get_by_role("link", name=NAME, exact=True).first.click()
    page.get_by_role("link", name="投诉或举报").click()
    sees(page, f"您将反映：{NAME}")
    page.get_by_role("link", name="开始填写").click()
    choose(page, "举报")
    assert page.get_by_label("名称", exact=True).input_value() == NAME
    go_on(page)
    choose(page, "食品")
    choose(page, "商店和市场的食品")
    tell_the_facts(page)
    page.locator("#files").set_input_files(photo)
    go_on(page, "上传所选文件")
    go_on(page)
    page.locator("[name=consents_to_publication]").set_checked(consents)
    choose(page, "匿名举报")
    sees(page, RIGHT_BODY)
    go_on(page, "提交举报")
    return number_and_code(page)


def handle(page, number, consents):
    """Find it in the inbox, look at the photo, accept, reply and close."""
    page.goto("/admin/complaints/")
    page.get_by_role("link", name=f"J{number}").click()
    has_no_position(page)
    page.get_by_role("button", name="接收并开始核查").click()
    page.get_by_role("region", name="答复反映人").get_by_label("内容").fill(REPLY)
    page.get_by_role("button", name="发送给反映人").click()
    page.locator("summary").get_by_text("立案", exact=True).click()
    page.get_by_label("立案审批文号", exact=True).fill("温试立〔2026〕1号")
    page.locator("#file_case-reason").fill("两层标签属实。")
    page.get_by_role("button", name="决定立案").click()
    sees(page, "已立案，办案期限开始计算")
    settle_the_four(page)
    page.locator("summary").get_by_text("办结", exact=True).click()
    page.get_by_label("办理结果").select_option("case_filed")
    page.locator("#close-text").fill(RESULT)
    page.locator("#close-measures").fill("责令改正，下架全部商品")
    page.locator("#close-basis").fill("《产品质量法》第三十五条：不得销售失效、变质的产品")
    title = page.get_by_label("公开标题")
    assert title.count() == consents
    if consents:
        title.fill(PUBLIC_TITLE)
        page.get_by_label("公开摘要").fill("经核查属实。")
    page.get_by_role("button", name="办结并答复").click()
    sees(page, "已办结，结果已告知反映人")


def settle_the_four(page):
    """Facts, danger, offenders, remedy: each is shown before the report is closed."""
    page.get_by_role("link", name="逐项查证").click()
    for item in ("facts", "hazard", "punishment", "rectification"):
        section = page.locator(f"section[aria-labelledby={item}]")
        section.get_by_text("写查证情况", exact=True).click()
        page.locator(f"#show_item-{item}-text").fill("现场检查笔录载明，已经下架并复查合格。")
        section.get_by_role("button", name="保存查证情况").click()
        sees(page, "已记录查证情况")
    page.get_by_role("navigation", name="当前位置").get_by_role("link").nth(1).click()


def has_no_position(page):
    """The photo that staff get says nothing of where it was taken."""
    page.get_by_role("link", name="标签.jpg").click()
    address = page.get_by_role("link", name="下载").get_attribute("href")
    answer = page.context.request.get(address)
    assert answer.ok
    page.get_by_role("link", name="去办理").click()
    assert dict(Image.open(BytesIO(answer.body())).getexif()) == {}


def follow_and_rate(page, number, secret):
    """The reporter reads what the body did, and judges it."""
    page.goto("/complaints/track")
    page.get_by_label("登记编号").fill(number)
    page.get_by_label("查询码").fill(secret)
    go_on(page, "查询")
    for words in (REPLY, RESULT):
        sees(page, words)
    page.get_by_label("问题解决了吗").get_by_text("已解决").or_(
        page.get_by_text("已解决")
    ).first.click()
    page.get_by_text("满意", exact=True).first.click()
    page.get_by_role("button", name="提交评价").click()
    sees(page, "谢谢您的评价")
