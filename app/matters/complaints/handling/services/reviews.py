"""The second look at an answer, taken by another officer: what it came to."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.matters.complaints.clocks.services.timing import start_clock
from app.matters.complaints.handling.queries import candidates
from app.matters.complaints.handling.rules import in_turns
from app.matters.complaints.handling.services.documents import issue_acceptance
from app.matters.complaints.handling.services.handling import add_reply, keep_answer
from app.matters.complaints.matter.acts import RULES, may_review_it
from app.matters.complaints.matter.models.answers import FollowUp, Review
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import (
    OUTCOMES,
    MatterOutcome,
    ReviewResult,
    ReviewStatus,
)
from app.matters.complaints.matter.rules.states import (
    FIRST_STEP,
    ComplaintKind,
    MatterStatus,
    step_after_acceptance,
)
from app.matters.complaints.matter.services import finish, notify_reporter, record
from app.people.models import Staff
from app.people.rules import Role


def decide_review(
    *,
    matter: Matter,
    staff: Staff,
    review_result: ReviewResult,
    text: str,
    basis: str,
    outcome: MatterOutcome | None = None,
    measures: str = "",
) -> None:
    """Another officer lets the answer stand or puts another in its place; that is the last word.

    A refusal that is overturned has the matter handled from today, by the body that refused it,
    and the answer to come can be reviewed in its turn. What the reporter had said of the first
    round is kept with the review, so that both rounds count, and the second can be judged anew.

    Raises ConflictError where no review waits, NotAllowedError for who handled or answered it,
    InvalidInputError where what is changed has no outcome.
    """
    RULES.require(MatterAct.REVIEW, matter, staff)
    review = matter.review
    if review is None or not review.is_pending:
        raise ConflictError("没有待复核的申请。")
    if not may_review_it(matter, staff):
        raise NotAllowedError("复核须由没有办理过、没有答复过这件事项的人员进行。")
    is_refusal, is_changed = review.of_refusal, review_result is ReviewResult.CHANGED
    if is_changed and not is_refusal:
        _change_outcome(matter, outcome)
    review.status, review.result = ReviewStatus.DONE, review_result
    review.reviewer_id, review.decided_at = staff.id, clock.now()
    _keep_first_rating(matter, review)
    add_reply(matter, staff, text)
    keep_answer(matter, staff, text=text, measures=measures, basis=basis, is_review=True)
    result_words = review_result.label_for(of_refusal=is_refusal)
    record(matter, MatterEventKind.REVIEWED, staff, text=result_words)
    if is_refusal and is_changed:
        _accept_after_all(matter, staff)
    finish(MatterAct.REVIEW, matter, staff, reason=review_result.value)


def _change_outcome(matter: Matter, outcome: MatterOutcome | None) -> None:
    if outcome is None or outcome not in OUTCOMES[matter.kind]:
        raise InvalidInputError("改变原答复的，请选择改变后的办理结果。")
    matter.outcome = outcome


def _accept_after_all(matter: Matter, staff: Staff) -> None:
    """The body has to handle what it refused; whoever refused it holds it no longer.

    The clock of the work starts today. Between the refusal and now none ran.
    """
    today = clock.today()
    matter.status = MatterStatus.IN_PROGRESS
    matter.accepted_on = today
    matter.handler_id = matter.closed_on = None
    matter.working_days_taken = matter.met_deadline = None
    start_clock(matter, step_after_acceptance(matter.kind) or FIRST_STEP[matter.kind], today)
    if matter.kind is ComplaintKind.COMPLAINT:
        issue_acceptance(matter, staff, today)
    record(matter, MatterEventKind.ACCEPTED, staff)


def _keep_first_rating(matter: Matter, review: Review) -> None:
    if (rating := matter.rating) is None:
        return
    review.first_satisfaction, review.first_manner = rating.satisfaction, rating.manner
    matter.rating = None
    db.session.delete(rating)


MOST = 200
"""Matters that are drawn at a time, at most."""

POOL = 5000
"""Matters closed last, among which chance draws."""


def draw_follow_ups(*, staff: Staff, count: int) -> int:
    """Draw matters closed in the last 90 calendar days, in turns of bodies; returns how many.

    Raises NotAllowedError for who is not of the coordination office, ConflictError where none is
    left.
    """
    if not staff.has_role(Role.COORDINATOR):
        raise NotAllowedError
    drawn = in_turns(candidates(clock.today(), POOL), min(count, MOST))
    if not drawn:
        raise ConflictError("近 90 天办结的事项都抽取过了，现在没有可以回访的。")
    for matter_id in drawn:
        db.session.add(FollowUp(matter_id=matter_id, drawn_at=clock.now(), drawn_by_id=staff.id))
        notify_reporter(db.session.get_one(Matter, matter_id))
    audit.record(
        "follow_ups.drawn",
        actor=staff.as_actor(),
        object_type="follow_ups",
        reason=f"{len(drawn)}",
    )
    db.session.commit()
    return len(drawn)
