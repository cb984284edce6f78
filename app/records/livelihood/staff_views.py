"""The desk of what citizens propose. Nested under ``admin``."""

from functools import partial

from flask import Blueprint, render_template, request, url_for

from app.kernel.masking import hidden
from app.people.access import current_staff, requires
from app.people.acting.pages import Answer, form_page
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
def decide(key: int) -> Answer:
    """Show it in words without anybody's data, or say why not; answer it."""
    proposal = queries.proposal(current_staff(), key)
    begun = proposal.shown_text or hidden(proposal.text, allowed=set())
    form = ProposalDecisionForm(
        obj=proposal, data={} if proposal.answered_on else {"shown_text": begun}
    )
    if not form.is_submitted():
        form.shown_text.data = begun
    template = "records/livelihood/staff/proposal.html"
    return form_page(
        form,
        partial(services.decide, proposal=proposal),
        page=lambda: render_template(template, proposal=proposal, form=form),
        done="第 {0.id} 号建议{0.state.label}。",
        onward=lambda _decided: url_for("admin.proposals.index"),
    )
