"""The two menus: what each role finds at the desk, and that every page tells where one is."""

import pytest

from app.people.rules import Role
from tests.support.factories import make_staff
from tests.support.pages import Page, PageClient
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

GROUPS = "//nav[@aria-label='工作台导航']/ul/li"
OPEN_TO = {
    Role.HANDLER: {"办理", "复核回访", "异议与信用修复", "举报奖励", "年度考核"},
    Role.EDITOR: {
        "红黑名单",
        "行政处罚",
        "行政许可",
        "监督抽查",
        "荣誉",
        "奖励资金",
        "产品召回",
        "重点项目",
        "指标",
        "创建申报",
        "惠民工程",
        "市民建议",
        "满意度调查",
        "待审",
        "导入",
        "文章",
        "风险信号",
    },
    Role.AUDITOR: {"审计日志"},
    Role.SYSTEM_ADMIN: {"运行状态"},
    Role.SECURITY_ADMIN: {"账号"},
    Role.PAYER: {"奖励发放"},
}


def current(page: Page) -> list[tuple[str, str]]:
    marked = page.all("//nav[@aria-label='工作台导航']//a[@aria-current]")
    return [(link.text_content(), link.get("aria-current")) for link in marked]


@pytest.mark.parametrize("role", OPEN_TO)
def test_each_role_finds_what_it_may_use_and_no_dead_link(client: PageClient, role: Role) -> None:
    sign_in(client, make_staff(role))
    page = client.get("/admin/account")
    links = page.all(f"{GROUPS}//a")
    assert {link.text_content() for link in links} == OPEN_TO[role] | {"我的账号"}
    for link in links:
        shown = client.get(link.get("href"))
        assert shown.status_code == 200
        assert current(shown) == [(link.text_content(), "page")]


def test_many_entries_unfold_in_groups_and_one_alone_stands_by_itself(client: PageClient) -> None:
    sign_in(client, make_staff(Role.EDITOR))
    page = client.get("/admin/cases/")
    assert page.texts(f"{GROUPS}/details/summary") == [
        "信用公示",
        "工程与考核",
        "审核与导入",
        "信息发布",
    ]
    assert page.texts(f"{GROUPS}/a") == ["我的账号"]
    assert page.texts("//summary[@aria-current='true']") == ["信用公示"]
    assert not page.all("//nav[@aria-label='工作台导航']//details[@open]")


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/admin/cases/new", "行政处罚"),
        ("/admin/livelihood/proposals/?state=shown", "市民建议"),
        ("/admin/livelihood/new", "惠民工程"),
        ("/admin/review/withdrawals", "待审"),
    ],
)
def test_a_page_inside_marks_its_entry_and_only_that(
    client: PageClient, address: str, entry: str
) -> None:
    sign_in(client, make_staff(Role.EDITOR))
    assert [label for label, _ in current(client.get(address))] == [entry]


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("/creation", "荣誉"),
        ("/honours", "荣誉"),
        ("/assessment", "统计评价"),
        ("/rewards", "投诉举报"),
        ("/complaints/track", "进度查询"),
    ],
)
def test_the_public_menu_marks_the_section_that_the_crumbs_name(
    client: PageClient, address: str, section: str
) -> None:
    assert client.get(address).texts("//nav[@id='menu']//a[@aria-current]") == [section]
