"""The tables of the pages as downloads: places, measures of a unit, rows behind a number."""

from app.insight.assessment.formula import MeasureKind
from app.insight.assessment.models import AssessmentRow, AssessmentUnit
from app.insight.assessment.queries.pages import MeasureLine
from app.kernel.imports.exporting import ExportColumn

HUNDREDTHS = 100


def number(hundredths: int | None) -> float | None:
    """Points as spreadsheets take them, from hundredths."""
    return None if hundredths is None else hundredths / HUNDREDTHS


def shows_counts(line: MeasureLine) -> bool:
    """Whether the public is told the numbers behind the points."""
    return line.measure.tells_rows and (line.points is not None or line.measure.least <= 1)


def shown_good(line: MeasureLine) -> int | None:
    """How many rows are good, where that is told."""
    return line.score.good if line.score and shows_counts(line) else None


def shown_total(line: MeasureLine) -> int | None:
    """How many rows there are, where that is told."""
    return line.score.total if line.score and shows_counts(line) else None


def shown_day(row: AssessmentRow) -> str:
    """The day of a row; of a matter the year alone."""
    return f"{row.on:%Y-%m-%d}" if row.source.tells_day else f"{row.on:%Y}"


def result_words(line: MeasureLine) -> str:
    """What was counted: 96 / 100 件，96.0%; where numbers are not told, whether it is enough."""
    if line.score is None or (line.points is None and line.measure.least > 1):
        return "太少，不计分"
    if not line.measure.tells_rows:
        return "达到" if line.points else "没有达到"
    if line.points is None:
        return "没有这类事项"
    return staff_words(line).removesuffix(f"，共 {line.score.total} 件")


def staff_words(line: MeasureLine) -> str:
    """The same for those who may know: the numbers, however small."""
    if line.score is None:
        return "还没有计算"
    good, total = line.score.good, line.score.total
    if line.measure.kind is MeasureKind.DEDUCTION:
        return f"扣分 {total - good} 件，共 {total} 件"
    return f"{good} / {total} 件，{100 * good / total:.1f}%" if total else "没有这类事项"


UNITS: tuple[ExportColumn[AssessmentUnit], ...] = (
    ExportColumn("kind", "类别", lambda unit: unit.kind.label),
    ExportColumn("place", "名次", lambda unit: unit.place),
    ExportColumn("key", "代码", lambda unit: unit.key),
    ExportColumn("name", "单位", lambda unit: unit.name),
    ExportColumn("total", "总分", lambda unit: number(unit.total)),
    ExportColumn("computed", "计算得分（百分制）", lambda unit: number(unit.computed)),
    ExportColumn("open_points", "可计分项目的满分", lambda unit: number(unit.open_points)),
)

ALL_UNITS = (ExportColumn[AssessmentUnit]("year", "年度", lambda unit: unit.cycle.year), *UNITS)

LINES: tuple[ExportColumn[MeasureLine], ...] = (
    ExportColumn("measure", "考核内容", lambda line: line.measure.name),
    ExportColumn("counts", "计什么", lambda line: line.measure.counts),
    ExportColumn("formula", "怎么算", lambda line: line.measure.sentence),
    ExportColumn("most", "满分", lambda line: number(line.measure.most)),
    ExportColumn("points", "得分", lambda line: number(line.points)),
    ExportColumn("good", "符合（件）", shown_good),
    ExportColumn("total", "共（件）", shown_total),
    ExportColumn(
        "before", "上年得分", lambda line: number(line.before.points if line.before else None)
    ),
)

ROWS: tuple[ExportColumn[AssessmentRow], ...] = (
    ExportColumn("on", "日期", shown_day),
    ExportColumn("is_good", "符合", lambda row: "是" if row.is_good else "否"),
    ExportColumn("words", "内容", lambda row: row.words),
    ExportColumn("source", "来源", lambda row: row.source.label),
)
