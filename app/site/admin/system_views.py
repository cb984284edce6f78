"""For the system administrator: the state of the site."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel import audit
from app.kernel.jobs import outbox
from app.kernel.web import health
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.site.admin.blueprint import bp

CHECK_LABELS = {
    "database": "数据库",
    "schema": "数据库结构",
    "disk": "磁盘空间",
    "outbox": "后台任务",
    "keys": "加密密钥",
}


@bp.get("/system")
@requires(Permission.MANAGE_SITE)
def system() -> str:
    """Whether each part works, and what the worker could not do."""
    return render_template(
        "site/admin/system.html",
        checks=health.run_checks(),
        labels=CHECK_LABELS,
        waiting=outbox.waiting(),
        dead=outbox.dead_messages(),
    )


@bp.post("/system/replay")
@requires(Permission.MANAGE_SITE)
def replay_dead() -> Response:
    """Give what had failed too often another try."""
    count = outbox.replay_dead()
    audit.note("system.replayed", actor=current_staff().as_actor(), reason=f"{count} messages")
    flash(f"已重新排队 {count} 件，稍后处理。")
    return redirect(url_for("admin.system"))
