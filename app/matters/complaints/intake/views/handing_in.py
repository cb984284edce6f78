"""The end of the form: check, submit, receipt; and giving up."""

from flask import flash, redirect, url_for
from werkzeug import Response

from app.kernel import clock
from app.kernel.web import limits
from app.kernel.wizard.receipt import Receipts
from app.matters.complaints.intake.forms.questions import SubmitForm
from app.matters.complaints.intake.queries import drafts as offered
from app.matters.complaints.intake.queries.subjects import company_id, described
from app.matters.complaints.intake.services.drafts import discard_draft
from app.matters.complaints.intake.services.submission import submit_draft
from app.matters.complaints.intake.views.drafting import Draft, flow
from app.matters.complaints.intake.views.gate import gate_for, lets_in
from app.matters.complaints.matter.answers import ComplaintQuestion
from app.matters.complaints.matter.views import bp
from app.matters.complaints.publication.queries import similar_matters
from app.matters.complaints.routing.queries.destination import (
    destination,
    expected_dates,
    may_ask_platform,
)
from app.matters.complaints.routing.queries.suggestion import second_thought


@bp.route("/new/check", methods=["GET", "POST"])
@limits.submission
@flow.with_draft(ComplaintQuestion.CHECK)
def check(draft: Draft) -> str | Response:
    """All answers, who gets them and by when; then the one button."""
    form = SubmitForm(seen=draft.fingerprint)
    if form.validate_on_submit():
        if form.seen.data == draft.fingerprint:
            if not lets_in(form, draft):
                return _overview(draft, form)
            submit_draft(token=draft.token, by_platform=bool(form.by_platform.data))
            return redirect(url_for("complaints.done"))
        flash("您在另一个窗口重新填写过，下面是最新的内容，请核对后再提交。", "error")
        return redirect(url_for("complaints.check"))
    return _overview(draft, form)


def _overview(draft: Draft, form: SubmitForm) -> str:
    today = clock.today()
    target = destination(draft.answers, today)
    return flow.ask(
        "check",
        ComplaintQuestion.CHECK,
        form,
        draft.answers,
        evidence=draft.evidence,
        gate=gate_for(draft),
        target=target,
        about=described(draft.answers.subject),
        expected=expected_dates(draft.answers.kinds, today, undecided=target.is_undecided),
        may_ask_platform=may_ask_platform(draft.answers, target),
        similar=similar_matters(
            company_id=company_id(draft.answers.subject),
            category=target.category.code,
            district=target.district.code if target.district else None,
        ),
        doubt=second_thought(draft.answers, target.category, today),
    )


Receipts(flow, offered.receipt, discard_draft).register(bp)
