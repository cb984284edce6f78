"""Which matters a person may know of, whom these name, and the bodies that can lead them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.kernel.db.session import db
from app.matters.complaints.matter.answers import Subject, SubjectKind
from app.matters.complaints.matter.models.handling import ClosingCheck, SiteEvidence
from app.matters.complaints.matter.models.handovers import AssistTask, MatterAssistant, MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Registration, ReporterMessage
from app.people.models import Bureau, BureauSuccession, Staff
from app.people.rules import Role
from app.publishing.life.queries import published
from app.records.companies.models import Company
from app.records.projects.models import KeyProject


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


def open_to(bureau_id: int) -> ColumnElement[bool]:
    """The matters that somebody of the body may know of.

    Not those that name the body, or one whose duties and people it took over.
    """
    about = aliased(Submission)
    return not_(
        exists().where(
            about.id == Matter.submission_id,
            about.subject_bureau_id.in_(_line_before(bureau_id)),
        )
    )


def kept_from(bureau_id: int) -> set[int]:
    """The ids of the matters that nobody of the body may know of; one statement."""
    return set(db.session.scalars(select(Matter.id).where(not_(open_to(bureau_id)))))


def may_have(matter: Matter, bureau_id: int) -> bool:
    """Whether the body may lead the matter, assist with it or read it."""
    named = matter.submission.subject_bureau_id
    return named is None or not is_in_line(named, bureau_id)


def is_in_line(named_id: int, bureau_id: int) -> bool:
    """Whether a body is the one named, or took over from it."""
    line = _line_before(bureau_id).subquery()
    return db.session.scalar(select(line.c.id).where(line.c.id == named_id)) is not None


def _line_before(bureau_id: int) -> Select[int]:
    """The ids of a body and of all whose duties came to it, at one remove or several."""
    line = select(Bureau.id).where(Bureau.id == bureau_id).cte("line_before", recursive=True)
    line = line.union(
        select(BureauSuccession.predecessor_id).where(BureauSuccession.successor_id == line.c.id)
    )
    return select(line.c.id)


def _serving(on: date) -> ColumnElement[bool]:
    return and_(
        Bureau.valid_from <= on, or_(Bureau.valid_until.is_(None), Bureau.valid_until >= on)
    )


def serving_bureaus(on: date) -> Sequence[Bureau]:
    """All bodies in office on a day: the city's first, then by district."""
    return db.session.scalars(
        select(Bureau)
        .where(_serving(on))
        .order_by(Bureau.district_code.is_not(None), Bureau.district_code, Bureau.name)
    ).all()


def serving_bureau(bureau_id: int, on: date) -> Bureau | None:
    """The body, if it is in office on ``on``."""
    return db.session.scalar(select(Bureau).where(Bureau.id == bureau_id, _serving(on)))


def coordination_office() -> Bureau:
    """The 质量强市办 of today; reference data always holds exactly one."""
    return db.session.scalars(
        select(Bureau)
        .where(Bureau.is_coordination_office, Bureau.valid_until.is_(None))
        .order_by(Bureau.valid_from.desc())
    ).one()


def bureau_by_code(code: str) -> Bureau | None:
    """The body with this code, whenever it served."""
    return db.session.scalar(select(Bureau).where(Bureau.code == code))


SHORTEST_NAME = 5
"""In characters: shorter names of bodies (公安局) could be of any city, or part of other words."""


def named_body(subject: Subject | None) -> Bureau | None:
    """The body that a subject names: chosen from the list, or in words, by its full name.

    Of an official the longest name of a body in the words counts; where a company was asked for,
    only a name that is nothing but the body's.
    """
    if subject is None:
        return None
    if subject.bureau:
        return bureau_by_code(subject.bureau)
    if subject.who is SubjectKind.OFFICIAL:
        return _body_in(subject.official)
    if subject.company or len(subject.name) < SHORTEST_NAME:
        return None
    return db.session.scalars(
        select(Bureau)
        .where(or_(Bureau.name == subject.name, Bureau.short_name == subject.name))
        .order_by(Bureau.valid_until.is_not(None), Bureau.id)
        .limit(1)
    ).first()


def _body_in(words: str) -> Bureau | None:
    named = [
        (len(name), body.valid_until is None, -body.id, body)
        for body in (db.session.scalars(select(Bureau)) if words else ())
        for name in (body.name, body.short_name, *body.aliases)
        if len(name) >= SHORTEST_NAME and name in words
    ]
    return max(named, key=lambda one: one[:3])[-1] if named else None


def project_by_code(code: str) -> KeyProject | None:
    """The published key project with this code."""
    return db.session.scalar(
        select(KeyProject).where(KeyProject.code == code, published(KeyProject))
    )


def company_by_ref(ref: str) -> Company | None:
    """The company by its code, old number, or ``id12``."""
    if ref.startswith("id") and ref[2:].isdecimal():
        return db.session.get(Company, int(ref[2:]))
    return db.session.scalar(
        select(Company).where(or_(Company.uscc == ref, Company.registration_number == ref))
    )


def email_for_notices(submission_id: int) -> str | None:
    """Where the notices of a reporter go; None for who wants none."""
    submission = db.session.get(Submission, submission_id)
    if submission is None or submission.contact is None or not submission.wants_notices:
        return None
    return submission.contact["email"]
