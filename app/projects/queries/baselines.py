"""The plans that a project had before: a changed plan hides none of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.projects.models import KeyProject
from app.projects.rules import StepData, read_steps
from app.publishing.models import RecordVersion
from app.publishing.rules import VersionState


@dataclass(frozen=True)
class EarlierPlan:
    """A plan that was public, until when, and why another took its place."""

    steps: list[StepData]
    replaced_on: date
    why: str


def earlier_plans(project: KeyProject) -> list[EarlierPlan]:
    """The plans before the present one, the first of all first.

    Only corrections of what was public count, which tell why: drafts were never a promise.
    """
    statement = (
        select(RecordVersion.was, RecordVersion.reviewed_at, RecordVersion.note)
        .where(
            RecordVersion.kind == KeyProject.__tablename__,
            RecordVersion.record_id == project.id,
            RecordVersion.state == VersionState.APPROVED,
            RecordVersion.note != "",
        )
        .order_by(RecordVersion.number)
    )
    return [
        EarlierPlan(read_steps(was["plan"]), clock.city_date(at or clock.now()), note)
        for was, at, note in db.session.execute(statement)
        if was.get("plan")
    ]
