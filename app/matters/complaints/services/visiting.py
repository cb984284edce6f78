"""回访: the coordination office asks reporters, drawn by chance, how it really went.

It asks on the tracking page, behind number and code: nobody's name or telephone is needed, and
who is anonymous is asked like everyone else.
"""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, NotAllowedError
from app.matters.complaints.models import FollowUp
from app.matters.complaints.queries.reviews import candidates
from app.matters.complaints.rules import EventKind, Manner, Satisfaction, in_turns
from app.matters.complaints.services.notices import remind_reporter
from app.matters.complaints.services.tracking import log, note, own
from app.people.models import Staff
from app.people.rules import Role

MOST = 200
POOL = 5000


def draw_follow_ups(*, staff: Staff, count: int) -> int:
    """Draw matters closed lately, a body's turn after another's; returns how many there were."""
    if not staff.has_role(Role.COORDINATOR):
        raise NotAllowedError
    drawn = in_turns(candidates(clock.today(), POOL), min(count, MOST))
    if not drawn:
        raise ConflictError("近 90 天办结的事项都抽取过了，现在没有可以回访的。")
    for matter_id in drawn:
        db.session.add(FollowUp(matter_id=matter_id, drawn_at=clock.now(), drawn_by_id=staff.id))
        remind_reporter(matter_id)
    audit.record(
        "follow_ups.drawn",
        actor=staff.as_actor(),
        object_type="follow_ups",
        reason=f"{len(drawn)}",
    )
    db.session.commit()
    return len(drawn)


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
    note(matter, EventKind.VISITED)
    log("matter.visit_answered", matter)
    db.session.commit()
