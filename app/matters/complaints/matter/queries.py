"""Which matters a person may know of, whom these name, and the bodies that can lead them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.kernel.db.session import db
from app.matters.complaints.matter.answers import (
    CONDUCT_CATEGORY,
    ComplaintAnswers,
    Subject,
    SubjectKind,
)
from app.matters.complaints.matter.models.handling import ClosingCheck, SiteEvidence
from app.matters.complaints.matter.models.handovers import AssistTask, MatterAssistant, MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Registration, ReporterMessage
from app.matters.complaints.matter.rules.conduct import conduct_signs
from app.people.models import Bureau, BureauSuccession, Staff
from app.people.places import body_mentions
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
    """The body that a subject names: chosen from the list, or in words, by any of its names.

    Of an official the longest name of a body in the words counts; where a company was asked for,
    only a name that is nothing but the body's.
    """
    if subject is None:
        return None
    if subject.bureau:
        return bureau_by_code(subject.bureau)
    known = body_mentions()
    if subject.who is SubjectKind.OFFICIAL:
        named = known.body_in(subject.official, shortest=SHORTEST_NAME)
    elif subject.company or len(subject.name) < SHORTEST_NAME:
        return None
    else:
        named = known.body_called(subject.name)
    return db.session.get(Bureau, named) if named else None


def _words_of(answers: ComplaintAnswers) -> str:
    """What was written of the subject and of what happened."""
    facts, subject = answers.facts, answers.subject
    written = [facts.title, facts.narrative, facts.demand] if facts else []
    name = subject.name if subject and not subject.company else ""
    return "\n".join([*written, name])


def with_conduct_signs(answers: ComplaintAnswers) -> ComplaintAnswers:
    """The answers with the words in them that speak of what officials did, as they are now."""
    return replace(answers, conduct_signs=conduct_signs_in(_words_of(answers)))


def conduct_signs_in(text: str) -> tuple[str, ...]:
    """The words of a text that speak of what officials did; none where it does not."""
    return conduct_signs(text, body_mentions().names_in(text))


def added_conduct_signs(submission: Submission, text: str) -> tuple[str, ...]:
    """The same of what a reporter adds; none where the submission is about officials anyway."""
    is_conduct = submission.category_code == CONDUCT_CATEGORY or submission.subject_bureau_id
    return () if is_conduct else conduct_signs_in(text)


def bodies_meant(answers: ComplaintAnswers) -> Sequence[Bureau]:
    """The bodies in office whose people the words may be about, the likeliest first."""
    district = answers.facts.district if answers.facts else ""
    ids = body_mentions().in_office(_words_of(answers), district)
    found = db.session.scalars(select(Bureau).where(Bureau.id.in_(ids))).all()
    return sorted(found, key=lambda body: ids.index(body.id))


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
