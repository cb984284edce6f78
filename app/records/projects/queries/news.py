"""What changed of the key projects this month: reports, milestones, plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.models import ChangeNote
from app.publishing.life.queries import published
from app.records.projects.models import KeyProject, ProjectMilestone, ProjectReport

MOST = 10
"""Of each kind, the newest."""


@dataclass(frozen=True)
class PlanChange:
    """A project whose plan was changed, when and why."""

    project: KeyProject
    on: date
    why: str


@dataclass(frozen=True)
class News:
    """What the public learned since the first of the month."""

    since: date
    reports: Sequence[ProjectReport]
    reached: Sequence[tuple[ProjectMilestone, KeyProject]]
    changes: Sequence[PlanChange]


def news() -> News:
    """This month's news, the newest first."""
    since = clock.today().replace(day=1)
    reports = db.session.scalars(
        select(ProjectReport)
        .join(ProjectReport.project)
        .options(joinedload(ProjectReport.project))
        .where(published(ProjectReport), published(KeyProject), ProjectReport.published_on >= since)
        .order_by(ProjectReport.published_on.desc(), ProjectReport.id.desc())
        .limit(MOST)
    )
    reached = db.session.execute(
        select(ProjectMilestone, KeyProject)
        .join(KeyProject, KeyProject.id == ProjectMilestone.project_id)
        .where(published(KeyProject), ProjectMilestone.actual_on >= since)
        .order_by(ProjectMilestone.actual_on.desc(), ProjectMilestone.id.desc())
        .limit(MOST)
    )
    return News(since, list(reports), [(one, its) for one, its in reached], _changes(since))


def _changes(since: date) -> list[PlanChange]:
    rows = db.session.execute(
        select(KeyProject, ChangeNote)
        .join(ChangeNote, ChangeNote.record_id == KeyProject.id)
        .where(
            ChangeNote.kind == KeyProject.__tablename__,
            ChangeNote.on >= since,
            published(KeyProject),
        )
        .order_by(ChangeNote.on.desc(), ChangeNote.id.desc())
        .limit(10 * MOST)  # corrections of other items are among them
    )
    found = [PlanChange(its, note.on, note.text) for its, note in rows if "plan" in note.fields]
    return found[:MOST]
