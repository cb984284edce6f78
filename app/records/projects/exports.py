"""The columns of the downloaded list of projects.

Those up to ``plan`` can be sent back as they are: what a body changes in them is imported,
and what it leaves changes nothing. The others are computed. Workbooks have the milestones in a
sheet of their own, which comes back with the other one.
"""

from app.kernel.imports.exporting import Column, DetailSheet
from app.records.projects.models import KeyProject, ProjectMilestone
from app.records.projects.plans import plan_lines
from app.records.projects.progress import progress_of

COLUMNS: tuple[Column[KeyProject], ...] = (
    Column("code", "项目编号", lambda project: project.code),
    Column("name", "项目名称", lambda project: project.name),
    Column("field", "领域", lambda project: project.field),
    Column("year", "年度", lambda project: project.year),
    Column("lead_body", "牵头单位", lambda project: project.lead_body),
    Column("responsible_person", "责任人", lambda project: project.responsible_person),
    Column("task_force", "工作专班", lambda project: project.task_force),
    Column("implementing_firm", "建设单位", lambda project: project.implementing_firm),
    Column("uscc", "统一社会信用代码", lambda project: project.uscc),
    Column("district", "县（市、区）", lambda project: project.district and project.district.name),
    Column("objective", "目标", lambda project: project.objective),
    Column(
        "investment_yuan",
        "总投资（元）",
        lambda project: project.investment_cents and project.investment_cents / 100,
    ),
    Column(
        "yearly_investment",
        "分年投资（万元）",
        lambda project: "；".join(project.yearly_investment.splitlines()),
    ),
    Column("reports_every", "报告周期", lambda project: project.reports_every),
    Column("starts_on", "开始日期", lambda project: project.starts_on),
    Column("ends_on", "计划完成日期", lambda project: project.ends_on),
    Column("stated_progress", "进展说明", lambda project: project.stated_progress),
    Column("stopped", "已停止", lambda project: "是" if project.is_stopped else ""),
    Column("plan", "节点", plan_lines),
    Column("planned_percent", "计划完成（%）", lambda project: progress_of(project).planned),
    Column("actual_percent", "实际完成（%）", lambda project: project.latest_percent),
    Column("state", "进展判定", lambda project: progress_of(project).state),
    Column("days_late", "滞后天数", lambda project: progress_of(project).days_late),
    Column("latest_report_on", "最近报告", lambda project: project.latest_report_on),
)


MILESTONES: DetailSheet[KeyProject, ProjectMilestone] = DetailSheet(
    name="节点",
    column="plan",
    columns=(
        Column("code", "项目编号", lambda pair: pair[0].code),
        Column("project", "项目名称", lambda pair: pair[0].name),
        Column("title", "节点名称", lambda pair: pair[1].title),
        Column("weight", "权重（%）", lambda pair: pair[1].weight),
        Column("planned_start_on", "计划开始日期", lambda pair: pair[1].planned_start_on),
        Column("planned_on", "计划完成日期", lambda pair: pair[1].planned_on),
        Column("evidence", "证明材料", lambda pair: pair[1].evidence),
        Column("reached_on", "达到日期", lambda pair: pair[1].actual_on),
    ),
    details=lambda project: project.milestones,
)
