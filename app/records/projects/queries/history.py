"""What was different before: earlier plans of a project, and what changed this month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.models import ChangeNote, RecordVersion
from app.publishing.life.queries import published
from app.publishing.life.rules import VersionState
from app.records.projects.models import KeyProject, ProjectMilestone, ProjectReport
from app.records.projects.steps import StepData, read_steps


@dataclass(frozen=True)
class EarlierPlan:
    """A plan that was public, until when, and why another took its place."""

    steps: list[StepData]
    replaced_on: date
    why: str


def earlier_plans(project: KeyProject) -> list[EarlierPlan]:
    """The plans before the present one, the first of all first.

    Only corrections of what was public count, which tell why: drafts were never a promise.
    Files correct a plan as the desk does.
    """
    replaced_at = func.coalesce(RecordVersion.reviewed_at, RecordVersion.written_at)
    statement = (
        select(RecordVersion.was, replaced_at, RecordVersion.note)
        .where(
            RecordVersion.kind == KeyProject.__tablename__,
            RecordVersion.record_id == project.id,
            RecordVersion.state.in_((VersionState.APPROVED, VersionState.IMPORTED)),
            RecordVersion.note != "",
        )
        .order_by(RecordVersion.number)
    )
    return [
        EarlierPlan(read_steps(was["plan"]), clock.city_date(at), note)
        for was, at, note in db.session.execute(statement)
        if was.get("plan")
    ]


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
