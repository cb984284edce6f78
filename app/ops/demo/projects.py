"""The hundred key projects of the year: plans, what was reached, and monthly reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel import clock
from app.ops.demo.companies import Firm
from app.ops.demo.material import Demo, Json, material, months_later
from app.people.models import District
from app.publishing.life.rules import PublicationStatus
from app.records.companies.rules import CompanyStatus
from app.records.projects.models import KeyProject, ProjectMilestone, ProjectReport
from app.records.projects.rules import REPORT_DAY, ProjectField, next_due, reports_due_since
from app.records.projects.steps import write_years

WAN = 10_000 * 100
"""分 in 万元."""
FIRST_MONTHS = 4
"""After these a step of each plan of the year was due, so that it can be late."""


@dataclass(frozen=True)
class Outline:
    """A project as the data file gives it."""

    number: int
    name: str
    field: str
    lead: str
    district: str
    investment: int
    unit: str
    total: int
    steps: str
    objective: str

    @property
    def late(self) -> int:
        """Days behind plan today."""
        days: int = material("projects")["late"].get(str(self.number), 0)
        return days

    @property
    def is_done(self) -> bool:
        """Whether all is reached."""
        return self.number in material("projects")["done"]

    @property
    def is_built(self) -> bool:
        """Whether there is something to build, and so a firm that does."""
        return self.steps == "build"

    @property
    def is_silent(self) -> bool:
        """Whether the lead body has not reported when it last was due."""
        return self.number in material("projects")["silent"]


def make_projects(demo: Demo, firms: list[Firm], districts: list[District]) -> list[KeyProject]:
    """All projects with their milestones and reports."""
    # Chance of its own: what is made besides is the same however many months were reported.
    demo = demo.apart(7)
    names = {district.code: district.name for district in districts}
    outlines = [
        Outline(number, *row)
        for number, row in enumerate(material("projects")["projects"], start=1)
    ]
    projects = [_project(demo, outline, names) for outline in outlines]
    _name_parties(projects, outlines, firms)
    return projects


def _project(demo: Demo, outline: Outline, names: dict[str, str]) -> KeyProject:
    starts_on, ends_on = _span(demo, outline)
    bureau = demo.bureaus[outline.lead]
    project = KeyProject(
        code=f"ZD{starts_on.year}-{outline.number:03d}",
        name=outline.name,
        field=ProjectField(outline.field),
        year=starts_on.year,
        lead_bureau_id=bureau.id,
        lead_body=bureau.name,
        responsible_person=demo.rng.choice(material("projects")["offices"]),
        district_code=outline.district or None,
        objective=f"{names.get(outline.district, '全市')}：{outline.objective}。",
        investment_cents=outline.investment * WAN,
        yearly_investment=write_years({starts_on.year: outline.investment * WAN}),
        starts_on=starts_on,
        ends_on=ends_on,
        status=PublicationStatus.PUBLISHED,
        published_on=starts_on + timedelta(days=12),
    )
    _trace(demo, project, outline)
    project.milestones = _milestones(demo, outline, starts_on, ends_on)
    project.reports = list(_reports(demo, outline, project))
    project.next_due_on = next_due([(one.planned_on, one.actual_on) for one in project.milestones])
    if project.reports:
        project.latest_percent = project.reports[-1].percent
        project.latest_report_on = project.reports[-1].reported_on
    return project


def _name_parties(
    projects: Sequence[KeyProject], outlines: Sequence[Outline], firms: Sequence[Firm]
) -> None:
    """Some have a task force; what is built has a firm of the trade, of its own district if there
    is one.
    """
    invented = material("projects")
    builders = [
        firm
        for firm in firms
        if firm.trade["key"] in invented["builders"] and firm.company.status is CompanyStatus.ACTIVE
    ]
    for project, outline in zip(projects, outlines, strict=True):
        project.task_force = invented["task_forces"].get(str(outline.number))
        if not outline.is_built:
            continue
        near = [firm for firm in builders if firm.district.code == outline.district] or builders
        company = near[outline.number % len(near)].company
        project.implementing_firm, project.uscc = company.name, company.uscc
        project.company = company


def _trace(demo: Demo, project: KeyProject, outline: Outline) -> None:
    project.source_bureau_id = demo.bureaus["coordination-office"].id
    project.import_batch = demo.files["project"]
    project.source_row = outline.number + 2
    project.source_key = f"demo-project-{outline.number}"
    project.checked_on = demo.days_ago(3)
    project.created_at = demo.first_seen(project.published_on)
    project.updated_at = clock.now()


def _span(demo: Demo, outline: Outline) -> tuple[date, date]:
    """The plan's year: this one, or in its first months still the last."""
    year = demo.today.year if demo.today.month > FIRST_MONTHS else demo.today.year - 1
    if outline.is_done:
        return date(year, 1, 5), demo.days_ago(8 + outline.number % 30)
    return date(year, 1, 5), date(year, 12, 31) if year == demo.today.year else date(
        year + 1, 6, 30
    )


def _milestones(
    demo: Demo, outline: Outline, starts_on: date, ends_on: date
) -> list[ProjectMilestone]:
    made: list[ProjectMilestone] = []
    begins = starts_on
    length = (ends_on - starts_on).days
    steps = material("projects")["steps"][outline.steps]
    for position, (title, weight, month) in enumerate(steps, start=1):
        planned_on = starts_on + timedelta(days=length * month // 12)
        made.append(
            ProjectMilestone(
                position=position,
                title=title,
                weight=weight,
                planned_start_on=begins,
                planned_on=planned_on,
            )
        )
        begins = planned_on + timedelta(days=1)
    due = [one for one in made if one.planned_on <= demo.today]
    if outline.late and due:
        due.pop().planned_on = demo.days_ago(outline.late)
    _reach(demo, due)
    return made


def _reach(demo: Demo, due: list[ProjectMilestone]) -> None:
    """Those steps are done, about when they were planned."""
    begins = due[0].planned_start_on if due else None
    for one in due:
        one.actual_start_on = begins
        shift = timedelta(days=demo.rng.choice((-6, -4, -2, 0, 0, 2, 6, 9)))
        one.actual_on = min(one.planned_on + shift, demo.today)
        begins = one.actual_on + timedelta(days=1)


def _reports(demo: Demo, outline: Outline, project: KeyProject) -> Iterator[ProjectReport]:
    """One a month, until the end or until today."""
    before, over = 0, _reported_until(demo, outline, project)
    for first in _months(project, demo.today):
        reported_on = first.replace(day=demo.rng.randrange(5, REPORT_DAY + 1))
        if reported_on >= over:
            break
        percent = max(before, _percent(project, outline, reported_on))
        yield _report(demo, outline, project, reported_on, before=before, percent=percent)
        before = percent
    if outline.is_done:
        reached_on = project.milestones[-1].actual_on or demo.today
        yield _report(demo, outline, project, reached_on, before=90, percent=100)


def _report(
    demo: Demo, outline: Outline, project: KeyProject, on: date, *, before: int, percent: int
) -> ProjectReport:
    """What was reached on that day, in percent, and how much more than before."""
    return ProjectReport(
        period=f"{on:%Y-%m}",
        reported_on=on,
        percent=percent,
        spent_cents=(project.investment_cents or 0) * percent // 100 // WAN * WAN,
        text=_words(demo, outline, before, percent),
        status=PublicationStatus.PUBLISHED,
        published_on=on,
        source_bureau_id=project.lead_bureau_id,
        created_at=demo.moment(on),
        updated_at=demo.moment(on),
    )


def _reported_until(demo: Demo, outline: Outline, project: KeyProject) -> date:
    """No monthly report is of this day or later: one that is done closes with a report instead."""
    if outline.is_done:
        return (project.milestones[-1].actual_on or demo.today).replace(day=1)
    return reports_due_since(demo.today) if outline.is_silent else demo.today + clock.ONE_DAY


def _months(project: KeyProject, today: date) -> Iterator[date]:
    """The first day of each month from the first in which reports are due until today."""
    for number in range(1, (today.year - project.year) * 12 + today.month):
        yield months_later(date(project.year, 1, 1), number)


def _percent(project: KeyProject, outline: Outline, on: date) -> int:
    """What is done by the day: steps reached, and a part of the one under way."""
    done = 0.0
    for one in project.milestones:
        if one.actual_on and one.actual_on <= on:
            done += one.weight
            continue
        start = one.actual_start_on or one.planned_start_on or on
        end = one.actual_on or one.planned_on
        pace = 0.6 if outline.late and one.actual_on is None else 0.97
        share = (on - start).days / max(1, (end - start).days)
        done += one.weight * pace * min(1.0, max(0.0, share))
        break
    return round(done)


def _words(demo: Demo, outline: Outline, before: int, percent: int) -> str:
    texts: Json = material("projects")["reports"]
    done = outline.total * percent // 100
    new = done - outline.total * before // 100
    if percent == 100:
        kind = "done"
    elif percent < 20:
        kind = "begin"
    elif new == 0:
        kind = "steady"
    else:
        kind = "late" if outline.late and percent > 45 else "progress"
    words: str = demo.rng.choice(texts[kind])
    return words.format(new=new, done=done, total=outline.total, unit=outline.unit, share=percent)
