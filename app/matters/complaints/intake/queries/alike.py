"""Matters that have something in common: the company, the project, a street; and those merged."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from app.kernel.db.session import db
from app.matters.complaints.matter.models.handovers import Merger
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import SubmissionTrait
from app.matters.complaints.matter.queries import SHOWN_IN_LISTS, visible_to
from app.matters.complaints.matter.rules.entries import TraitKind
from app.matters.complaints.matter.rules.states import OPEN
from app.people.models import Staff

MOST_ALIKE = 8


@dataclass(frozen=True)
class Group:
    """Matters that are handled together with one: the leading one first."""

    lead_id: int
    others: Sequence[Matter]


def group_of(staff: Staff, matter: Matter) -> Group:
    """The matters merged with this one that the same body handles, as the person may see them."""
    lead_id = matter.merger.lead_id if matter.merger else matter.id
    if matter.merger is None and not matter.merged:
        return Group(lead_id, [])
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
    return Group(lead_id, found)


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
