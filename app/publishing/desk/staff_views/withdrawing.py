"""How a record leaves whose decision no longer stands: an editor notes it, a reviewer agrees."""

from typing import Any

from flask import flash, redirect
from werkzeug.wrappers import Response

from app.kernel.errors import InvalidInputError
from app.publishing.desk.forms import ActForm, ReasonForm, WithdrawForm
from app.publishing.desk.staff_views.desks import Desk
from app.publishing.desk.staff_views.reading import record_page
from app.publishing.life.rules import WithdrawalGround
from app.publishing.life.services import (
    Revocation,
    note_withdrawal,
    refuse_withdrawal,
    take_down,
    withdraw_publication,
)

Answer = str | Response | tuple[str, int]


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
    flash("已登记拟撤下。另一位审核人员同意后立即撤下。")
    return redirect(kind.url("detail", key=key))


def agree(kind: Desk[Any], key: int) -> Response:
    """Take down what was noted."""
    if ActForm().validate_on_submit():
        kind.act(take_down, kind.find(key))
        flash("已撤下。公众再打开这个网址，只看到“已不再公示”。")
    return redirect(kind.url("detail", key=key))


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
    flash(words)
    return redirect(kind.url("detail", key=key))
