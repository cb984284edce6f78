"""What the home page asks of the features' tables: newest of each list, and the city's figures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.insight.evaluation.queries.counting import HANDLING, PUBLIC, scope_of
from app.insight.evaluation.rules import Dimension, HandlingTally
from app.insight.evaluation.sheets import both_tracks, counts_under
from app.kernel.aggregates.queries import current_counts
from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page
from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.publication.queries import is_public
from app.people.models import District
from app.publishing.kind.queries import of_company, page_of_company
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.honours.kind import KIND as HONOURS
from app.records.honours.models import Honour
from app.records.inspections.kind import KIND as INSPECTIONS
from app.records.inspections.models import Inspection
from app.records.licences.kind import KIND as LICENCES
from app.records.licences.models import AdministrativeLicence
from app.records.projects.models import KeyProject, ProjectReport
from app.records.projects.queries.portfolio import progress_is
from app.records.projects.rules import ProjectProgress


@dataclass(frozen=True)
class CityFigures:
    """Numbers of records shown today, and of those that came and went in this calendar month."""

    cases: int
    cases_added: int
    cases_removed: int
    red: int
    black: int
    credit_added: int
    credit_removed: int
    projects: int
    projects_on_plan: int


@dataclass
class Handling:
    """How the matters that ended this year were handled: together, by month, by district."""

    whole: HandlingTally = field(default_factory=HandlingTally)
    months: defaultdict[int, HandlingTally] = field(
        default_factory=lambda: defaultdict(HandlingTally)
    )
    districts: defaultdict[tuple[str, str], HandlingTally] = field(
        default_factory=lambda: defaultdict(HandlingTally)
    )
    """By short name and name, in the order of the districts; all of them."""
    public: int = 0
    """How many matters anyone may read, of whatever year."""

    @property
    def medians(self) -> list[tuple[int, float]]:
        """Month (1 to 12) and median in working days, where enough matters ended to say it."""
        pairs = [(month, tally.median_days) for month, tally in sorted(self.months.items())]
        return [(month, days) for month, days in pairs if days is not None]


@dataclass(frozen=True)
class CompanyRecords:
    """What is shown today of a company, newest first."""

    credit: Sequence[CreditEntry]
    cases: Sequence[Case]
    honours: Sequence[Honour]
    licences: Page[AdministrativeLicence]
    inspections: Page[Inspection]
    projects: Sequence[KeyProject]
    matters: Sequence[Matter]

    @property
    def matters_in_time(self) -> int:
        """How many of the public matters were closed in time."""
        return sum(bool(matter.met_deadline) for matter in self.matters)


def newest_credit(limit: int) -> dict[ListKind, list[CreditEntry]]:
    """The newest entries of both lists, in one statement; each list's index is read from its end,
    so that its length does not matter.
    """
    newest = (CreditEntry.decided_on.desc(), CreditEntry.id.desc())
    shown = select(CreditEntry.id).where(published(CreditEntry)).order_by(*newest).limit(limit)
    both = (shown.where(CreditEntry.list == kind).subquery() for kind in ListKind)
    rows = db.session.scalars(
        select(CreditEntry)
        .where(or_(*(CreditEntry.id.in_(select(each.c.id)) for each in both)))
        .options(joinedload(CreditEntry.company))
        .order_by(*newest)
    ).all()
    return {kind: [row for row in rows if row.list is kind] for kind in ListKind}


def newest_projects(limit: int) -> Sequence[KeyProject]:
    """The projects that reported last."""
    return db.session.scalars(
        select(KeyProject)
        .where(published(KeyProject))
        .order_by(KeyProject.latest_report_on.desc().nulls_last(), KeyProject.id)
        .limit(limit)
    ).all()


def newest_reports(limit: int) -> list[tuple[ProjectReport, KeyProject]]:
    """The newest progress reports, with their projects."""
    rows = db.session.execute(
        select(ProjectReport, KeyProject)
        .join(KeyProject, KeyProject.id == ProjectReport.project_id)
        .where(published(ProjectReport), published(KeyProject))
        .order_by(ProjectReport.reported_on.desc(), ProjectReport.id.desc())
        .limit(limit)
    )
    return [(report, project) for report, project in rows]


def newest_closed(limit: int) -> Sequence[Matter]:
    """The matters whose outcome was made public last."""
    return db.session.scalars(
        select(Matter)
        .where(is_public())
        .order_by(Matter.closed_on.desc(), Matter.id.desc())
        .limit(limit)
    ).all()


def records_of_company(company_id: int, *, page: int = 1) -> CompanyRecords:
    """All published records of a company with their sources, in nine statements.

    Of licences, which can be many, it is one page; of inspections the newest.
    """
    return CompanyRecords(
        credit=_of_company(CreditEntry, CreditEntry.company_id == company_id),
        cases=_of_company(Case, Case.company_id == company_id),
        licences=page_of_company(LICENCES, company_id, page=page),
        inspections=page_of_company(INSPECTIONS, company_id),
        honours=of_company(HONOURS, company_id, load=_sources(Honour)),
        projects=db.session.scalars(
            select(KeyProject)
            .where(published(KeyProject), KeyProject.company_id == company_id)
            .options(joinedload(KeyProject.source_bureau), joinedload(KeyProject.import_batch))
            .order_by(KeyProject.code)
        ).all(),
        matters=db.session.scalars(
            select(Matter)
            .join(Submission, Submission.id == Matter.submission_id)
            .where(is_public(), Submission.company_id == company_id)
            .options(joinedload(Matter.bureau))
            .order_by(Matter.closed_on.desc(), Matter.id.desc())
        ).all(),
    )


Districts = list[tuple[str, str, str]]
"""Code, short name and name."""


def city_figures(today: date) -> tuple[CityFigures, Districts]:
    """All counts of published records, and the districts in their order, in one statement.

    They are asked again when such a record has changed, not when a matter has.
    """
    return remembered("city figures", lambda: _city_figures(today))


def _city_figures(today: date) -> tuple[CityFigures, Districts]:
    first = today.replace(day=1)
    on_plan = or_(
        progress_is(ProjectProgress.ON_TRACK, today), progress_is(ProjectProgress.DONE, today)
    )
    counts = (
        _count(Case, published(Case)),
        _count(Case, published(Case), Case.published_on >= first),
        _count(Case, _left(Case, first, today)),
        _count(CreditEntry, published(CreditEntry), CreditEntry.list == ListKind.RED),
        _count(CreditEntry, published(CreditEntry), CreditEntry.list == ListKind.BLACK),
        _count(CreditEntry, published(CreditEntry), CreditEntry.published_on >= first),
        _count(CreditEntry, _left(CreditEntry, first, today)),
        _count(KeyProject, published(KeyProject)),
        _count(KeyProject, published(KeyProject), on_plan),
    )
    once = select(literal(1).label("once")).subquery()
    columns = (District.code, District.short_name, District.name)
    statement = select(*counts, *columns).select_from(once.outerjoin(District, true()))
    rows = db.session.execute(statement.order_by(District.position)).all()
    districts = [(row.code, row.short_name, row.name) for row in rows if row.code]
    numbers: tuple[Any, ...] = tuple(rows[0])
    return CityFigures(*numbers[: len(counts)]), districts


def handling_of_year(today: date, districts: Districts) -> Handling:
    """How the matters that ended this year were handled, as is kept of it.

    Each of these districts has a tally; matters without a district count for the city. Pages may
    show what is told of those that ended, and no more: the end of a matter is noted like a change
    of a record, so that a report which comes in leaves the home page as it is.
    """
    by_place = scope_of(Dimension.DISTRICT, today.year)
    by_month = scope_of(Dimension.MONTH, today.year)
    found = current_counts({HANDLING: [by_place, by_month, PUBLIC]}, by_records=True)
    made, places = Handling(), found[HANDLING, by_place].parts
    for code, short_name, name in districts:
        made.districts[short_name, name].add(both_tracks(places.get(code, {})))
    for month, by_track in found[HANDLING, by_month].parts.items():
        for tally in (made.months[int(month)], made.whole):
            tally.add(both_tracks(by_track))
    made.public = sum(n for _, n in counts_under(found[HANDLING, PUBLIC].parts.values(), PUBLIC))
    return made


def _of_company(model: Any, condition: ColumnElement[bool]) -> Sequence[Any]:
    return db.session.scalars(
        select(model)
        .where(published(model), condition)
        .options(*_sources(model))
        .order_by(model.decided_on.desc(), model.id.desc())
    ).all()


def _sources(model: Any) -> tuple[ORMOption, ...]:
    return joinedload(model.source_bureau), joinedload(model.import_batch)


def _count(model: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()


def _left(model: Any, first: date, today: date) -> ColumnElement[bool]:
    """Rows whose publication ended between ``first`` and yesterday, or that were withdrawn, which
    are neither public nor expired.

    Statuses are named since the index begins with them: what is public is not looked at.
    """
    ended = and_(
        model.status.in_(PublicationStatus),
        model.publish_until >= first,
        model.publish_until < today,
        model.published_on.is_not(None),
        model.withdrawn_on.is_(None),
    )
    return or_(ended, and_(model.status.in_(_WITHDRAWN), model.withdrawn_on >= first))


_WITHDRAWN = set(PublicationStatus) - {PublicationStatus.PUBLISHED, PublicationStatus.EXPIRED}
"""What a record that was withdrawn can be, until it is approved again."""
