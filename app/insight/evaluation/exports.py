"""The tables of the page as downloads; what is kept back on the page is kept back here."""

from app.insight.evaluation.figures import ComparedDistrict, DistrictComparison
from app.insight.evaluation.pass_rates import PassRateRow
from app.insight.evaluation.queries.handling import BodyReturns, HandlingLine, OverdueNow
from app.insight.evaluation.queries.measured import CountedRow
from app.insight.evaluation.queries.penalties import CaseCount
from app.insight.evaluation.queries.scorecards import BodyScore, ScoredRecord
from app.insight.evaluation.rules import MatterTally
from app.kernel.imports.exporting import ExportColumn
from app.people.queries import DistrictName

Named = tuple[str, MatterTally]
Placed = tuple[DistrictName, MatterTally]

OVERDUE: tuple[ExportColumn[OverdueNow], ...] = (
    ExportColumn("bureau", "部门", lambda row: row.bureau),
    ExportColumn("overdue", "在办逾期（件）", lambda row: row.count),
    ExportColumn("since", "最早一件的期限", lambda row: row.since),
)

BUREAUS: tuple[ExportColumn[Named], ...] = (
    ExportColumn("bureau", "部门", lambda row: row[0]),
    ExportColumn("received", "收到（件）", lambda row: row[1].shown("received")),
    ExportColumn("ended", "办结（件）", lambda row: row[1].shown("ended")),
    ExportColumn("rate", "按期办结率", lambda row: row[1].rate and round(row[1].rate, 4)),
    ExportColumn("median_days", "办结中位用时（工作日）", lambda row: row[1].median_days),
    ExportColumn("overdue", "逾期（件）", lambda row: row[1].shown("overdue")),
    ExportColumn("waived", "四不放过免予（项）", lambda row: row[1].shown("waived")),
)

DISTRICTS: tuple[ExportColumn[Placed], ...] = (
    ExportColumn("code", "行政区划代码", lambda row: row[0].code),
    ExportColumn("district", "县（市、区）", lambda row: row[0].name),
    ExportColumn("received", "收到（件）", lambda row: row[1].shown("received")),
    ExportColumn("ended", "办结（件）", lambda row: row[1].shown("ended")),
    ExportColumn("rate", "按期办结率", lambda row: row[1].rate and round(row[1].rate, 4)),
)

RETURNS: tuple[ExportColumn[BodyReturns], ...] = (
    ExportColumn("bureau", "部门", lambda row: row.name),
    ExportColumn("returned", "退回（次）", lambda row: row.returned),
    ExportColumn("moved", "改由其他部门承办（次）", lambda row: row.moved),
    ExportColumn("kept", "仍由该部门承办（次）", lambda row: row.stayed),
    ExportColumn("waiting", "待决定（次）", lambda row: row.waiting),
)

HANDLED: tuple[ExportColumn[HandlingLine], ...] = (
    ExportColumn("name", "名称", lambda line: line.name),
    ExportColumn("received", "收到（件）", lambda line: line.tally.shown("received")),
    ExportColumn("ended", "办结（件）", lambda line: line.tally.shown("ended")),
    ExportColumn("rate", "按期办结率", lambda line: line.tally.rate and round(line.tally.rate, 4)),
    ExportColumn("median_days", "办结中位用时（工作日）", lambda line: line.tally.median_days),
    ExportColumn("overdue", "逾期（件）", lambda line: line.tally.shown("overdue")),
    ExportColumn("returned", "退回（次）", lambda line: line.tally.returned),
    ExportColumn("reopened", "复核改变（件）", lambda line: line.tally.shown("reopened")),
    ExportColumn("rated", "评价（件）", lambda line: line.tally.shown("rated")),
    ExportColumn(
        "solved_rate",
        "认为已解决",
        lambda line: line.tally.solved_rate and round(line.tally.solved_rate, 4),
    ),
)

CASES: tuple[ExportColumn[CaseCount], ...] = (
    ExportColumn("field", "领域", lambda row: row.field),
    ExportColumn("year", "决定年度", lambda row: row.year),
    ExportColumn("count", "公示件数", lambda row: row.count),
    ExportColumn("amount_yuan", "罚没金额（元）", lambda row: row.amount_cents / 100),
)

SCORES: tuple[ExportColumn[BodyScore], ...] = (
    ExportColumn("body", "部门", lambda row: row.name),
    ExportColumn("records", "公示过的记录（条）", lambda row: row.score.records),
    ExportColumn("timed", "有公示期限的（条）", lambda row: row.score.timed),
    ExportColumn("in_time", "按期公示（条）", lambda row: row.score.in_time),
    ExportColumn("rate", "按期公示率", lambda row: row.score.rate and round(row.score.rate, 4)),
    ExportColumn("median_days", "公示中位用时（工作日）", lambda row: row.score.median_days),
    ExportColumn("incomplete", "有缺项的记录（条）", lambda row: row.score.incomplete),
    ExportColumn("missing", "缺项（个）", lambda row: row.score.missing),
    ExportColumn("corrections", "更正（次）", lambda row: row.score.corrections),
    ExportColumn("revoked", "应当撤下（条）", lambda row: row.score.revoked),
    ExportColumn("late_withdrawals", "逾期撤下（条）", lambda row: row.score.late_withdrawals),
)

RECORDS: tuple[ExportColumn[ScoredRecord], ...] = (
    ExportColumn("body", "部门", lambda row: row.body),
    ExportColumn("kind", "种类", lambda row: row.kind.label),
    ExportColumn("decided_on", "决定日期", lambda row: row.decided_on),
    ExportColumn("published_on", "首次公示日期", lambda row: row.published_on),
    ExportColumn("working_days", "用时（工作日）", lambda row: row.working_days),
    ExportColumn("limit", "期限（工作日）", lambda row: row.limit),
    ExportColumn("gaps", "缺少的项目", lambda row: row.gaps),
    ExportColumn("missing", "缺项（个）", lambda row: len(row.gaps)),
    ExportColumn("corrections", "更正（次）", lambda row: row.corrections),
    ExportColumn("revoked_on", "撤销或变更决定日期", lambda row: row.revoked_on),
    ExportColumn("due_on", "应当撤下的最后一日", lambda row: row.due_on),
    ExportColumn("withdrawn_on", "撤下日期", lambda row: row.withdrawn_on),
    ExportColumn("is_late", "逾期撤下", lambda row: row.is_late_withdrawal),
)

COUNTED: tuple[ExportColumn[CountedRow], ...] = (
    ExportColumn("body", "部门", lambda row: row.body),
    ExportColumn("month", "月份", lambda row: row.month),
    ExportColumn("is_good", "计入分子", lambda row: "是" if row.is_good else "否"),
    ExportColumn("working_days", "办结用时（工作日）", lambda row: row.working_days),
)


def compared_columns(comparison: DistrictComparison) -> tuple[ExportColumn[ComparedDistrict], ...]:
    """A district in two years; what is kept back is empty, and so is the change then."""
    label, year = comparison.measure.label, comparison.year
    places = 4 if comparison.measure.is_share else 1
    return (
        ExportColumn("code", "行政区划代码", lambda row: row.code),
        ExportColumn("district", "县（市、区）", lambda row: row.name),
        ExportColumn("before", f"{year - 1}年{label}", lambda row: _rounded(row.before, places)),
        ExportColumn("now", f"{year}年{label}", lambda row: _rounded(row.now, places)),
        ExportColumn("change", "变化", lambda row: _rounded(row.change, places)),
    )


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


PASS_RATES: tuple[ExportColumn[PassRateRow], ...] = (
    ExportColumn("year", "发布年度", lambda row: row.year),
    ExportColumn("product_group", "产品类别", lambda row: row.group),
    ExportColumn("district", "抽样地", lambda row: row.district),
    ExportColumn("level", "任务级别", lambda row: row.level),
    ExportColumn("is_local", "本地生产", lambda row: "是" if row.is_local else "否"),
    ExportColumn("total", "抽查（批）", lambda row: row.rate.total),
    ExportColumn("passed", "合格（批）", lambda row: row.rate.passed),
    ExportColumn("rate", "合格率", lambda row: round(row.rate.share, 4)),
    ExportColumn("low", "95%区间下限", lambda row: round(row.rate.interval[0], 4)),
    ExportColumn("high", "95%区间上限", lambda row: round(row.rate.interval[1], 4)),
)
