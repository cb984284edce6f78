"""Drafts by their token, what the forms offer, whom a report is about, and matters like it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased, selectinload

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.wizard import drafts
from app.matters.complaints.intake.models import ComplaintDraft
from app.matters.complaints.matter.answers import Subject, SubjectKind
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.handling import SiteEvidence
from app.matters.complaints.matter.models.handovers import Merger
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence, SubmissionTrait
from app.matters.complaints.matter.queries import (
    SHOWN_IN_LISTS,
    bureau_by_code,
    company_by_ref,
    project_by_code,
    serving_bureaus,
    visible_to,
)
from app.matters.complaints.matter.rules.entries import TraitKind
from app.matters.complaints.matter.rules.states import OPEN
from app.people.models import Staff
from app.people.queries import Options
from app.publishing.life.queries import published
from app.records.companies.models import Company, FormerName
from app.records.projects.models import KeyProject

MAX_CANDIDATES = 8
"""Companies that are offered, at most."""


def live_draft(token: str) -> ComplaintDraft | None:
    """The draft that belongs to ``token``, with its files; None when it has expired."""
    return drafts.live(ComplaintDraft, token, selectinload(ComplaintDraft.evidence))


def locked_draft(token: str) -> ComplaintDraft | None:
    """The same, ours alone until the transaction ends."""
    return drafts.locked(ComplaintDraft, token)


def receipt(token: str) -> Submission | None:
    """What the draft of ``token`` became, for the page that shows number and code."""
    draft = live_draft(token)
    return draft.submission if draft else None


def evidence_files() -> set[str]:
    """The ids of all stored files that a row remembers, those of staff too."""
    known = select(Evidence.upload_id).union_all(select(SiteEvidence.upload_id))
    return set(db.session.scalars(known))


def subject_choices() -> dict[str, Options]:
    """By code and name, the published key projects, newest year first, and the bodies in office."""
    projects = db.session.scalars(
        select(KeyProject)
        .where(published(KeyProject))
        .order_by(KeyProject.year.desc(), KeyProject.code)
    )
    return {
        "projects": [(project.code, project.name) for project in projects],
        "bureaus": [(body.code, body.name) for body in serving_bureaus(clock.today())],
    }


def companies_like(words: str) -> Sequence[Company]:
    """Companies whose present or former name contains ``words``: an exact name comes first."""
    pattern = "%" + words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    former = select(FormerName.company_id).where(FormerName.name.like(pattern, escape="\\"))
    return db.session.scalars(
        select(Company)
        .where(or_(Company.name.like(pattern, escape="\\"), Company.id.in_(former)))
        .order_by(Company.name != words, Company.name)
        .limit(MAX_CANDIDATES)
        .options(selectinload(Company.district))
    ).all()


def categories(parent: str | None = None) -> Sequence[ComplaintCategory]:
    """The categories in use of the first level, or those below ``parent``."""
    return db.session.scalars(
        select(ComplaintCategory)
        .where(ComplaintCategory.is_in_use, ComplaintCategory.parent_code == parent)
        .order_by(ComplaintCategory.position)
    ).all()


def category(code: str) -> ComplaintCategory | None:
    """The category with this code, if it is in use."""
    found = db.session.get(ComplaintCategory, code)
    return found if found is not None and found.is_in_use else None


def category_options(*, in_use: bool = False) -> Options:
    """Pairs of code and name of categories, the second level after its first."""
    parent = aliased(ComplaintCategory)
    statement = (
        select(ComplaintCategory.code, ComplaintCategory.name, parent.name)
        .outerjoin(parent, parent.code == ComplaintCategory.parent_code)
        .order_by(ComplaintCategory.position)
    )
    if in_use:
        statement = statement.where(ComplaintCategory.is_in_use)
    rows = db.session.execute(statement)
    return [(code, f"{above}：{name}" if above else name) for code, name, above in rows]


MIN_LENGTH = 2
"""Characters of a name by which companies are looked for, at least."""


def matched_subject(subject: Subject) -> Subject:
    """``subject`` tied to a company where code or name leave no doubt.

    Where several may be meant it is not settled yet; where none is known the words stand.
    """
    if subject.who is not SubjectKind.COMPANY:
        return subject
    if subject.uscc:
        company = company_by_ref(subject.uscc)
        return subject_as(subject, company) if company else subject
    known = candidates(subject)
    same = [company for company in known if company.name == subject.name]
    return (
        subject_as(subject, same[0]) if len(same) == 1 else replace(subject, is_settled=not known)
    )


def subject_as(subject: Subject, company: Company) -> Subject:
    """``subject`` as this company, under its registered name."""
    return replace(
        subject, name=company.name, uscc=company.uscc or "", company=company.ref, is_settled=True
    )


def candidates(subject: Subject) -> Sequence[Company]:
    """The companies that ``subject`` may mean."""
    return companies_like(subject.name) if len(subject.name) >= MIN_LENGTH else []


def company_choice(subject: Subject, ref: str) -> Subject:
    """``subject`` as the company of ``ref``, or in the reporter's words when there is none."""
    company = company_by_ref(ref)
    return subject_as(subject, company) if company else replace(subject, is_settled=True)


def subject_from_link(*, company: str | None = None, project: str | None = None) -> Subject | None:
    """Whom a page of ours sent the visitor to report, if that exists."""
    if company and (found := company_by_ref(company)):
        return subject_as(Subject(who=SubjectKind.COMPANY), found)
    if project and (known := project_by_code(project)):
        return Subject(who=SubjectKind.PROJECT, project=known.code)
    return None


@dataclass(frozen=True)
class SubjectSummary:
    """Whom it is about, in words to be checked."""

    name: str
    code: str = ""
    detail: str = ""


def subject_summary(subject: Subject | None) -> SubjectSummary:
    """How the page that shows all answers names the subject."""
    if subject is None or subject.who is SubjectKind.UNKNOWN:
        return SubjectSummary("不清楚")
    if subject.who is SubjectKind.PROJECT:
        project = project_by_code(subject.project)
        return SubjectSummary(project.name if project else "", code=subject.project)
    if subject.who is SubjectKind.OFFICIAL:
        body = bureau_by_code(subject.bureau)
        return SubjectSummary(body.name if body else "政府部门工作人员", detail=subject.official)
    return SubjectSummary(subject.name, code=subject.uscc, detail=subject.address)


def company_id(subject: Subject | None) -> int | None:
    """The id of the known company that it is about."""
    company = company_by_ref(subject.company) if subject and subject.company else None
    return company.id if company else None


MOST_ALIKE = 8
"""Matters that are offered as alike, at most."""


@dataclass(frozen=True)
class MergedGroup:
    """Matters that are handled together with one: the leading one first."""

    lead_id: int
    others: Sequence[Matter]


def group_of(staff: Staff, matter: Matter) -> MergedGroup:
    """The matters merged with this one that the same body handles, as the person may see them."""
    lead_id = matter.merger.lead_id if matter.merger else matter.id
    if matter.merger is None and not matter.merged:
        return MergedGroup(lead_id, [])
    members = select(Merger.matter_id).where(Merger.lead_id == lead_id)
    found = db.session.scalars(
        select(Matter)
        .where(
            or_(Matter.id == lead_id, Matter.id.in_(members)),
            Matter.id != matter.id,
            Matter.bureau_id == matter.bureau_id,
            visible_to(staff),
        )
        .options(*SHOWN_IN_LISTS)
        .order_by(Matter.id != lead_id, Matter.id)
    ).all()
    return MergedGroup(lead_id, found)


def alike(staff: Staff, matter: Matter) -> Sequence[Matter]:
    """Other matters of the same track and body about the same company, project or street.

    Open ones first, then the newest; those merged with it already are left out.
    """
    common = list(_in_common(matter.submission))
    if not common:
        return []
    lead_id = matter.merger.lead_id if matter.merger else matter.id
    merged = select(Merger.matter_id).where(Merger.lead_id == lead_id)
    return db.session.scalars(
        select(Matter)
        .join(Matter.submission)
        .where(
            or_(*common),
            Matter.submission_id != matter.submission_id,
            Matter.kind == matter.kind,
            Matter.bureau_id == matter.bureau_id,
            Matter.id != lead_id,
            Matter.id.not_in(merged),
            visible_to(staff),
        )
        .options(*SHOWN_IN_LISTS)
        .order_by(Matter.status.not_in(OPEN), Matter.id.desc())
        .limit(MOST_ALIKE)
    ).all()


def _in_common(submission: Submission) -> "list[ColumnElement[bool]]":
    found: list[ColumnElement[bool]] = []
    if submission.company_id:
        found.append(Submission.company_id == submission.company_id)
    if submission.project_id:
        found.append(Submission.project_id == submission.project_id)
    streets = select(SubmissionTrait.key_index).where(
        SubmissionTrait.submission_id == submission.id, SubmissionTrait.kind == TraitKind.STREET
    )
    same = select(SubmissionTrait.submission_id).where(SubmissionTrait.key_index.in_(streets))
    on_street = and_(Submission.id.in_(same), Submission.category_code == submission.category_code)
    return [*found, on_street]
