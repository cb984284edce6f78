"""What a reporter does about an answer: asks for a second look, tells how it went."""

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.errors import ConflictError
from app.matters.complaints.clocks.periods import due_date
from app.matters.complaints.clocks.queries import deadline_rule
from app.matters.complaints.handling.queries import last_day_to_ask
from app.matters.complaints.matter.models.answers import Review
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import (
    ANSWERED,
    Manner,
    ReviewStatus,
    Satisfaction,
)
from app.matters.complaints.matter.rules.states import MatterStatus, MatterStep
from app.matters.complaints.reporter.services.tracking import log, note, own


def ask_for_review(*, submission_id: int, matter_id: int, text: str) -> None:
    """The reporter is not content with the answer, or that the matter was not accepted.

    Once for each of the two, and within the time for it: an overturned refusal leaves the
    review of the answer, which comes later, open.
    """
    matter = own(submission_id, matter_id)
    last = last_day_to_ask(matter)
    if matter.status not in ANSWERED or last is None:
        raise ConflictError("事项办结后、不予受理后才能申请复核。")
    if matter.review is not None:
        raise ConflictError("对同一个决定或者答复可以申请一次复核，您已经申请过了。")
    if clock.today() > last:
        raise ConflictError(
            "申请复核的期限已过。有新情况请重新提交；也可以依法申请行政复议或者起诉。"
        )
    today = clock.today()
    rule = deadline_rule(matter.kind, MatterStep.REVIEW, today)
    due_on = due_date(today, rule.days, rule.unit, city_calendar()) if rule else None
    matter.reviews.append(
        Review(
            of_refusal=matter.status is MatterStatus.DECLINED,
            asked_at=clock.now(),
            reason=text,
            due_on=due_on,
            status=ReviewStatus.PENDING,
        )
    )
    matter.version += 1
    note(matter, MatterEventKind.REVIEW_ASKED)
    log("matter.review_asked", matter)
    db.session.commit()


def answer_follow_up(
    *,
    submission_id: int,
    matter_id: int,
    was_contacted: bool,
    is_true: bool,
    satisfaction: Satisfaction,
    manner: Manner,
    comment: str,
) -> None:
    """What the reporter says to the coordination office; the body does not see who said it."""
    matter = own(submission_id, matter_id)
    visit = matter.follow_up
    if visit is None:
        raise ConflictError("这件事项没有回访。")
    if visit.answered_at is not None:
        raise ConflictError("您已经回答过了，谢谢。")
    visit.answered_at = clock.now()
    visit.was_contacted, visit.is_true = was_contacted, is_true
    visit.satisfaction, visit.manner, visit.comment = satisfaction, manner, comment or None
    note(matter, MatterEventKind.VISITED)
    log("matter.visit_answered", matter)
    db.session.commit()
