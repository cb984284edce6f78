"""The plans that a project had before: a changed plan hides none of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.models import RecordVersion
from app.publishing.life.rules import VersionState
from app.records.projects.models import KeyProject
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
