"""Rewards in public: the ledger of totals; and a reporter's own, opened by number and code."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.imports.exporting import export
from app.kernel.web import headers
from app.kernel.wizard.tracking_access import Answer
from app.matters.complaints.reporter.queries import FollowedSubmission, followed
from app.matters.complaints.reporter.views import tracked
from app.matters.rewards import queries
from app.matters.rewards.exports import LEDGER
from app.matters.rewards.forms import ClaimForm
from app.matters.rewards.rules import GraveViolation, RewardTier
from app.matters.rewards.services import claim_reward
from app.matters.rewards.terms import reward_terms

bp = Blueprint("rewards", __name__, url_prefix="/rewards")
headers.no_store(bp)


@bp.get("")
def index() -> str | Response:
    """The rules, and what was paid in each quarter that has ended: totals alone."""
    if file_format := request.args.get("format"):
        rows = queries.ledger_rows()
        return export(file_format, name="举报奖励", columns=LEDGER, rows=rows)
    return render_template(
        "matters/rewards/ledger.html",
        rows=queries.ledger(),
        terms=reward_terms(clock.today()),
        tiers=RewardTier,
        scopes=GraveViolation,
    )


@bp.get("/mine")
@tracked.guarded(followed)
def mine(found: FollowedSubmission) -> Answer:
    """The rewards for what this browser has opened by number and code."""
    rewards = queries.rewards_of_submission(found.submission.id)
    return render_template(
        "matters/rewards/mine.html", submission=found.submission, rewards=rewards
    )


@bp.route("/mine/<number>", methods=["GET", "POST"])
@tracked.guarded(followed)
def claim(found: FollowedSubmission, number: str) -> Answer:
    """How to be paid. A code to pick the money up with is shown on this one answer."""
    reward = next(
        (one for one in queries.rewards_of_submission(found.submission.id) if one.number == number),
        None,
    )
    if reward is None:
        abort(404)
    form = ClaimForm()
    page = {"form": form, "reward": reward, "terms": reward_terms(reward.rule_since)}
    if not form.validate_on_submit():
        return render_template("matters/rewards/claim.html", **page)
    try:
        code = claim_reward(submission_id=found.submission.id, number=number, claim=form.claim())
    except DomainError as error:
        form.form_errors.append(error.message)
        return render_template("matters/rewards/claim.html", **page)
    if code:
        return render_template("matters/rewards/picked.html", reward=reward, code=code)
    flash("已收到，发放以后这里会显示。")
    return redirect(url_for("rewards.mine"))
