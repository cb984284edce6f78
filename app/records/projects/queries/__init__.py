"""Key projects, as the public may see them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import clock
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.people.queries import bureau_options, district_options
from app.publishing.life.queries import published, require_public
from app.records.projects.models import KeyProject, ProjectMilestone, ProjectReport
from app.records.projects.queries.portfolio import Portfolio, progress_is
from app.records.projects.rules import (
    ProjectFilters,
    ProjectOrder,
    ProjectProgress,
)

Options = dict[str, list[tuple[str, str]]]


def filter_options(portfolio: Portfolio, *, bureau: int | None = None) -> Options:
    """What the filters of the list offer: districts, lead bodies, years."""
    return {
        "district": district_options(),
        "bureau": bureau_options(KeyProject.lead_bureau_id, chosen=bureau),
        "year": [(str(year), f"{year} 年") for year in portfolio.years],
    }


def projects(
    filters: ProjectFilters, *, order: ProjectOrder = ProjectOrder.LATE, page: int = 1
) -> Page[KeyProject]:
    """One page of projects with their plans."""
    return paginate(_listed(filters, order), page=page)


def all_projects(
    filters: ProjectFilters, *, order: ProjectOrder = ProjectOrder.LATE
) -> Iterator[KeyProject]:
    """All projects that ``filters`` leaves, for a download."""
    yield from db.session.scalars(_listed(filters, order).execution_options(yield_per=500))


def project(code: str) -> KeyProject:
    """The project with its plan; raises NotFoundError or GoneError."""
    statement = (
        select(KeyProject)
        .where(KeyProject.code == code)
        .options(
            joinedload(KeyProject.company),
            joinedload(KeyProject.district),
            joinedload(KeyProject.lead_bureau),
            joinedload(KeyProject.source_bureau),
            joinedload(KeyProject.import_batch),
            selectinload(KeyProject.milestones),
        )
    )
    return require_public(db.session.scalars(statement).one_or_none())


def records_of_company(company_id: int) -> list[KeyProject]:
    """Published projects that the company carries out."""
    mine = KeyProject.company_id == company_id
    statement = select(KeyProject).where(published(KeyProject), mine)
    return list(db.session.scalars(statement.order_by(KeyProject.id)))


def reports_of(project: KeyProject, *, is_public: bool = False) -> list[ProjectReport]:
    """A project's reports, newest first: all, or what the public may read of them."""
    shown = [published(ProjectReport)] if is_public else []
    statement = (
        select(ProjectReport)
        .where(ProjectReport.project_id == project.id, *shown)
        .options(selectinload(ProjectReport.change_notes))
        .order_by(ProjectReport.reported_on.desc(), ProjectReport.id.desc())
    )
    return list(db.session.scalars(statement))


def milestone_titles(keys: Sequence[str]) -> str:
    """The milestones with these ids, in words."""
    statement = select(ProjectMilestone.title).where(ProjectMilestone.id.in_(map(int, keys)))
    return "；".join(db.session.scalars(statement.order_by(ProjectMilestone.position)))


def code_is_taken(code: str, *, besides: int | None) -> bool:
    """Whether another project has this code."""
    statement = select(KeyProject.id).where(KeyProject.code == code)
    return db.session.scalar(statement) not in {None, besides}


def _listed(filters: ProjectFilters, order: ProjectOrder) -> Select[KeyProject]:
    return (
        select(KeyProject)
        .options(joinedload(KeyProject.district), selectinload(KeyProject.milestones))
        .where(published(KeyProject), *_chosen(filters))
        .order_by(*_ordering(order))
    )


def _ordering(order: ProjectOrder) -> tuple[Any, ...]:
    today = clock.today()
    urgency = case(
        (progress_is(ProjectProgress.LATE, today), 0),
        (progress_is(ProjectProgress.UNREPORTED, today), 1),
        (progress_is(ProjectProgress.ON_TRACK, today), 2),
        (progress_is(ProjectProgress.DONE, today), 3),
        else_=4,
    )
    return {
        ProjectOrder.LATE: (urgency, KeyProject.next_due_on.asc().nulls_last(), KeyProject.code),
        ProjectOrder.CODE: (KeyProject.code.asc(),),
        ProjectOrder.PERCENT: (KeyProject.latest_percent.desc(), KeyProject.code),
        ProjectOrder.REPORT: (KeyProject.latest_report_on.desc().nulls_last(), KeyProject.code),
    }[order]


def _chosen(filters: ProjectFilters) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (KeyProject.field, filters.field),
        (KeyProject.district_code, filters.district),
        (KeyProject.lead_bureau_id, filters.bureau),
        (KeyProject.year, filters.year),
    ):
        if value:
            yield column == value
    if filters.progress:
        yield progress_is(filters.progress, clock.today())
    if filters.q:
        yield or_(
            KeyProject.name.contains(filters.q, autoescape=True),
            KeyProject.code.icontains(filters.q, autoescape=True),
        )
