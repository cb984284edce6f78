"""All key projects in numbers: how they stand, by field, by district and by body."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, cast, func, not_, or_, select, true

from app.kernel import clock
from app.kernel.db.cache import remembered
from app.kernel.db.session import db
from app.publishing.life.queries import published
from app.records.projects.models import KeyProject, ProjectReport
from app.records.projects.rules import (
    DELAYED_DAYS,
    ProjectField,
    ProjectProgress,
    ReportsEvery,
    reports_due_since,
)


@dataclass
class ProgressCounts:
    """How many projects there are, and how many of them stand how."""

    total: int = 0
    on_track: int = 0
    late: int = 0
    delayed: int = 0
    unreported: int = 0
    done: int = 0
    stopped: int = 0
    planned_cents: int = 0
    """Investment as planned, in 分."""
    spent_cents: int = 0
    """Money spent, in 分, as the newest reports say."""

    @property
    def late_of_all(self) -> str:
        """``2 / 9``: how many are late, and of how many."""
        return f"{self.late} / {self.total}" if self.total else "—"

    def add(self, other: "ProgressCounts") -> None:
        """Count the other's projects too."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Portfolio:
    """All published projects in numbers: together, by field, by district (None: whole city) and
    by lead body.
    """

    whole: ProgressCounts = field(default_factory=ProgressCounts)
    by_field: dict[ProjectField, ProgressCounts] = field(default_factory=dict)
    by_district: dict[str | None, ProgressCounts] = field(default_factory=dict)
    by_body: dict[str, ProgressCounts] = field(default_factory=dict)
    years: list[int] = field(default_factory=list)


def progress_is(progress: ProjectProgress, today: date) -> ColumnElement[bool]:
    """True for projects that stand so; says in SQL what ``rules.state`` says in Python."""
    done = and_(KeyProject.latest_percent >= 100, not_(KeyProject.is_stopped))
    running = and_(KeyProject.latest_percent < 100, not_(KeyProject.is_stopped))
    late = and_(running, KeyProject.next_due_on < today)
    return {
        ProjectProgress.ON_TRACK: and_(
            running, or_(KeyProject.next_due_on.is_(None), KeyProject.next_due_on >= today)
        ),
        ProjectProgress.LATE: late,
        ProjectProgress.DELAYED: and_(
            running, KeyProject.next_due_on < today - timedelta(days=DELAYED_DAYS)
        ),
        ProjectProgress.UNREPORTED: and_(running, _is_silent(today)),
        ProjectProgress.DONE: done,
        ProjectProgress.STOPPED: KeyProject.is_stopped == true(),
    }[progress]


def _is_silent(today: date) -> ColumnElement[bool]:
    """Whether a report is due that has not come, by how often there is one."""
    since = {every: reports_due_since(today, every) for every in ReportsEvery}
    return or_(
        *(
            and_(
                KeyProject.reports_every == every,
                KeyProject.starts_on < day,
                or_(KeyProject.latest_report_on.is_(None), KeyProject.latest_report_on < day),
            )
            for every, day in since.items()
        )
    )


def portfolio() -> Portfolio:
    """The numbers of all published projects, asked for again only when one of them has changed."""
    return remembered("portfolio", _portfolio)


def _portfolio() -> Portfolio:
    made = Portfolio()
    years = set()
    for row in db.session.execute(_counted(clock.today())):
        numbers = row._asdict()
        years.add(numbers.pop("year"))
        by_field = made.by_field.setdefault(numbers.pop("field"), ProgressCounts())
        by_district = made.by_district.setdefault(numbers.pop("district_code"), ProgressCounts())
        by_body = made.by_body.setdefault(numbers.pop("lead_body"), ProgressCounts())
        for tally in (made.whole, by_field, by_district, by_body):
            tally.add(ProgressCounts(**numbers))
    made.years = sorted(years, reverse=True)
    return made


def _counted(today: date) -> Select[Any]:
    """A row for each field, district, year and lead body, with counts and sums of money."""
    groups = KeyProject.field, KeyProject.district_code, KeyProject.year, KeyProject.lead_body
    counts = [
        func.count().filter(progress_is(progress, today)).label(progress.value)
        for progress in ProjectProgress
    ]
    spent = (
        select(ProjectReport.project_id, func.max(ProjectReport.spent_cents).label("cents"))
        .where(published(ProjectReport))
        .group_by(ProjectReport.project_id)
        .subquery()
    )
    sums = [
        cast(func.coalesce(func.sum(column), 0), BigInteger).label(name)
        for name, column in (
            ("planned_cents", KeyProject.investment_cents),
            ("spent_cents", spent.c.cents),
        )
    ]
    columns: list[Any] = [*groups, func.count().label("total"), *sums, *counts]
    return (
        select(*columns)
        .outerjoin(spent, spent.c.project_id == KeyProject.id)
        .where(published(KeyProject))
        .group_by(*groups)
    )
