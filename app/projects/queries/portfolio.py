"""All key projects in numbers: how they stand, by field, by district and by body."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true

from app.core import clock
from app.core.db import db
from app.projects.models import KeyProject
from app.projects.rules import DELAYED_DAYS, ProjectField, ProjectProgress, reports_due_since
from app.publishing.queries import published


@dataclass
class Tally:
    """How many projects there are, and how many of them stand how."""

    total: int = 0
    on_track: int = 0
    late: int = 0
    delayed: int = 0
    unreported: int = 0
    done: int = 0
    stopped: int = 0

    def add(self, other: "Tally") -> None:
        """Count the other's projects too."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Portfolio:
    """All published projects in numbers: together, by field, by district (None: whole city)."""

    whole: Tally = field(default_factory=Tally)
    by_field: dict[ProjectField, Tally] = field(default_factory=dict)
    by_district: dict[str | None, Tally] = field(default_factory=dict)
    years: list[int] = field(default_factory=list)


def progress_is(progress: ProjectProgress, today: date) -> ColumnElement[bool]:
    """True for projects that stand so; says in SQL what ``rules.state`` says in Python."""
    done = and_(KeyProject.latest_percent >= 100, not_(KeyProject.is_stopped))
    running = and_(KeyProject.latest_percent < 100, not_(KeyProject.is_stopped))
    late = and_(running, KeyProject.next_due_on < today)
    since = reports_due_since(today)
    silent = or_(KeyProject.latest_report_on.is_(None), KeyProject.latest_report_on < since)
    return {
        ProjectProgress.ON_TRACK: and_(
            running, or_(KeyProject.next_due_on.is_(None), KeyProject.next_due_on >= today)
        ),
        ProjectProgress.LATE: late,
        ProjectProgress.DELAYED: and_(
            running, KeyProject.next_due_on < today - timedelta(days=DELAYED_DAYS)
        ),
        ProjectProgress.UNREPORTED: and_(running, KeyProject.starts_on < since, silent),
        ProjectProgress.DONE: done,
        ProjectProgress.STOPPED: KeyProject.is_stopped == true(),
    }[progress]


def portfolio() -> Portfolio:
    """The numbers of all published projects, from one statement."""
    today = clock.today()
    counts = [
        func.count().filter(progress_is(progress, today)).label(progress.value)
        for progress in ProjectProgress
    ]
    groups = (KeyProject.field, KeyProject.district_code, KeyProject.year)
    rows = db.session.execute(
        select(*groups, func.count().label("total"), *counts)
        .where(published(KeyProject))
        .group_by(*groups)
    )
    made = Portfolio()
    years = set()
    for row in rows:
        numbers = row._asdict()
        years.add(numbers.pop("year"))
        by_field = made.by_field.setdefault(numbers.pop("field"), Tally())
        by_district = made.by_district.setdefault(numbers.pop("district_code"), Tally())
        for tally in (made.whole, by_field, by_district):
            tally.add(Tally(**numbers))
    made.years = sorted(years, reverse=True)
    return made
