"""A company objects, and has a record repaired: handed in, judged by two people, told, and gone."""

from dataclasses import dataclass

import pytest

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.rules import Role
from app.publishing.life.rules import VersionState
from tests.support import factories
from tests.support.desks import make_version
from tests.support.redress_desk import MENDED
from tests.support.visitors import (
    choose,
    follow,
    go_on,
    leave_a_contact,
    number_and_code,
    sees,
    sign_in_by_form,
    tell_what_is_wrong,
    upload_the_letter,
)

NAME = "温州演示塘下酱油酿造有限公司"
TITLE = f"{NAME}酱油标签案"
REASON = "对照决定书和缴款凭证，情况属实。"
OBJECTED = "异议处理中"


@dataclass(frozen=True)
class Office:
    """A record, its party's code, and who works where it was decided."""

    case: int
    code: str
    author: str
    handler: str
    head: str


@pytest.fixture
def office(site):
    with site.app.app_context():
        bureau = factories.make_bureau(name="试验区市监局", short_name="试验局")
        roles = ((Role.EDITOR, Role.HANDLER), (Role.HANDLER,), (Role.HEAD,))
        people = [factories.make_staff(*held, bureau=bureau) for held in roles]
        company = factories.make_company(name=NAME)
        case = factories.make_case(
            company=company,
            title=TITLE,
            deciding_bureau_id=bureau.id,
            source_bureau_id=bureau.id,
            earliest_repair_on=clock.today(),
            execution="已履行",
        )
        make_version(case, VersionState.APPROVED, author_id=people[0].id)
        changed(SearchKind.CASE, [case.id])
        made = Office(case.id, str(company.uscc), *(person.username for person in people))
        db.session.commit()
    site.work()
    return made


@pytest.mark.parametrize("java_script", [True, False])
def test_a_repair_goes_its_way_and_takes_the_record_down(site, office, open_page, java_script):
    company, handler, head, reader = (open_page(java_script_enabled=java_script) for _ in range(4))
    begin(company, "申请信用修复", office.code)
    sees(company, "达到最短公示期限")
    go_on(company)
    company.locator("#text").fill(MENDED["text"])
    company.locator("#commits").check()
    go_on(company)
    number, code = hand_in(company, "提交信用修复申请")

    open_at_desk(handler, office.handler, number)
    act(handler, "受理")
    sees(handler, "受理和决定应当由两个人办理")
    open_at_desk(head, office.head, number)
    decide(head, "准予修复，终止公示")

    assert reader.goto(f"/cases/{office.case}").status == 410
    reader.goto(f"/search?q={NAME}")
    assert reader.get_by_text(TITLE).count() == 0
    follow(company, number, code, door="/redress/track")
    company.get_by_role("link", name="信用修复决定书").click()
    sees(company, "准予信用修复，该记录自即日起终止公示")
    sees(company, REASON)


def test_an_objection_is_told_on_the_record_until_it_is_decided(site, office, open_page):
    company, author, handler, head, reader = (open_page() for _ in range(5))
    begin(company, "提出异议", office.code)
    tell_what_is_wrong(company)
    number, code = hand_in(company, "提交异议申请")

    open_at_desk(author, office.author, number)
    sees(author, "您录入、送审或导入过这条记录")
    assert author.get_by_role("button", name="受理", exact=True).count() == 0
    open_at_desk(handler, office.handler, number)
    act(handler, "受理")
    reader.goto(f"/cases/{office.case}")
    sees(reader, OBJECTED)
    follow(company, number, code, door="/redress/track")
    sees(company, f"记录旁写明：{OBJECTED}")
    company.get_by_role("link", name="异议受理通知书").click()
    sees(company, "试验局信办〔")

    open_at_desk(head, office.head, number)
    decide(head, "异议不成立，维持公示")
    reader.reload()
    sees(reader, TITLE)
    assert reader.get_by_text(OBJECTED).count() == 0
    follow(company, number, code, door="/redress/track")
    sees(company, "异议不成立，维持公示")


def begin(page, kind, code):
    """From the search to the question after the code, as the company."""
    page.goto(f"/search?q={NAME}")
    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="提出异议、申请信用修复").click()
    page.get_by_role("link", name="开始填写").click()
    choose(page, kind)
    page.get_by_label("统一社会信用代码").fill(code)
    go_on(page)


def hand_in(page, button):
    """From the letter to the receipt."""
    page.wait_for_url("**/files")
    upload_the_letter(page)
    leave_a_contact(page)
    go_on(page, button)
    return number_and_code(page)


def open_at_desk(page, username, number):
    """Sign in, and open the application from the list."""
    sign_in_by_form(page, username)
    page.locator("summary", has_text="投诉举报").click()
    page.get_by_role("link", name="异议与信用修复").click()
    work_lists = page.get_by_role("navigation", name="工作清单")
    work_lists.wait_for()
    if page.get_by_role("link", name=number).count() == 0:
        work_lists.get_by_role("link", name="办理中").click()
    page.get_by_role("link", name=number).click()


def act(page, button):
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def decide(page, outcome):
    page.locator("summary", has_text="作出决定").click()
    page.get_by_label("决定", exact=True).select_option(label=outcome)
    page.locator("#decide-text").fill(REASON)
    act(page, "作出决定")
    sees(page, "已作出决定，并告知申请人。")
