"""Signals of risk: the drafts they led to, and whether they were useful. Nested under ``admin``."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.access import current_staff, requires
from app.accounts.permissions import Permission
from app.core.errors import InvalidInputError
from app.risks import queries
from app.risks.rules import Verdict
from app.risks.services import judge_signal, thresholds

bp = Blueprint("risks", __name__, url_prefix="/risks")


@bp.get("/")
@requires(Permission.READ_RECORDS)
def index() -> str:
    """The signals of the body, and how often they were useful."""
    staff = current_staff()
    return render_template(
        "risks/staff/list.html",
        page=queries.signals(staff, request.args.get("page", 1, type=int)),
        precision=queries.precision(staff),
        thresholds=thresholds(),
        verdicts=list(Verdict),
    )


@bp.post("/<int:signal_id>/verdict")
@requires(Permission.EDIT_RECORDS)
def judge(signal_id: int) -> Response:
    """Say whether a signal was useful."""
    given = request.form.get("verdict", "")
    if given not in list(Verdict):
        raise InvalidInputError("请选择有用还是没有用。")
    judge_signal(staff=current_staff(), signal_id=signal_id, verdict=Verdict(given))
    flash(f"已记录：{Verdict(given).label}。")
    return redirect(url_for("admin.risks.index"))
