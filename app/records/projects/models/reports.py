"""What lead bodies report on their projects."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.publishing.fields.declaring import (
    background,
    declare,
)
from app.publishing.fields.types import (
    Amount,
    Day,
    Line,
    Link,
    Prose,
)
from app.publishing.life.models import Publication, Sourced
from app.publishing.life.rules import Life
from app.records.projects.fields import MilestoneChoices, Percent
from app.records.projects.models.projects import KeyProject
from app.records.projects.rules import period_words


class ProjectReport(Publication, Sourced, Base):
    """What a lead body reports for a period: percentage, money spent, words."""

    __tablename__ = "project_reports"
    __table_args__ = (CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = background(
        "项目编号",
        "the project that it reports on never changes",
        ForeignKey("key_projects.id"),
        index=True,
    )
    reported_on: Mapped[date] = background("报告日期", "the day on which it was written")
    period: Mapped[str] = declare(
        Line(most=7, stored=String(10)),
        "报告期",
        hint="2026-11 为月报，2026-Q4 为季报，2026 为年报",
        found_by=True,
    )
    """``2026-10`` for a month, ``2026-Q3`` for a quarter, ``2026`` for a year."""
    percent: Mapped[int] = declare(Percent(), "累计完成")
    text: Mapped[str] = declare(Prose(most=3000, rows=5), "进展情况", default="", found_by=True)
    spent_cents: Mapped[int | None] = declare(Amount(), "累计投入", required=False)
    reached: Mapped[list[str]] = declare(
        MilestoneChoices(), "已经达到的节点", required=False, default=list
    )
    """Ids of the milestones that have been reached, on ``reached_on``."""
    reached_on: Mapped[date | None] = declare(Day(), "达到日期", required=False, hint="不填为今天")
    link: Mapped[str | None] = declare(Link(), "附件或报道的网址", required=False)

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
