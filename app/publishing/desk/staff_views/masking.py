"""What becomes of personal data that the gate has found: it is masked, or kept for a reason."""

from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from app.kernel.errors import InvalidInputError, NotAllowedError
from app.people.access import can
from app.people.permissions import Permission
from app.publishing.desk.forms import FindingsForm, ReasonForm
from app.publishing.desk.staff_views.desks import Desk
from app.publishing.desk.staff_views.reading import record_page
from app.publishing.desk.staff_views.reviewing import review_page
from app.publishing.life.gate import IN_FILES
from app.publishing.life.services import keep_findings, mask_findings

ACTS = ("mask", "keep")


def decide(kind: Desk[Any], key: int) -> str | Response | tuple[str, int]:
    """Mask or keep what was ticked; then back to the page where that was done."""
    record, form = kind.find(key), FindingsForm()
    is_review = request.form.get("at") == "review"
    if form.act.data not in ACTS:
        raise InvalidInputError("请选择遮盖或者保留。")
    if not form.validate_on_submit():
        page = (
            review_page(kind, record, form)
            if is_review
            else record_page(kind, record, ReasonForm(formdata=None), findings=form)
        )
        return page, 400
    flash(_carry_out(kind, record, form))
    return redirect(kind.url("review" if is_review else "detail", key=key))


def _carry_out(kind: Desk[Any], record: Any, form: FindingsForm) -> str:
    about = {"seen": form.number.data, "picked": form.picked.data}
    if form.act.data == "keep":
        kind.act(keep_findings, record, **about, reason=form.ground.data)
        return f"已保留 {len(form.picked.data)} 处，理由已记录。"
    if not can(Permission.EDIT_RECORDS):
        raise NotAllowedError("遮盖要改动内容，请退回给编辑办理。")
    kind.act(mask_findings, record, **about)
    if in_files := sum(picked.startswith(IN_FILES) for picked in form.picked.data):
        return (
            f"已遮盖勾选的，但附件里的 {in_files} 处没有改：请换上遮盖过的文件，或者写明理由保留。"
        )
    return f"已遮盖 {len(form.picked.data)} 处，请核对后送审。"
