"""Key projects (项目工作法): plan, milestones and progress reports."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.db.types import CodeList
from app.people.models import Bureau, District
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import Publication, Sourced
from app.publishing.life.rules import Life, PublicationStatus
from app.records.companies.models import Company
from app.records.projects.rules import (
    FIELDS,
    FIRM_LENGTH,
    PERSON_LENGTH,
    REPORT_FIELDS,
    ProjectField,
    ReportsEvery,
    next_due,
    period_words,
)
from app.records.projects.steps import (
    EVIDENCE_LENGTH,
    TITLE_LENGTH,
    StepData,
    read_steps,
    write_steps,
)


class KeyProject(Attaching, Sourced, Base):
    """One of the city's key quality projects."""

    FIELDS = FIELDS
    __tablename__ = "key_projects"
    __table_args__ = (Index("ix_key_projects_list", "status", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    field: Mapped[ProjectField]
    year: Mapped[int]
    lead_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)
    lead_body: Mapped[str] = mapped_column(String(100))
    responsible_person: Mapped[str | None] = mapped_column(String(PERSON_LENGTH))
    """Who answers for it at the lead body, as that names them: an office, a post or a person."""
    implementing_firm: Mapped[str | None] = mapped_column(String(FIRM_LENGTH))
    """Who has it built or carried out, as the lead body writes the name."""
    uscc: Mapped[str | None] = mapped_column(String(18))
    """Credit code of the implementing firm; by it alone the firm is known as a company."""
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    task_force: Mapped[str | None] = mapped_column(String(PERSON_LENGTH))
    """The officials of several bodies who were put together to push it."""
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    objective: Mapped[str] = mapped_column(Text, default="")
    investment_cents: Mapped[int | None] = mapped_column(BigInteger)
    yearly_investment: Mapped[str] = mapped_column(String(1000), default="")
    """A line for each year (``projects.investments``)."""
    reports_every: Mapped[ReportsEvery] = mapped_column(default=ReportsEvery.MONTH)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    is_stopped: Mapped[bool] = mapped_column(default=False)
    stated_progress: Mapped[str | None] = mapped_column(String(60))
    """Progress in the sender's words, where no percentage is reported (计划建成投产)."""
    latest_percent: Mapped[int] = mapped_column(default=0)
    """Percentage of the newest published report, kept for lists."""
    latest_report_on: Mapped[date | None]
    next_due_on: Mapped[date | None]
    """Planned date of the oldest milestone not yet reached, kept for lists."""

    lead_bureau: Mapped[Bureau | None] = relationship(foreign_keys="KeyProject.lead_bureau_id")
    company: Mapped[Company | None] = relationship()
    district: Mapped[District | None] = relationship()
    milestones: Mapped[list["ProjectMilestone"]] = relationship(
        order_by="ProjectMilestone.position", cascade="all, delete-orphan"
    )
    reports: Mapped[list["ProjectReport"]] = relationship(
        order_by="ProjectReport.reported_on", cascade="all, delete-orphan"
    )

    @property
    def headline(self) -> str:
        """Code and name."""
        return f"{self.code}　{self.name}"

    @property
    def steps(self) -> list[StepData]:
        """The milestones as they are planned."""
        return [
            StepData(
                title=milestone.title,
                weight=milestone.weight,
                planned_start_on=milestone.planned_start_on,
                planned_on=milestone.planned_on,
                evidence=milestone.evidence,
            )
            for milestone in self.milestones
        ]

    @property
    def plan(self) -> str:
        """The milestones in words. When set, those that keep their name keep their course."""
        return write_steps(self.steps)

    @plan.setter
    def plan(self, text: str) -> None:
        kept = {milestone.title: milestone for milestone in self.milestones}
        planned = []
        for position, step in enumerate(read_steps(text), start=1):
            milestone = kept.get(step.title) or ProjectMilestone(title=step.title)
            milestone.position, milestone.weight = position, step.weight
            milestone.planned_start_on = step.planned_start_on
            milestone.planned_on = step.planned_on
            milestone.evidence = step.evidence
            planned.append(milestone)
        self.milestones = planned
        self.note_due()

    def note_due(self) -> None:
        """Bring the oldest unreached date in line with the milestones."""
        self.next_due_on = next_due([(step.planned_on, step.actual_on) for step in self.milestones])

    def reports_of(self, period: str) -> list["ProjectReport"]:
        """The published reports for a period."""
        return [report for report in self._shown_reports if report.period == period]

    @property
    def _shown_reports(self) -> list["ProjectReport"]:
        return [each for each in self.reports if each.status is PublicationStatus.PUBLISHED]

    def take_stock(self) -> None:
        """Stand as the newest published report says, with the milestones that reports reached."""
        shown = self._shown_reports
        newest = max(shown, key=lambda each: (each.reported_on, each.id), default=None)
        self.latest_percent = newest.percent if newest else 0
        self.latest_report_on = newest.reported_on if newest else None
        for milestone in self.milestones:
            for report in shown:
                if str(milestone.id) in report.reached and milestone.actual_on is None:
                    milestone.actual_on = report.reached_on
        self.note_due()


class ProjectMilestone(Base):
    """A step of the plan with its weight (percent of the whole), planned and actual date."""

    __tablename__ = "project_milestones"
    __table_args__ = (CheckConstraint("weight >= 0 AND weight <= 100", name="weight"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("key_projects.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    weight: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[str] = mapped_column(String(EVIDENCE_LENGTH), default="")
    """What is to show that it has been reached."""
    planned_start_on: Mapped[date | None]
    planned_on: Mapped[date]
    actual_start_on: Mapped[date | None]
    actual_on: Mapped[date | None]


class ProjectReport(Publication, Sourced, Base):
    """What a lead body reports for a period: percentage, money spent, words."""

    FIELDS = REPORT_FIELDS
    __tablename__ = "project_reports"
    __table_args__ = (CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("key_projects.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    """``2026-10`` for a month, ``2026-Q3`` for a quarter, ``2026`` for a year."""
    reported_on: Mapped[date]
    percent: Mapped[int]
    spent_cents: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str | None] = mapped_column(String(500))
    reached: Mapped[list[str]] = mapped_column(CodeList, default=list)
    """Ids of the milestones that have been reached, on ``reached_on``."""
    reached_on: Mapped[date | None]

    project: Mapped[KeyProject] = relationship(overlaps="reports")

    @property
    def headline(self) -> str:
        """Project and period."""
        return f"{self.project.code}　{period_words(self.period)}报告"

    @property
    def index_key(self) -> int:
        """A report is found, and logged, as part of its project."""
        return self.project_id

    @property
    def publish_blocker(self) -> str:
        """A report belongs to a project that is public, and each period has one."""
        if self.project.life is not Life.PUBLISHED:
            return "项目公示以后才能公示进展报告。"
        if any(other.id != self.id for other in self.project.reports_of(self.period)):
            return f"{period_words(self.period)}的报告已经公示。"
        return ""

    def settle(self) -> None:
        """The project stands as its newest report says."""
        self.project.take_stock()
