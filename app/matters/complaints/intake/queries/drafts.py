"""Drafts by their token, and what the form offers to choose from."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, selectinload

from app.kernel.db.session import db
from app.kernel.wizard import drafts
from app.matters.complaints.intake.models import ComplaintDraft
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.handling import SiteEvidence
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.models.submissions import Evidence
from app.people.models import District
from app.people.queries import Options
from app.publishing.life.queries import published
from app.records.companies.models import Company, FormerName
from app.records.projects.models import KeyProject

MAX_CANDIDATES = 8


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


def districts() -> Sequence[District]:
    """The districts of the city in their usual order."""
    return db.session.scalars(select(District).order_by(District.position)).all()


def open_projects() -> Sequence[KeyProject]:
    """The published key projects, newest year first."""
    return db.session.scalars(
        select(KeyProject)
        .where(published(KeyProject))
        .order_by(KeyProject.year.desc(), KeyProject.code)
    ).all()


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
