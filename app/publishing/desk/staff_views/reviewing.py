"""How reviewers decide on one record: what it says, what the gate found, whether it leaves."""

from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from app.kernel.errors import InvalidInputError, NotAllowedError
from app.people.access import can, current_staff
from app.people.permissions import Permission
from app.publishing.desk.forms import (
    ApproveForm,
    GateFindingsForm,
    ReasonForm,
    VersionReturnForm,
    WithdrawForm,
)
from app.publishing.desk.staff_views.desks import Answer, Desk, differences
from app.publishing.desk.staff_views.reading import record_page
from app.publishing.life.attachments import attachments_of
from app.publishing.life.gate import IN_FILES, places_as_edited
from app.publishing.life.queries import as_edited, newest_number, open_version
from app.publishing.life.rules import Life, PublicationStatus, WithdrawalGround
from app.publishing.life.services import (
    Revocation,
    keep_findings,
    mask_findings,
    note_withdrawal,
    refuse_withdrawal,
    take_down,
    withdraw_publication,
)
from app.publishing.life.values import snapshot


def review(kind: Desk[Any], key: int) -> str:
    """What would become public beside what is public now."""
    return review_page(kind, kind.find(key), None)


def review_page(kind: Desk[Any], record: Any, findings: GateFindingsForm | None) -> str:
    """The page of one review, with the form of what the gate found."""
    version = open_version(record)
    number = version.number if version else None
    forms = (
        ApproveForm(formdata=None, number=number),
        VersionReturnForm(formdata=None, number=number),
    )
    return _page(kind, record, *forms, findings)


def approve(kind: Desk[Any], key: int) -> Answer:
    """Let a version be public, at once or from a day to come."""
    record, form = kind.find(key), ApproveForm()
    if not form.validate_on_submit():
        other = VersionReturnForm(formdata=None, number=form.number.data)
        return _page(kind, record, form, other), 400
    kind.approve(record, form.number.data, form.from_day.data)
    is_later = record.life is Life.SCHEDULED
    return kind.answer(
        key, f"已同意，{record.published_on} 自动公示。" if is_later else "已同意并公示。"
    )


def send_back(kind: Desk[Any], key: int) -> Answer:
    """Return a version to its editor."""
    record, form = kind.find(key), VersionReturnForm()
    if not form.validate_on_submit():
        other = ApproveForm(formdata=None, number=form.number.data)
        return _page(kind, record, other, form), 400
    kind.send_back(record, form.number.data, form.reason.data)
    return kind.answer(key, "已退回，编辑可以看到理由。")


def _page(
    kind: Desk[Any],
    record: Any,
    approving: ApproveForm,
    returning: VersionReturnForm,
    findings: GateFindingsForm | None = None,
) -> str:
    version = open_version(record)
    now = snapshot(record)
    is_public = record.status is PublicationStatus.PUBLISHED
    after = now | version.values if version and is_public else now
    return kind.render(
        "review",
        record=record,
        version=version,
        is_correction=is_public,
        fields=differences(kind, now if is_public else {}, after),
        approving=approving,
        returning=returning,
        places=places_as_edited(record),
        files=attachments_of(as_edited(record)),
        me=current_staff().id,
        findings=findings or GateFindingsForm(formdata=None, number=newest_number(record)),
        may_schedule=kind.can_schedule and record.published_on is None,
    )


ACTS = ("mask", "keep")


def decide(kind: Desk[Any], key: int) -> str | Response | tuple[str, int]:
    """Mask or keep what was ticked; then back to the page where that was done."""
    record, form = kind.find(key), GateFindingsForm()
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


def _carry_out(kind: Desk[Any], record: Any, form: GateFindingsForm) -> str:
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


def propose(kind: Desk[Any], key: int) -> Answer:
    """Note that the record has to leave, and by which decision."""
    record, form = kind.find(key), WithdrawForm()
    if not form.is_submitted():
        return kind.render("withdraw", record=record, form=form)
    if not form.validate():
        return kind.render("withdraw", record=record, form=form), 400
    revocation = Revocation(
        ground=WithdrawalGround(form.ground.data),
        revoked_on=form.revoked_on.data,
        document_number=form.document_number.data,
        reason=form.reason.data,
    )
    try:
        kind.act(note_withdrawal, record, revocation=revocation)
    except InvalidInputError as error:
        form.revoked_on.errors = [error.message]
        return kind.render("withdraw", record=record, form=form), 400
    return kind.answer(key, "已登记拟撤下。另一位审核人员同意后立即撤下。")


def agree(kind: Desk[Any], key: int) -> Response:
    """Take down what was noted."""
    return kind.act_at_once(key, take_down, "已撤下。公众再打开这个网址，只看到“已不再公示”。")


def keep(kind: Desk[Any], key: int) -> Answer:
    """Let the record stay."""
    return _with_reason(kind, key, refuse_withdrawal, "不予撤下，内容照常公示。")


def unschedule(kind: Desk[Any], key: int) -> Answer:
    """Keep a record from becoming public on its day."""
    return _with_reason(kind, key, withdraw_publication, "已取消定时公示，这条内容又是草稿。")


def _with_reason(kind: Desk[Any], key: int, service: Any, words: str) -> Answer:
    record, form = kind.find(key), ReasonForm()
    if not form.validate_on_submit():
        return record_page(kind, record, form), 400
    kind.act(service, record, reason=form.reason.data)
    return kind.answer(key, words)
