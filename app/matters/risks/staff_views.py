"""Signals of risk: the drafts they led to, and whether they were useful. Nested under ``admin``.

And the way from a failed inspection to the draft of a warning.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel.clock import city_date
from app.kernel.errors import DomainError, InvalidInputError
from app.matters.risks import queries
from app.matters.risks.rules import SignalVerdict
from app.matters.risks.services import draft_warning, judge_signal, thresholds
from app.people.access import can, current_staff, requires
from app.people.acting.forms import ActForm
from app.people.permissions import Permission
from app.publishing.desk.queries import may_see
from app.publishing.life.chain import ChainLink, Offer
from app.publishing.life.rules import Life
from app.records.bulletins.queries import DESK

if TYPE_CHECKING:
    from app.publishing.life.models import Publication

bp = Blueprint("risks", __name__, url_prefix="/risks")


@bp.get("/")
@requires(Permission.READ_RECORDS)
def index() -> str:
    """The signals of the body, and how often they were useful."""
    staff = current_staff()
    return render_template(
        "matters/risks/staff/list.html",
        page=queries.signals(staff, request.args.get("page", 1, type=int)),
        precision=queries.precision(staff),
        thresholds=thresholds(),
        verdicts=list(SignalVerdict),
    )


@bp.post("/<int:signal_id>/verdict")
@requires(Permission.EDIT_RECORDS)
def judge(signal_id: int) -> Response:
    """Say whether a signal was useful."""
    given = request.form.get("verdict", "")
    if given not in list(SignalVerdict):
        raise InvalidInputError("请选择有用还是没有用。")
    judge_signal(staff=current_staff(), signal_id=signal_id, verdict=SignalVerdict(given))
    flash(f"已记录：{SignalVerdict(given).label}。")
    return redirect(url_for("admin.risks.index"))


@bp.post("/inspections/<int:key>/warning")
@requires(Permission.EDIT_RECORDS)
def draft(key: int) -> Response:
    """One click from a failed inspection to the draft of a warning."""
    if not ActForm().validate_on_submit():
        return redirect(url_for("admin.inspections.detail", key=key))
    try:
        bulletin = draft_warning(key=key, staff=current_staff())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("admin.inspections.detail", key=key))
    flash("已按检验结果起草风险警示，请核对级别和范围，再送审。")
    return redirect(url_for("admin.bulletins.edit", key=bulletin.id))


def offers(record: "Publication") -> Iterator[Offer]:
    """That a warning can be drafted from a failed inspection that has none."""
    if can(Permission.EDIT_RECORDS) and queries.can_become_warning(record):
        yield Offer("起草风险警示", url_for("admin.risks.draft", key=record.id))


def desk_links(record: "Publication") -> Iterator[ChainLink]:
    """The warnings that came of an inspection: those of the person's body, and public ones."""
    for bulletin in queries.warnings_from(record):
        is_own = may_see(DESK, current_staff(), bulletin)
        if not is_own and bulletin.life is not Life.PUBLISHED:
            continue
        url = (
            url_for("admin.bulletins.detail", key=bulletin.id)
            if is_own
            else url_for("bulletins.detail", bulletin_id=bulletin.id)
        )
        begun = bulletin.published_on or city_date(bulletin.created_at)
        yield ChainLink(f"风险警示：{bulletin.title}", begun, url, bulletin.life.label)
