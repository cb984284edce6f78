"""For the three administrators: the audit log, and the state of the site."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import audit
from app.accounts.access import requires
from app.accounts.permissions import Permission
from app.admin import audit_words
from app.admin.blueprint import bp
from app.audit import queries as audit_queries
from app.core import health, outbox

CHECK_LABELS = {
    "database": "数据库",
    "schema": "数据库结构",
    "disk": "磁盘空间",
    "outbox": "后台任务",
    "keys": "加密密钥",
}


@bp.get("/audit")
@requires(Permission.READ_AUDIT)
def audit_log() -> str:
    """Who did what, newest first; with ``verify`` also whether the log is whole."""
    page = audit_queries.search_events(
        page=request.args.get("page", 1, type=int),
        actor=request.args.get("actor", "").strip(),
        action=request.args.get("action", "").strip(),
        object_id=request.args.get("object", "").strip(),
    )
    return render_template(
        "admin/audit_log.html",
        page=page,
        verdict=audit.verify() if request.args.get("verify") else None,
        results={result.value: result for result in audit.Result},
        words=audit_words,
    )


@bp.get("/system")
@requires(Permission.MANAGE_SITE)
def system() -> str:
    """Whether each part works, and what the worker could not do."""
    return render_template(
        "admin/system.html",
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
    flash(f"已重新排队 {count} 件，稍后处理。")
    return redirect(url_for("admin.system"))
