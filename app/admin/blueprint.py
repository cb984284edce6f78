"""The back office: a guard before every page, and what its frame shows."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.accounts import access
from app.accounts.access import can, current_staff, is_signed_in, requires
from app.accounts.permissions import Permission
from app.core import headers
from app.core.errors import NotFoundError

bp = Blueprint("admin", __name__, url_prefix="/admin")

OPEN_TO_ALL = frozenset({"admin.accounts.login", "admin.accounts.code"})
ENROLLING = frozenset(
    f"admin.accounts.{name}" for name in ("factor", "begin_factor", "confirm_factor", "sign_out")
)
"""All that is open to who has to set up a second factor first."""


@dataclass(frozen=True)
class Entry:
    """A worklist of the menu. The first one that a person may use is their home."""

    endpoint: str
    label: str
    permission: Permission


MENU = (
    Entry("admin.complaints.inbox", "投诉举报", Permission.HANDLE_MATTERS),
    Entry("admin.answers.index", "复核回访", Permission.HANDLE_MATTERS),
    Entry("admin.routing.index", "分派规则", Permission.MANAGE_ROUTING),
    Entry("admin.redress.inbox", "异议修复", Permission.HANDLE_REDRESS),
    Entry("admin.rewards.index", "奖励", Permission.HANDLE_REWARDS),
    Entry("admin.rewards.payments", "奖励发放", Permission.PAY_REWARDS),
    Entry("admin.assessment.index", "考核", Permission.JOIN_ASSESSMENT),
    Entry("admin.credit.index", "名单", Permission.READ_RECORDS),
    Entry("admin.cases.index", "处罚", Permission.READ_RECORDS),
    Entry("admin.licences.index", "许可", Permission.READ_RECORDS),
    Entry("admin.inspections.index", "抽查", Permission.READ_RECORDS),
    Entry("admin.honours.index", "荣誉", Permission.READ_RECORDS),
    Entry("admin.creation.index", "创建", Permission.READ_RECORDS),
    Entry("admin.projects.index", "项目", Permission.READ_RECORDS),
    Entry("admin.indicators.index", "指标", Permission.READ_RECORDS),
    Entry("admin.surveys.index", "调查", Permission.READ_RECORDS),
    Entry("admin.livelihood.index", "惠民", Permission.READ_RECORDS),
    Entry("admin.proposals.index", "建议", Permission.EDIT_RECORDS),
    Entry("admin.funds.index", "资金", Permission.READ_RECORDS),
    Entry("admin.bulletins.index", "文章", Permission.READ_RECORDS),
    Entry("admin.risks.index", "风险", Permission.READ_RECORDS),
    Entry("admin.review.index", "待审", Permission.READ_RECORDS),
    Entry("admin.workbench.index", "导入", Permission.READ_RECORDS),
    Entry("admin.accounts.staff_list", "账号", Permission.MANAGE_STAFF),
    Entry("admin.audit_log", "审计日志", Permission.READ_AUDIT),
    Entry("admin.system", "运行状态", Permission.MANAGE_SITE),
    Entry("admin.accounts.account", "我的账号", Permission.USE_DESK),
)


@dataclass(frozen=True)
class MenuLink:
    """An entry as the frame shows it."""

    label: str
    url: str
    current: bool


@bp.before_request
def guard() -> Redirect | None:
    """Let nobody in who is not signed in, and nobody into a page that names no permission."""
    if request.endpoint in OPEN_TO_ALL:
        return None
    if not is_signed_in():
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("admin.accounts.login", next=target))
    if access.must_enrol() and request.endpoint not in ENROLLING:
        return redirect(url_for("admin.accounts.factor"))
    if access.required_permission(current_app.view_functions[str(request.endpoint)]) is None:
        raise NotFoundError
    return None


@bp.get("/")
@requires(Permission.USE_DESK)
def home() -> Redirect:
    """The worklist that matters most to this person."""
    return redirect(url_for(open_entries()[0].endpoint))


def is_at_desk() -> bool:
    """Whether an address of the back office is asked for, be there such a page or not."""
    return f"{request.path}/".startswith(f"{bp.url_prefix}/")


def keep_to_oneself(response: Response) -> Response:
    """Nobody keeps a copy of what has the frame, refusals of unknown addresses too."""
    return headers.forbid_storing(response) if is_at_desk() else response


def frame() -> dict[str, Any]:
    """What ``base_desk.html`` shows above each page, and above refusals to who is signed in."""
    if not is_at_desk():
        return {}
    return {
        **({"error_frame": "base_desk.html"} if is_signed_in() else {}),
        "desk_nav": [
            MenuLink(entry.label, url_for(entry.endpoint), _is_current(entry))
            for entry in open_entries()
        ],
        "desk_who": _who(),
        "desk_home": url_for("admin.home"),
        "desk_sign_out": url_for("admin.accounts.sign_out"),
    }


def open_entries() -> list[Entry]:
    """The entries that exist here and that the person may use."""
    return [
        entry
        for entry in MENU
        if entry.endpoint in current_app.view_functions and can(entry.permission)
    ]


def _is_current(entry: Entry) -> bool:
    section = entry.endpoint.rpartition(".")[0]
    if section in ("admin", "admin.accounts"):
        return str(request.endpoint) in (entry.endpoint, f"{entry.endpoint}_event")
    return str(request.endpoint).startswith(f"{section}.")


def _who() -> str:
    if not is_signed_in():
        return ""
    staff = current_staff()
    roles = "、".join(held.role.label for held in staff.roles)
    return f"{staff.bureau.short_name}　{staff.full_name}（{roles}）"
