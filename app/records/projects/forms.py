"""The filters of the list of projects, and the forms of a project and of a report."""

from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectMultipleField,
    StringField,
    URLField,
)
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput

from app.kernel import clock
from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words, Yuan
from app.records.companies.forms import known_code
from app.records.projects.rules import (
    FIRM_LENGTH,
    PERIOD,
    PERSON_LENGTH,
    ProjectData,
    ProjectField,
    ProjectFilters,
    ProjectOrder,
    ProjectProgress,
    ReportData,
    ReportsEvery,
)
from app.records.projects.steps import read_steps, read_years, write_years


class ProjectFilterForm(FilterForm):
    """Narrows and sorts the list."""

    field = ChoiceFilter("领域", ProjectField.choices())
    bureau = ChoiceFilter("牵头单位")
    district = ChoiceFilter("县（市、区）")
    year = ChoiceFilter("年度")
    progress = ChoiceFilter("进展", ProjectProgress.choices())
    q = TextFilter("名称或编号")
    sort = SortField(*ProjectOrder)

    def wanted(self) -> ProjectFilters:
        """What the form asks of the list."""
        return ProjectFilters(
            field=ProjectField(self.field.data) if self.field.data else None,
            district=self.district.data,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            year=int(self.year.data) if self.year.data else None,
            progress=ProjectProgress(self.progress.data) if self.progress.data else None,
            q=self.q.data,
        )


class ProjectForm(RecordForm):
    """A project as an editor plans it."""

    code = Words("项目编号", 30)
    name = Words("项目名称", 200)
    field = Choice("领域", ProjectField.choices())
    year = IntegerField("年度", [InputRequired("请填写年度"), NumberRange(2000, 2100, "年度有误")])
    lead_body = Words("牵头单位", 100)
    responsible_person = Words(
        "责任人", PERSON_LENGTH, optional=True, description="牵头单位负责的处室、职务或者人"
    )
    task_force = Words("工作专班", PERSON_LENGTH, optional=True)
    implementing_firm = Words("建设单位", FIRM_LENGTH, optional=True)
    uscc = StringField(
        "建设单位统一社会信用代码",
        [Optional(), known_code],
        description="填写以后，项目列入这家企业的页面；只有名称的不列入",
    )
    objective = Prose("目标", 2000)
    investment = Yuan("总投资（元）")
    yearly_investment = Prose(
        "分年投资",
        1000,
        optional=True,
        render_kw={"rows": 3},
        description="每行一年：2026｜1200，单位是万元；合计应当等于总投资。",
    )
    starts_on = Day("开始日期", optional=True)
    ends_on = Day("计划完成日期", optional=True)
    district = Choice("实施地", nothing="全市")
    plan = Prose(
        "节点",
        5000,
        optional=True,
        render_kw={"rows": 6},
        description="每行一个：名称｜权重（百分比）｜计划开始｜计划完成｜证明材料（可不写），"
        "日期写成 2026-11-24。",
    )
    reports_every = Choice("报告周期", ReportsEvery.choices())
    is_stopped = BooleanField("项目已停止")

    def validate_plan(self, field: Field) -> None:
        """Each line of the plan must be understood."""
        try:
            read_steps(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def validate_yearly_investment(self, field: Field) -> None:
        """Each line must be understood, and the years make up the whole."""
        try:
            years = read_years(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        total = self.investment.cents
        if years and total is not None and sum(years.values()) != total:
            together = write_years({0: sum(years.values())}).partition("｜")[2]
            raise ValidationError(f"分年投资合计 {together} 万元，与总投资不一致，请核对")

    def data_of_project(self) -> ProjectData:
        """What the form says, as the service takes it."""
        return ProjectData(
            code=self.code.data,
            name=self.name.data,
            field=ProjectField(self.field.data),
            year=self.year.data,
            lead_body=self.lead_body.data,
            responsible_person=self.responsible_person.data or None,
            implementing_firm=self.implementing_firm.data or None,
            uscc=self.uscc.data or None,
            task_force=self.task_force.data or None,
            objective=self.objective.data,
            investment_cents=self.investment.cents,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            district_code=self.district.data or None,
            yearly_investment=write_years(read_years(self.yearly_investment.data)),
            reports_every=ReportsEvery(self.reports_every.data),
            is_stopped=self.is_stopped.data,
        )


class ProgressReportForm(RecordForm):
    """A lead body's report."""

    period = Words("报告期", 7, description="2026-11 为月报，2026-Q4 为季报，2026 为年报")
    percent = IntegerField(
        "累计完成（%）",
        [InputRequired("请填写累计完成的百分比"), NumberRange(0, 100, "应在 0 至 100 之间")],
    )
    text = Prose("进展情况", 3000, render_kw={"rows": 5})
    spent = Yuan("累计投入（元）")
    reached = SelectMultipleField("已经达到的节点", option_widget=CheckboxInput())
    reached_on = Day("达到日期", optional=True, description="不填为今天")
    link = URLField("附件或报道的网址", [Optional(), URL(message="网址有误"), Length(max=500)])

    def validate_period(self, field: Field) -> None:
        """A period is a month, a quarter or a year."""
        if not PERIOD.fullmatch(field.data):
            raise ValidationError("报告期写成 2026-11、2026-Q4 或 2026")

    def data_of_report(self) -> ReportData:
        """What the form says, as the service takes it."""
        return ReportData(
            period=self.period.data,
            percent=self.percent.data,
            text=self.text.data,
            spent_cents=self.spent.cents,
            link=self.link.data or None,
            reached=self.reached.data or [],
            reached_on=(self.reached_on.data or clock.today()) if self.reached.data else None,
        )
