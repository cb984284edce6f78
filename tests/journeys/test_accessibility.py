"""Every page that a person can reach has no barriers and fits the smallest screen.

Checked are WCAG 2.2 A and AA, the width at 320 pixels, and, at the end of each test, that the
browser had nothing to complain about (policy, scripts, parts). The last test names the pages
that nobody looked at.
"""

import re
from itertools import count, groupby
from operator import itemgetter

import pytest

from app.publishing.workbench.running import run_due
from tests.support import redress_desk, sample_site
from tests.support.browsers import accessibility_faults, sideways_overflow
from tests.support.complaint_factories import CODE
from tests.support.looked_at import (
    APPLYING,
    AT_THE_DESK,
    DESK,
    EDITING,
    ERRORS,
    FOLLOWING,
    IMPORTING,
    OFFICES,
    PASSKEYS,
    PROOF,
    PUBLIC,
    QUESTIONS,
    RECORDS,
    REPORTS,
    SECOND_FACTOR,
    SIGNING_IN,
)
from tests.support.source import ROOT, template_names, text
from tests.support.tables import case_row, workbook
from tests.support.uscc import uscc
from tests.support.visitors import (
    follow,
    leave_a_contact,
    number_and_code,
    send,
    sign_in_by_form,
    tell_the_facts,
    tell_what_is_wrong,
    upload_the_letter,
)

pytestmark = pytest.mark.trust(47)

EXTENDS = re.compile(r'{% extends (?:\w+ \| default\()?"([^"]+)"')

VARIANTS = ["elder", "contrast", "hant", "elder.contrast.large"]
VARIED = ["/search?q=酱油", "/projects/{project}"]


def test_public_pages_have_no_barriers(inspect, sample):
    for address, template in (PUBLIC | RECORDS).items():
        inspect(template, address.format(**vars(sample)))


def test_a_credit_report_and_its_verification_have_no_barriers(page, inspect, sample):
    page.goto(f"/companies/{sample.company}/report")
    send(page, "生成报告")
    shown, verified = REPORTS
    inspect(shown)
    inspect(verified, page.url.replace("/reports/", "/verify/"))


def test_chosen_ways_of_showing_have_no_barriers(site, page, inspect, sample):
    pages = PUBLIC | RECORDS
    for variant in VARIANTS:
        page.context.add_cookies([{"name": "mingjian-display", "value": variant, "url": site.url}])
        for address in VARIED:
            inspect(pages[address], address.format(**vars(sample)))
        assert page.locator("html").get_attribute("class") or variant == "hant"


def test_questions_have_no_barriers(page, inspect, sample):
    inspect("matters/complaints/new.html", "/complaints/new")
    inspect("matters/complaints/expired.html", "/complaints/new/expired")
    page.goto("/complaints/new/kind")
    send(page, "继续")
    inspect("matters/complaints/kind.html")
    page.get_by_text("举报", exact=True).click()
    send(page, "继续")
    page.get_by_text("企业、商店或个体工商户").click()
    page.get_by_label("名称", exact=True).fill(sample_site.LONG_NAME[:12])
    inspect("matters/complaints/subject.html")
    send(page, "继续")
    inspect("matters/complaints/company.html")
    page.get_by_text("都不是，按我填写的提交").click()
    send(page, "继续")
    inspect("matters/complaints/category.html")
    page.get_by_text("不知道选哪一类").click()
    page.get_by_label("用一两句话写写是什么事").fill("超市卖过期牛奶")
    send(page, "按内容建议类别")
    inspect("matters/complaints/category.html")
    page.get_by_text("食品", exact=True).click()
    send(page, "继续")
    page.get_by_text("商店和市场的食品", exact=True).click()
    send(page, "继续")
    the_facts_to_the_receipt(page, inspect)


def the_facts_to_the_receipt(page, inspect):
    send(page, "继续")
    inspect("matters/complaints/facts.html")
    tell_the_facts(page)
    page.wait_for_url("**/evidence")
    inspect("matters/complaints/evidence.html")
    page.goto("/complaints/new/facts")
    page.locator("#narrative").fill("鹿城市监局李科长收受店家的好处费。")
    send(page, "继续")
    inspect("matters/complaints/conduct.html")
    page.get_by_text("没有，只是提到了他们").click()
    send(page, "继续")
    send(page, "继续")
    page.get_by_text("实名举报").click()
    send(page, "继续")
    inspect("matters/complaints/identity.html")
    page.get_by_text("匿名举报").click()
    send(page, "继续")
    inspect("matters/complaints/check.html")
    send(page, "提交举报")
    inspect("matters/complaints/done.html")


def test_following_a_matter_has_no_barriers(page, inspect, sample):
    page.goto("/complaints/track")
    send(page, "查询")
    inspect("matters/complaints/track.html")
    follow(page, sample.open_number, CODE)
    inspect("matters/complaints/matter.html")
    page.get_by_role("link", name="撤回").click()
    inspect("matters/complaints/withdraw.html")
    inspect("matters/complaints/amend.html", "/complaints/track/amend")
    inspect("matters/complaints/own_data.html", "/complaints/track/data")
    follow(page, sample.both_tracks, CODE)
    inspect("matters/complaints/matter.html")
    follow(page, sample.closed_number, CODE)
    send(page, "提交评价")
    inspect("matters/complaints/matter.html")
    page.get_by_role("link", name="申请复核").click()
    inspect("matters/complaints/ask_review.html")
    page.goto("/complaints/track/matter")
    page.get_by_role("link", name="质量强市办回访").click()
    inspect("matters/complaints/visit.html")
    follow(page, sample.accepted[1:], CODE)
    page.get_by_role("link", name="投诉受理通知书").click()
    inspect("matters/complaints/paper.html")


def test_claiming_a_reward_has_no_barriers(page, inspect, sample):
    follow(page, sample.rewarded, CODE)
    page.get_by_role("link", name="举报奖励").first.click()
    inspect("matters/rewards/mine.html")
    page.get_by_role("link", name="领取", exact=True).click()
    send(page, "领取")
    inspect("matters/rewards/claim.html")
    page.get_by_text("凭领取码到窗口领取，不留姓名和账号").click()
    send(page, "领取")
    inspect("matters/rewards/picked.html")


def test_applying_has_no_barriers(page, inspect, sample):
    inspect("matters/redress/new.html", "/redress")
    inspect("matters/redress/expired.html", "/redress/new/expired")
    inspect("matters/redress/new.html", f"/redress/new?record=case-{sample.case}")
    page.get_by_role("link", name="开始填写").click()
    page.get_by_text("申请信用修复", exact=True).click()
    inspect("matters/redress/kind.html")
    send(page, "继续")
    send(page, "继续")
    inspect("matters/redress/code.html")
    page.get_by_label("统一社会信用代码").fill(sample.company)
    send(page, "继续")
    inspect("matters/redress/conditions.html")
    page.get_by_role("link", name="改为提出异议").click()
    page.get_by_text("提出异议", exact=True).click()
    send(page, "继续")
    send(page, "继续")
    inspect("matters/redress/statement.html")
    state_and_hand_in(page, inspect, sample)


def state_and_hand_in(page, inspect, sample):
    tell_what_is_wrong(page)
    inspect("matters/redress/files.html")
    upload_the_letter(page)
    inspect("matters/redress/contact.html")
    leave_a_contact(page)
    inspect("matters/redress/check.html")
    send(page, "提交异议申请")
    inspect("matters/redress/done.html")
    number, code = number_and_code(page)
    page.goto("/redress/track")
    send(page, "查询")
    inspect("matters/redress/track.html")
    follow(page, number, code, door="/redress/track")
    inspect("matters/redress/application.html")
    page.get_by_role("link", name="撤回申请").click()
    inspect("matters/redress/withdraw.html")
    follow(page, sample.repair, redress_desk.CODE, door="/redress/track")
    page.get_by_role("link", name="信用修复受理通知书").click()
    inspect("matters/redress/paper.html")


def test_refusals_have_no_barriers(site, inspect, sample):
    inspect(*ERRORS, "/nothing-here", status=404)
    inspect(*ERRORS, f"/cases/{sample.withdrawn_case}", status=410)
    inspect(*ERRORS, "/cases?page=many", status=400)
    asking = site.app.test_client()
    searches = (asking.get(f"/search?q={number}") for number in count())
    assert any(answer.status_code == 429 for answer in searches)
    inspect(PROOF, "/search", status=429)


def test_a_service_that_is_down_has_no_barriers(browser, site):
    page = browser.new_page(base_url=site.url)
    assert page.goto("/search?q=酱油").status == 503, "there is no index yet"
    assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways_overflow(page) == 0
    page.close()


def test_signing_in_and_the_desk_have_no_barriers(page, inspect, sample):
    page.goto("/admin/login")
    send(page, "登录")
    inspect(*SIGNING_IN)
    sign_in_by_form(page, sample_site.HANDLER)
    for address, template in DESK.items():
        page.goto(address.format(**vars(sample)))
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        inspect(template)


def test_editing_has_no_barriers(page, inspect, sample):
    sign_in_by_form(page, sample_site.EDITOR)
    for address, template in EDITING.items():
        inspect(template, address.format(**vars(sample)))
    page.goto("/admin/cases/new")
    send(page, "保存")
    inspect("publishing/desk/staff/form.html")


def test_importing_has_no_barriers(site, page, inspect, sample):
    sign_in_by_form(page, sample_site.EDITOR)
    inspect("publishing/workbench/staff/upload.html", "/admin/imports/new")
    send(page, "上传")
    page.get_by_label("表格内容").select_option("cases")
    data = workbook(case_row(1, uscc(1)), case_row(2, "9133"))
    page.get_by_label("表格文件").set_input_files(
        {"name": f"{sample_site.LONG_NAME}.xlsx", "mimeType": "", "buffer": data}
    )
    send(page, "上传")
    inspect("publishing/workbench/staff/columns.html")
    send(page, "逐行检查")
    inspect("publishing/workbench/staff/columns.html")
    page.get_by_text("万元", exact=True).click()
    send(page, "逐行检查")
    inspect("publishing/workbench/staff/under_way.html")
    with site.app.app_context():
        run_due()
    page.reload()
    inspect("publishing/workbench/staff/result.html")
    inspect("publishing/workbench/staff/list.html", "/admin/imports/")


def test_offices_have_no_barriers(page, inspect, sample):
    for username, offices in groupby(sorted(OFFICES), key=itemgetter(0)):
        page.context.clear_cookies()
        sign_in_by_form(page, username)
        for _, address, template in offices:
            inspect(template, address.format(**vars(sample)))


def test_no_page_is_left_out():
    looked_at = {*PUBLIC.values(), *RECORDS.values(), *DESK.values(), *EDITING.values()}
    looked_at |= {
        *AT_THE_DESK,
        *QUESTIONS,
        *FOLLOWING,
        *REPORTS,
        *ERRORS,
        PROOF,
        *SIGNING_IN,
        *SECOND_FACTOR,
        *PASSKEYS,
        *IMPORTING,
        *APPLYING,
    }
    looked_at |= {template for *_, template in OFFICES}
    sources = {name: text(ROOT / "templates" / name) for name in template_names()}
    extended = {base for source in sources.values() for base in EXTENDS.findall(source)}
    pages = {name for name, source in sources.items() if EXTENDS.search(source)}
    assert looked_at - extended == pages - extended
