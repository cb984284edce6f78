"""The end of the form: check, submit, receipt; and giving up."""

from flask import flash, redirect, url_for
from werkzeug import Response

from app.kernel import clock
from app.kernel.web import limits
from app.kernel.wizard.flow import Receipts
from app.matters.redress.answers import Question
from app.matters.redress.forms.questions import SubmitForm
from app.matters.redress.queries.bodies import deciding_bureau
from app.matters.redress.queries.drafts import receipt as receipt_of
from app.matters.redress.queries.terms import clock_from
from app.matters.redress.services.drafts import discard_draft
from app.matters.redress.services.submission import submit_draft
from app.matters.redress.views.blueprint import bp
from app.matters.redress.views.drafting import Draft, flow, record_of


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
        items=dict(held.items),
        evidence=draft.evidence,
        body=deciding_bureau(held, today),
        period=clock_from(today),
    )


Receipts(flow, receipt_of, discard_draft).register(bp)
