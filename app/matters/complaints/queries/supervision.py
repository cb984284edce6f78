"""Matters about key projects: how many, and what was answered."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.web import page_cache
from app.matters.complaints.models import Matter, Submission
from app.matters.complaints.queries.public import is_public
from app.matters.complaints.rules import OPEN, MatterStatus

SHOWN = 5
"""The newest public answers that a project's page shows."""


@dataclass(frozen=True)
class ProjectCounts:
    """Matters about a project: all that were not withdrawn, ended ones, overdue ones."""

    total: int
    answered: int
    overdue: int


def counts_of_project(project_id: int) -> ProjectCounts:
    """The counts of today."""
    page_cache.show_numbers()
    is_open = Matter.status.in_(OPEN)
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(~is_open),
            func.count().filter(is_open, Matter.due_on < clock.today()),
        )
        .select_from(Matter)
        .join(Submission, Submission.id == Matter.submission_id)
        .where(Submission.project_id == project_id, Matter.status != MatterStatus.WITHDRAWN)
    ).one()
    return ProjectCounts(*row)


def answers_of_project(project_id: int) -> list[Matter]:
    """The newest matters about the project whose outcome is public."""
    statement = (
        select(Matter)
        .join(Submission, Submission.id == Matter.submission_id)
        .where(is_public(), Submission.project_id == project_id)
        .order_by(Matter.closed_on.desc(), Matter.id.desc())
        .limit(SHOWN)
    )
    return list(db.session.scalars(statement))
