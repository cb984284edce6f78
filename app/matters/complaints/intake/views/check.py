"""All answers to be checked, who gets them and by when; then handing in, and the receipt."""

from flask import flash, redirect, url_for
from werkzeug import Response

from app.kernel import clock
from app.kernel.web import flood_gate
from app.kernel.wizard.flow import Receipts
from app.matters.complaints.intake import queries
from app.matters.complaints.intake.forms.public import HandInForm
from app.matters.complaints.intake.services import submission as services
from app.matters.complaints.intake.views.flow import Draft, flow
from app.matters.complaints.matter.answers import ComplaintQuestion
from app.matters.complaints.matter.views import bp
from app.matters.complaints.publication.queries import similar_matters
from app.matters.complaints.routing.queries.destination import (
    destination,
    expected_dates,
    may_ask_platform,
)
from app.matters.complaints.routing.queries.suggestion import second_thought

CHECK = ComplaintQuestion.CHECK


@bp.route("/new/check", methods=["GET", "POST"])
@flood_gate.submission
@flow.with_draft(CHECK)
def check(draft: Draft) -> str | Response:
    """All answers, who gets them and by when; then the one button."""
    form = HandInForm(seen=draft.fingerprint)
    if not form.validate_on_submit():
        return _overview(draft, form)
    if form.seen.data != draft.fingerprint:
        flash("您在另一个窗口重新填写过，下面是最新的内容，请核对后再提交。", "error")
        return redirect(url_for("complaints.check"))
    if not flood_gate.lets_in(form, draft.fingerprint):
        return _overview(draft, form)
    services.submit_draft(token=draft.token, by_platform=bool(form.by_platform.data))
    return redirect(url_for("complaints.done"))


def _overview(draft: Draft, form: HandInForm) -> str:
    today = clock.today()
    target = destination(draft.answers, today)
    return flow.ask(
        "check",
        CHECK,
        form,
        draft.answers,
        evidence=draft.evidence,
        gate=flood_gate.gate_for(draft.fingerprint),
        target=target,
        about=queries.subject_summary(draft.answers.subject),
        expected=expected_dates(draft.answers.kinds, today, undecided=target.is_undecided),
        may_ask_platform=may_ask_platform(draft.answers, target),
        similar=similar_matters(
            company_id=queries.company_id(draft.answers.subject),
            category=target.category.code,
            district=target.district.code if target.district else None,
        ),
        doubt=second_thought(draft.answers, target.category, today),
    )


Receipts(flow, queries.receipt, services.discard_draft).register(bp)
