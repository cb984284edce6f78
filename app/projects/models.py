"""Key projects (项目工作法): plan, milestones and progress reports."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Bureau, District
from app.core.db import Base
from app.imports.models import ImportBatch
from app.projects.rules import ProjectField
from app.publishing.models import Publication, Sourced


class KeyProject(Publication, Sourced, Base):
    """One of the city's key quality projects."""

    __tablename__ = "key_projects"
    __table_args__ = (Index("ix_key_projects_list", "status", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    field: Mapped[ProjectField]
    year: Mapped[int]
    lead_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)
    lead_body: Mapped[str] = mapped_column(String(100))
    owner: Mapped[str | None] = mapped_column(String(100))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    objective: Mapped[str] = mapped_column(Text, default="")
    investment_cents: Mapped[int | None] = mapped_column(BigInteger)
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
    source_bureau: Mapped[Bureau | None] = relationship(foreign_keys="KeyProject.source_bureau_id")
    district: Mapped[District | None] = relationship()
    import_batch: Mapped[ImportBatch | None] = relationship()
    milestones: Mapped[list["ProjectMilestone"]] = relationship(
        order_by="ProjectMilestone.position", cascade="all, delete-orphan"
    )
    reports: Mapped[list["ProjectReport"]] = relationship(
        order_by="ProjectReport.reported_on", cascade="all, delete-orphan"
    )


class ProjectMilestone(Base):
    """A step of the plan with its weight (percent of the whole), planned and actual date."""

    __tablename__ = "project_milestones"
    __table_args__ = (CheckConstraint("weight >= 0 AND weight <= 100", name="weight"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("key_projects.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    weight: Mapped[int] = mapped_column(default=0)
    planned_start_on: Mapped[date | None]
    planned_on: Mapped[date]
    actual_start_on: Mapped[date | None]
    actual_on: Mapped[date | None]


class ProjectReport(Publication, Sourced, Base):
    """What a lead body reports for a period: percentage, money spent, words."""

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
