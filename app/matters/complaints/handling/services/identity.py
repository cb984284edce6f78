"""Looking at who the reporter is: with a reason, and never unnoticed."""

from app.kernel import audit
from app.kernel.db.session import db
from app.kernel.errors import NotAllowedError, NotFoundError
from app.matters.complaints.matter.acts import RULES, may_see_reporter
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.people.models import Staff


def show_identity(*, matter: Matter, staff: Staff, reason: str) -> dict[str, str]:
    """The reporter's contact data, after an audit row with the reason has been committed.

    Only the handler of the matter and the head of its body are shown it. Raises NotFoundError
    for an anonymous report: there is nothing to show.
    """
    RULES.require(MatterAct.SHOW_IDENTITY, matter, staff)
    if not may_see_reporter(matter, staff):
        raise NotAllowedError("只有本事项的承办人和科室负责人可以查看反映人身份。")
    contact = matter.submission.contact
    if contact is None:
        raise NotFoundError("匿名提交，或者身份信息已经删除，本站没有反映人的任何身份信息。")
    audit.record(
        "matter.reveal_identity",
        actor=staff.as_actor(),
        object_type="matter",
        object_id=matter.number,
        reason=reason,
    )
    db.session.commit()
    return contact
