"""The desk of what citizens propose. Nested under ``admin``."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import InvalidInputError
from app.kernel.masking import hidden
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.records.livelihood import queries, services
from app.records.livelihood.forms import ProposalDecisionForm

proposals_bp = Blueprint("proposals", __name__, url_prefix="/livelihood/proposals")


@proposals_bp.get("/")
@requires(Permission.EDIT_RECORDS)
def index() -> str:
    """What citizens propose: what waits comes first."""
    page = queries.proposals(current_staff(), page=request.args.get("page", 1, type=int))
    return render_template("records/livelihood/staff/proposals.html", page=page)


@proposals_bp.route("/<int:key>", methods=["GET", "POST"])
@requires(Permission.EDIT_RECORDS)
def decide(key: int) -> str | Response | tuple[str, int]:
    """Show it in words without anybody's data, or say why not; answer it."""
    proposal = queries.proposal(current_staff(), key)
    begun = proposal.shown_text or hidden(proposal.text, allowed=set())
    form = ProposalDecisionForm(
        obj=proposal, data={} if proposal.answered_on else {"shown_text": begun}
    )
    if request.method == "GET":
        form.shown_text.data = begun
    elif form.validate_on_submit():
        try:
            services.decide(proposal=proposal, decision=form.decision(), staff=current_staff())
        except InvalidInputError as error:
            form.form_errors.append(error.message)
        else:
            flash(f"第 {proposal.id} 号建议{proposal.state.label}。")
            return redirect(url_for("admin.proposals.index"))
    page = render_template("records/livelihood/staff/proposal.html", proposal=proposal, form=form)
    return (page, 400) if form.errors else page
