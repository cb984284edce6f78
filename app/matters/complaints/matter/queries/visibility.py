"""Which matters a person may know of, and a matter with all that its page shows."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db.session import db
from app.matters.complaints.matter.models.handling import ClosingCheck, SiteEvidence
from app.matters.complaints.matter.models.handovers import AssistTask, MatterAssistant, MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Registration, ReporterMessage
from app.matters.complaints.matter.queries.recusal import open_to
from app.people.models import Staff
from app.people.rules import Role


def visible_to(staff: Staff) -> ColumnElement[bool]:
    """The matters a person may know of: those of their body; all, for the coordination office.

    Nobody knows of a matter that names their own body, or one that it took over from.
    """
    if staff.has_role(Role.COORDINATOR):
        return open_to(staff.bureau_id)
    if not (staff.has_role(Role.HANDLER) or staff.has_role(Role.HEAD)):
        return false()
    is_own = or_(
        Matter.bureau_id == staff.bureau_id,
        exists().where(
            MatterAssistant.matter_id == Matter.id, MatterAssistant.bureau_id == staff.bureau_id
        ),
    )
    return and_(is_own, open_to(staff.bureau_id))


SHOWN_IN_LISTS = (
    joinedload(Matter.submission).joinedload(Submission.company),
    joinedload(Matter.submission).joinedload(Submission.category),
    joinedload(Matter.submission).joinedload(Submission.project),
    joinedload(Matter.bureau),
    joinedload(Matter.handler),
)


SHOWN_ON_PAGE = (
    joinedload(Matter.bureau),
    joinedload(Matter.handler),
    joinedload(Matter.agreement),
    joinedload(Matter.decision),
    selectinload(Matter.reviews),
    selectinload(Matter.answers),
    selectinload(Matter.sessions),
    joinedload(Matter.submission).options(
        joinedload(Submission.company),
        joinedload(Submission.project),
        joinedload(Submission.category),
        joinedload(Submission.district),
        selectinload(Submission.matters),
        selectinload(Submission.evidence),
        joinedload(Submission.registration).joinedload(Registration.staff),
        selectinload(Submission.messages).selectinload(ReporterMessage.evidence),
        selectinload(Submission.signs),
    ),
    selectinload(Matter.assistants),
    selectinload(Matter.events),
    selectinload(Matter.deadlines),
    selectinload(Matter.notes),
    selectinload(Matter.replies),
    selectinload(Matter.referrals),
    joinedload(Matter.merger),
    selectinload(Matter.merged),
    selectinload(Matter.requests),
    selectinload(Matter.documents),
    selectinload(Matter.checks).selectinload(ClosingCheck.files),
    selectinload(Matter.site_evidence).joinedload(SiteEvidence.staff),
    selectinload(Matter.returns).options(
        joinedload(MatterReturn.from_bureau),
        joinedload(MatterReturn.proposed_bureau),
        joinedload(MatterReturn.decided_bureau),
    ),
    selectinload(Matter.assist_tasks).joinedload(AssistTask.bureau),
)


def matter_of(staff: Staff, number: str, *, for_update: bool = False) -> Matter | None:
    """A matter with all that its page shows; None when it does not exist for this person."""
    statement = (
        select(Matter).where(Matter.number == number, visible_to(staff)).options(*SHOWN_ON_PAGE)
    )
    if for_update:
        statement = statement.with_for_update(of=Matter)
    return db.session.scalar(statement)
