"""回访: the coordination office asks reporters, drawn by chance, how it really went.

It asks on the tracking page, behind number and code: nobody's name or telephone is needed, and
who is anonymous is asked like everyone else.
"""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, NotAllowedError
from app.matters.complaints.handling.queries.reviews import candidates
from app.matters.complaints.handling.rules import in_turns
from app.matters.complaints.matter.models.answers import FollowUp
from app.matters.complaints.matter.services.notices import remind_reporter
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
