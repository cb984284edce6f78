"""The menu of the back office: what a person may use, in groups, and where the person is."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from app.people.access import can
from app.people.permissions import Permission
from app.records.register import KINDS


@dataclass(frozen=True)
class MenuItem:
    """A worklist of the menu. The first one that a person may use is their home."""

    endpoint: str
    label: str
    permission: Permission


def _declared(group: str) -> tuple[MenuItem, ...]:
    """The desks of declared kinds that stand under a heading."""
    desks = (kind for kind in KINDS if kind.desk_group == group)
    return tuple(
        MenuItem(f"admin.{kind.endpoint}.index", kind.name, Permission.READ_RECORDS)
        for kind in desks
    )


MENU: tuple[tuple[str, tuple[MenuItem, ...]], ...] = (
    (
        "投诉举报",
        (
            MenuItem("admin.complaints.inbox", "办理", Permission.HANDLE_MATTERS),
            MenuItem("admin.answers.index", "复核回访", Permission.HANDLE_MATTERS),
            MenuItem("admin.routing.index", "分派规则", Permission.MANAGE_ROUTING),
            MenuItem("admin.redress.inbox", "异议与信用修复", Permission.HANDLE_REDRESS),
            MenuItem("admin.rewards.index", "举报奖励", Permission.HANDLE_REWARDS),
            MenuItem("admin.rewards.payments", "奖励发放", Permission.PAY_REWARDS),
        ),
    ),
    (
        "信用公示",
        (*_declared("信用公示"),),
    ),
    (
        "工程与考核",
        (
            MenuItem("admin.projects.index", "重点项目", Permission.READ_RECORDS),
            MenuItem("admin.indicators.index", "指标", Permission.READ_RECORDS),
            MenuItem("admin.creation.index", "创建申报", Permission.READ_RECORDS),
            MenuItem("admin.livelihood.index", "惠民工程", Permission.READ_RECORDS),
            MenuItem("admin.proposals.index", "市民建议", Permission.EDIT_RECORDS),
            *_declared("工程与考核"),
            MenuItem("admin.assessment.index", "年度考核", Permission.JOIN_ASSESSMENT),
            MenuItem("admin.monthly.index", "月报", Permission.CORRECT_REPORTS),
        ),
    ),
    (
        "审核与导入",
        (
            MenuItem("admin.review.index", "待审", Permission.READ_RECORDS),
            MenuItem("admin.workbench.index", "导入", Permission.READ_RECORDS),
        ),
    ),
    (
        "信息发布",
        (
            MenuItem("admin.bulletins.index", "文章", Permission.READ_RECORDS),
            MenuItem("admin.risks.index", "风险信号", Permission.READ_RECORDS),
        ),
    ),
    (
        "系统",
        (
            MenuItem("admin.accounts.staff_list", "账号", Permission.MANAGE_STAFF),
            MenuItem("admin.audit_log", "审计日志", Permission.READ_AUDIT),
            MenuItem("admin.system", "运行状态", Permission.MANAGE_SITE),
        ),
    ),
    ("我的账号", (MenuItem("admin.accounts.account", "我的账号", Permission.USE_DESK),)),
)


@dataclass(frozen=True)
class MenuLink:
    """An entry as the frame shows it; ``current`` is what ``aria-current`` says, or nothing."""

    label: str
    url: str
    current: str


@dataclass(frozen=True)
class MenuGroup:
    """Entries under a heading that unfolds; one entry alone stands without its heading."""

    label: str
    links: list[MenuLink]

    @property
    def is_current(self) -> bool:
        """Whether the page belongs to one of the entries."""
        return any(link.current for link in self.links)


def home_address() -> str:
    """The worklist that matters most to the person."""
    return next(url_for(entry.endpoint) for _, entries in MENU for entry in _open(entries))


def menu_groups() -> list[MenuGroup]:
    """The menu of the person who asks, without groups in which nothing is open to them."""
    addresses = [url_for(entry.endpoint) for _, entries in MENU for entry in _open(entries)]
    section = max(filter(_holds_page, addresses), key=len, default="")
    groups = [
        MenuGroup(label, [_link(entry, section) for entry in _open(entries)])
        for label, entries in MENU
    ]
    return [group for group in groups if group.links]


def _open(entries: tuple[MenuItem, ...]) -> list[MenuItem]:
    """Those that exist here and that the person may use."""
    served = current_app.view_functions
    return [each for each in entries if each.endpoint in served and can(each.permission)]


def _holds_page(address: str) -> bool:
    here = f"{request.script_root}{request.path}"
    return f"{here}/".startswith(f"{address.rstrip('/')}/")


def _link(entry: MenuItem, section: str) -> MenuLink:
    address = url_for(entry.endpoint)
    here = f"{request.script_root}{request.path}"
    if address != section:
        return MenuLink(entry.label, address, "")
    return MenuLink(entry.label, address, "page" if address == here else "true")
