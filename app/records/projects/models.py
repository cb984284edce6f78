"""Key projects (项目工作法): plan, milestones and progress reports."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.values import text
from app.people.models import Bureau, District
from app.publishing.fields.declaring import (
    FieldPlace,
    Initial,
    background,
    composed,
    declare,
    titled,
)
from app.publishing.fields.types import (
    Amount,
    BodyName,
    Choice,
    Day,
    DistrictChoice,
    Line,
    Link,
    Prose,
    Year,
)
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import Publication, Sourced
from app.publishing.life.rules import Life, PublicationStatus
from app.records.companies.fields import CreditCode, bureau_key, company_key
from app.records.companies.importing import credit_code
from app.records.companies.models import Company
from app.records.projects import steps
from app.records.projects.fields import CheckMark, MilestoneChoices, Percent, YearlyInvestment
from app.records.projects.rules import ProjectField, ReportsEvery, next_due, period_words


class KeyProject(Attaching, Sourced, Base):
    """One of the city's key quality projects; money is in 分, that of each year in 万元."""

    __tablename__ = "key_projects"
    __table_args__ = (Index("ix_key_projects_list", "status", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = declare(
        Line(most=30), "项目编号", unique=True, found_by=True, file=titled("项目代码 编号")
    )
    name: Mapped[str] = declare(
        Line(most=200), "项目名称", found_by=True, file=titled(required=True)
    )
    field: Mapped[ProjectField] = declare(
        Choice(of=ProjectField),
        "领域",
        file=titled("项目类别 类别 行业", required=True, convert=text(60)),
    )
    year: Mapped[int] = declare(
        Year(last=2100), "年度", initial=Initial.THIS_YEAR, file=titled("计划年度", required=True)
    )
    lead_bureau_id: Mapped[int | None] = bureau_key("牵头单位编号", index=True)
    lead_body: Mapped[str] = declare(
        BodyName(most=100, bureau="lead_bureau_id"),
        "牵头单位",
        initial=Initial.OWN_BODY,
        file=titled("牵头部门 责任单位 主管部门"),
    )
    responsible_person: Mapped[str | None] = declare(
        Line(most=100),
        "责任人",
        hint="牵头单位负责的处室、职务或者人",
        file=titled("项目责任人 项目负责人 责任处室 责任人（处室）"),
    )
    """Who answers for it at the lead body, as that names them: an office, a post or a person."""
    task_force: Mapped[str | None] = declare(
        Line(most=100), "工作专班", file=titled("推进专班 项目专班 项目推进专班 专班")
    )
    """The officials of several bodies who were put together to push it."""
    implementing_firm: Mapped[str | None] = declare(
        Line(most=200),
        "建设单位",
        file=titled("项目业主 业主单位 项目业主单位 项目法人 实施单位 项目单位"),
    )
    """Who has it built or carried out, as the lead body writes the name."""
    uscc: Mapped[str | None] = declare(
        CreditCode(),
        "统一社会信用代码",
        hint="建设单位的代码。填写以后，项目列入这家企业的页面；只有名称的不列入",
        file=titled(
            "建设单位统一社会信用代码 建设单位代码 项目业主统一社会信用代码 "
            "项目法人统一社会信用代码 项目单位统一社会信用代码 统一信用代码 社会信用代码 信用代码",
            convert=credit_code,
        ),
    )
    """Credit code of the implementing firm; by it alone the firm is known as a company."""
    company_id: Mapped[int | None] = company_key(index=True)
    district_code: Mapped[str | None] = declare(
        DistrictChoice(otherwise="全市"),
        "县（市、区）",
        ForeignKey("districts.code"),
        index=True,
        file=titled("县市区 区县 所在区县 建设地点", convert=text(60)),
    )
    """Where it is carried out; none for the whole city."""
    objective: Mapped[str] = declare(
        Prose(most=2000),
        "目标",
        default="",
        file=titled(
            "建设内容 目标任务 项目目标 主要建设内容 披露内容", convert=text(5000, lines=True)
        ),
    )
    investment_cents: Mapped[int | None] = declare(
        Amount(), "总投资", file=titled("投资总额 计划总投资")
    )
    yearly_investment: Mapped[str] = declare(
        YearlyInvestment(most=1000, rows=3, stored=String(1000)),
        "分年投资",
        required=False,
        default="",
        hint="每行一年：2026｜1200，单位是万元；合计应当等于总投资。",
        file=titled("分年度投资", convert=text(1000)),
    )
    reports_every: Mapped[ReportsEvery] = declare(
        Choice(of=ReportsEvery),
        "报告周期",
        default=ReportsEvery.MONTH,
        file=titled(convert=text(10)),
    )
    starts_on: Mapped[date | None] = declare(
        Day(), "开始日期", file=titled("开工日期 计划开工日期")
    )
    ends_on: Mapped[date | None] = declare(
        Day(), "计划完成日期", file=titled("完工日期 计划完工日期 竣工日期")
    )
    stated_progress: Mapped[str | None] = declare(
        Line(most=60),
        "进展说明",
        file=titled("状态 项目状态 进展 形象进度"),
        absent={
            FieldPlace.FORM: "at the desk progress is reported",
            FieldPlace.PAGE: "only files state it",
            FieldPlace.VERSION: "only files state it",
        },
    )
    """Progress in the sender's words, where no percentage is reported (计划建成投产)."""
    COMPOSED: ClassVar = {
        "plan": composed(
            Prose(most=5000, rows=6),
            "节点",
            required=False,
            hint=steps.PLAN_HINT,
            file=titled("节点计划 里程碑", convert=steps.plan_cell),
            absent={FieldPlace.EXPORT: "downloads also tell which milestones were reached"},
        )
    }
    is_stopped: Mapped[bool] = declare(
        CheckMark(), "已停止", required=False, default=False, file=titled("是否停止")
    )
    latest_percent: Mapped[int] = background("最近进度（%）", "reports tell it", default=0)
    """Percentage of the newest published report, kept for lists."""
    latest_report_on: Mapped[date | None] = background("最近报告日期", "reports tell it")
    next_due_on: Mapped[date | None] = background("下一节点日期", "it follows from the milestones")
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
    def steps(self) -> list[steps.StepData]:
        """The milestones as they are planned."""
        return [steps.StepData.of(milestone) for milestone in self.milestones]

    @property
    def plan(self) -> str:
        """The milestones in words. When set, those that keep their name keep their course."""
        return steps.write_steps(self.steps)

    @plan.setter
    def plan(self, text: str) -> None:
        by_title = {milestone.title: milestone for milestone in self.milestones}
        planned = []
        for position, step in enumerate(steps.read_steps(text), start=1):
            milestone = by_title.get(step.title) or ProjectMilestone(title=step.title)
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

    def reports_of(self, period: str = "") -> list["ProjectReport"]:
        """The published reports: those for a period, or all."""
        shown = (each for each in self.reports if each.status is PublicationStatus.PUBLISHED)
        return [each for each in shown if period in ("", each.period)]

    def take_stock(self) -> None:
        """Stand as the newest published report says, with the milestones that reports reached."""
        shown = self.reports_of()
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
    title: Mapped[str] = mapped_column(String(steps.TITLE_LENGTH))
    weight: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[str] = mapped_column(String(steps.EVIDENCE_LENGTH), default="")
    """What is to show that it has been reached."""
    planned_start_on: Mapped[date | None]
    planned_on: Mapped[date]
    actual_start_on: Mapped[date | None]
    actual_on: Mapped[date | None]


class ProjectReport(Publication, Sourced, Base):
    """What a lead body reports for a period: percentage, money spent so far in 分, words."""

    __tablename__ = "project_reports"
    __table_args__ = (CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = background(
        "项目编号", "its project never changes", ForeignKey("key_projects.id"), index=True
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
    spent_cents: Mapped[int | None] = declare(Amount(), "累计投入")
    reached: Mapped[list[str]] = declare(
        MilestoneChoices(), "已经达到的节点", required=False, default=list
    )
    """Ids of the milestones that have been reached, on ``reached_on``."""
    reached_on: Mapped[date | None] = declare(Day(), "达到日期", hint="不填为今天")
    link: Mapped[str | None] = declare(Link(), "附件或报道的网址")

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
