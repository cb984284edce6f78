"""The end of the form: check, submit, receipt; and giving up."""

from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from app.core import clock, limits
from app.core.tracking_codes import code_behind
from app.redress.answers import Question
from app.redress.forms.questions import SubmitForm
from app.redress.queries.bodies import deciding_bureau
from app.redress.queries.drafts import receipt as receipt_of
from app.redress.queries.records import items
from app.redress.queries.terms import clock_from
from app.redress.services.drafts import discard_draft
from app.redress.services.submission import submit_draft
from app.redress.views.blueprint import bp
from app.redress.views.drafting import Draft, flow, record_of


@bp.route("/new/check", methods=["GET", "POST"])
@limits.submission
@flow.with_draft(Question.CHECK)
def check(draft: Draft) -> str | Response:
    """All answers, who decides and by when; then the one button."""
    form = SubmitForm(seen=draft.fingerprint)
    if form.validate_on_submit():
        if form.seen.data == draft.fingerprint:
            submit_draft(token=draft.token)
            return redirect(url_for("redress.done"))
        flash("您在另一个窗口重新填写过，下面是最新的内容，请核对后再提交。", "error")
        return redirect(url_for("redress.check"))
    held, today = record_of(draft), clock.today()
    return flow.ask(
        "check",
        Question.CHECK,
        form,
        draft.answers,
        held=held,
        items=dict(items(held.record)),
        evidence=draft.evidence,
        body=deciding_bureau(held.record, today),
        period=clock_from(today),
    )


@bp.get("/new/done")
def done() -> str | Response:
    """The number and the code, as long as this browser holds the draft."""
    receipt = _receipt()
    if receipt is None:
        return _no_receipt()
    application, code = receipt
    return render_template("redress/done.html", application=application, code=code)


@bp.get("/new/receipt.txt")
def receipt() -> Response:
    """The same as a small file to keep."""
    found = _receipt()
    if found is None:
        return _no_receipt()
    application, code = found
    text = render_template("redress/receipt.txt", application=application, code=code)
    response = FlaskResponse(text, mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="{application.number}.txt"'
    return response


def _receipt() -> tuple[Any, str] | None:
    application = receipt_of(flow.token) if flow.token else None
    code = code_behind(flow.token, application.code_hash) if application else None
    return (application, code) if code else None


def _no_receipt() -> Response:
    """Nothing is handed in yet, or the key that its code was made with has been taken away."""
    return redirect(url_for("redress.check" if flow.current() else "redress.track"))


@bp.post("/new/discard")
def discard() -> Response:
    """Forget the draft, or the receipt, in this browser and on the server."""
    if token := flow.let_go():
        discard_draft(token=token)
    flash("本机上的内容已清除。")
    return redirect(url_for("redress.new"))


@bp.get("/new/expired")
def expired() -> str:
    """Kind words for who took longer than the draft is kept."""
    return render_template("redress/expired.html")
