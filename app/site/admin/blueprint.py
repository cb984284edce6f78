"""The back office: a guard before every page, and what its frame shows."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Redirect

from app.kernel import audit
from app.kernel.errors import NotFoundError
from app.kernel.jobs import outbox
from app.kernel.jobs import queries as jobs_queries
from app.kernel.web import headers, health
from app.people import access
from app.people.access import current_staff, is_signed_in, requires
from app.people.permissions import Permission
from app.site.admin import menu

bp = Blueprint("admin", __name__, url_prefix="/admin")

OPEN_TO_ALL = frozenset(
    f"admin.accounts.{name}" for name in ("login", "code", "ask_passkey", "passkey_login")
)
ENROLLING = frozenset(
    f"admin.accounts.{name}" for name in ("factor", "begin_factor", "confirm_factor", "sign_out")
)
"""All that is open to who has to set up a second factor first."""


@bp.before_request
def guard() -> Redirect | None:
    """Let nobody in who is not signed in; NotFoundError for a page that names no permission."""
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
    return redirect(menu.home_address())


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
        "desk_nav": menu.menu_groups(),
        "desk_who": _who(),
        "desk_home": url_for("admin.home"),
        "desk_sign_out": url_for("admin.accounts.sign_out"),
    }


def _who() -> str:
    if not is_signed_in():
        return ""
    staff = current_staff()
    roles = "、".join(held.role.label for held in staff.roles)
    return f"{staff.bureau.short_name}　{staff.full_name}（{roles}）"


CHECK_LABELS = {
    "database": "数据库",
    "schema": "数据库结构",
    "disk": "磁盘空间",
    "data_dir": "数据目录",
    "keys": "加密密钥",
    "index": "检索索引",
}


@bp.get("/system")
@requires(Permission.MANAGE_SITE)
def system() -> str:
    """Whether each part works, and what the worker could not do."""
    return render_template(
        "site/admin/system.html",
        checks=health.run_checks(),
        labels=CHECK_LABELS,
        waiting=jobs_queries.waiting(),
        dead=jobs_queries.dead_messages(),
    )


@bp.post("/system/replay")
@requires(Permission.MANAGE_SITE)
def replay_dead() -> Redirect:
    """Give what had failed too often another try."""
    count = outbox.replay()
    audit.note("system.replayed", actor=current_staff().as_actor(), reason=f"{count} messages")
    flash(f"已重新排队 {count} 件，稍后处理。")
    return redirect(url_for("admin.system"))
