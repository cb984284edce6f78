"""Turning what a reporter wrote about whom into one of our own records, where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.matters.complaints.intake.queries.drafts import companies_like
from app.matters.complaints.matter.answers import Subject, SubjectKind
from app.matters.complaints.matter.queries import bureau_by_code, company_by_ref, project_by_code
from app.records.companies.models import Company

MIN_WORDS = 2


def settled(subject: Subject) -> Subject:
    """``subject`` tied to a company where code or name leave no doubt.

    Where several may be meant it is not settled yet; where none is known the words stand.
    """
    if subject.who is not SubjectKind.COMPANY:
        return subject
    if subject.uscc:
        company = company_by_ref(subject.uscc)
        return tied(subject, company) if company else subject
    candidates = companies_like(subject.name) if len(subject.name) >= MIN_WORDS else []
    same = [company for company in candidates if company.name == subject.name]
    if len(same) == 1:
        return tied(subject, same[0])
    return replace(subject, is_settled=not candidates)


def tied(subject: Subject, company: Company) -> Subject:
    """``subject`` as this company, under its registered name."""
    return replace(
        subject,
        name=company.name,
        uscc=company.uscc or "",
        company=company.ref,
        is_settled=True,
    )


def candidates(subject: Subject) -> Sequence[Company]:
    """The companies that ``subject`` may mean."""
    return companies_like(subject.name) if len(subject.name) >= MIN_WORDS else []


def company_choice(subject: Subject, ref: str) -> Subject:
    """``subject`` as the company of ``ref``, or in the reporter's words when there is none."""
    company = company_by_ref(ref)
    return tied(subject, company) if company else replace(subject, is_settled=True)


def subject_from_link(*, company: str, project: str) -> Subject | None:
    """Whom a page of ours sent the visitor to report, if that exists."""
    if company and (found := company_by_ref(company)):
        return tied(Subject(who=SubjectKind.COMPANY), found)
    if project and (known := project_by_code(project)):
        return Subject(who=SubjectKind.PROJECT, project=known.code)
    return None


@dataclass(frozen=True)
class Described:
    """Whom it is about, in words to be checked."""

    name: str
    code: str = ""
    detail: str = ""


def described(subject: Subject | None) -> Described:
    """How the page that shows all answers names the subject."""
    if subject is None or subject.who is SubjectKind.UNKNOWN:
        return Described("不清楚")
    if subject.who is SubjectKind.PROJECT:
        project = project_by_code(subject.project)
        return Described(project.name if project else "", code=subject.project)
    if subject.who is SubjectKind.OFFICIAL:
        body = bureau_by_code(subject.bureau)
        return Described(body.name if body else "政府部门工作人员", detail=subject.official)
    return Described(subject.name, code=subject.uscc, detail=subject.address)


def company_id(subject: Subject | None) -> int | None:
    """The id of the known company that it is about."""
    company = company_by_ref(subject.company) if subject and subject.company else None
    return company.id if company else None
