"""The plans of projects in files: a sheet of milestones, or a line for each of them in one cell."""

from app.kernel import clock
from app.kernel.imports.cells import BadValueError, Cell
from app.kernel.imports.exporting import DetailSheet, ExportColumn
from app.kernel.imports.layouts import Detail, Layout, LayoutField
from app.kernel.imports.targets import Rejection
from app.kernel.imports.values import day, plain, text
from app.publishing.fields.derived import download_columns
from app.records.projects.models import KeyProject, ProjectMilestone
from app.records.projects.progress import progress_of
from app.records.projects.steps import (
    EVIDENCE_LENGTH,
    TITLE_LENGTH,
    PlanRows,
    StepData,
    write_steps,
)

_as_title = text(TITLE_LENGTH)


def plan_lines(project: KeyProject) -> str:
    """The way back: what ``plan_cell`` reads."""
    return "\n".join(
        f"{step.title}｜{step.weight}｜{step.planned_start_on or ''}｜{step.planned_on}"
        f"｜{step.evidence}｜{step.actual_on or ''}"
        for step in project.milestones
    )


def _title(cell: Cell, unit: str | None) -> str:
    """A name without the bar that parts the items of a line."""
    title = str(_as_title(cell, unit))
    if "｜" in title or "|" in title:
        raise BadValueError("不能有竖线（｜），请改用其他标点")
    return title


def _weight(cell: Cell, _unit: str | None) -> int:
    value = plain(cell).rstrip("%％").strip()
    if not (value.isdecimal() and int(value) <= 100):
        raise BadValueError("权重按百分比写成 0 至 100 的整数，例如 30")
    return int(value)


DETAIL = Detail(
    Layout(
        "milestones",
        (
            LayoutField("code", "项目编号", text(30), required=True),
            LayoutField("title", "节点名称", _title, required=True),
            LayoutField("weight", "权重（%）", _weight),
            LayoutField("planned_start_on", "计划开始日期", day),
            LayoutField("planned_on", "计划完成日期", day, required=True),
            LayoutField("evidence", "证明材料", text(EVIDENCE_LENGTH)),
            LayoutField("reached_on", "达到日期", day),
        ),
    ),
    key="code",
    into="plan",
)


def written(rows: PlanRows) -> str:
    """The plan in words, as the desk writes it."""
    return write_steps(
        StepData(
            title=row["title"],
            weight=row["weight"] or 0,
            planned_start_on=row["planned_start_on"],
            planned_on=row["planned_on"],
            evidence=(row["evidence"] or "").replace("|", "｜"),
        )
        for row in rows
    )


def problem(rows: PlanRows, project: KeyProject | None) -> Rejection | None:
    """Why the plan can't be taken. What has been reached is told by reports, once there is a site.

    So a file brings those days with a new project only, and repeats them afterwards.
    """
    titles = [row["title"] for row in rows]
    if twice := next((title for title in titles if titles.count(title) > 1), None):
        return Rejection(f"节点“{twice}”写了两次，名称不能重复", "plan")
    known = {step.title: step.actual_on for step in project.milestones} if project else None
    for row in rows:
        title, on = row["title"], row["reached_on"]
        if on is None:
            continue
        if on > clock.today():
            return Rejection(f"节点“{title}”的达到日期 {on} 还没有到", "plan")
        if known is not None and known.get(title) != on:
            has = f"平台上是 {known[title]}" if known.get(title) else "平台上还没有达到"
            return Rejection(
                f"节点“{title}”的达到日期写成 {on}，{has}；达到节点请在平台上报告进展", "plan"
            )
    return None


def note_reached(project: KeyProject, rows: PlanRows) -> None:
    """Give the milestones of a new project the days on which they were reached."""
    for step, row in zip(project.milestones, rows, strict=True):
        step.actual_on = row["reached_on"]
    project.note_due()


COLUMNS: tuple[ExportColumn[KeyProject], ...] = (
    *download_columns(KeyProject),
    ExportColumn("plan", "节点", plan_lines),
    ExportColumn("planned_percent", "计划完成（%）", lambda project: progress_of(project).planned),
    ExportColumn("actual_percent", "实际完成（%）", lambda project: project.latest_percent),
    ExportColumn("state", "进展判定", lambda project: progress_of(project).state),
    ExportColumn("days_late", "滞后天数", lambda project: progress_of(project).days_late),
    ExportColumn("latest_report_on", "最近报告", lambda project: project.latest_report_on),
)
"""Those up to ``plan`` can be sent back as they are: what a body changes in them is imported, and
what it leaves changes nothing. The others are computed.
"""
MILESTONES: DetailSheet[KeyProject, ProjectMilestone] = DetailSheet(
    name="节点",
    column="plan",
    columns=(
        ExportColumn("code", "项目编号", lambda pair: pair[0].code),
        ExportColumn("project", "项目名称", lambda pair: pair[0].name),
        ExportColumn("title", "节点名称", lambda pair: pair[1].title),
        ExportColumn("weight", "权重（%）", lambda pair: pair[1].weight),
        ExportColumn("planned_start_on", "计划开始日期", lambda pair: pair[1].planned_start_on),
        ExportColumn("planned_on", "计划完成日期", lambda pair: pair[1].planned_on),
        ExportColumn("evidence", "证明材料", lambda pair: pair[1].evidence),
        ExportColumn("reached_on", "达到日期", lambda pair: pair[1].actual_on),
    ),
    details=lambda project: project.milestones,
)
