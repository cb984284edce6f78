"""The columns of the downloaded lists: promises; and values, as the import reads them."""

from app.kernel.imports.exporting import Column
from app.records.indicators.models import IndicatorValue
from app.records.indicators.queries.promises import Tracked

TARGETS: tuple[Column[Tracked], ...] = (
    Column("code", "指标编号", lambda row: row.indicator.code),
    Column("name", "指标名称", lambda row: row.indicator.name),
    Column("part", "部分", lambda row: row.indicator.strand.part),
    Column("strand", "领域、战略或工程", lambda row: row.indicator.strand),
    Column("item", "条目", lambda row: row.indicator.item),
    Column("quote", "原文", lambda row: row.indicator.quote_words),
    Column("direction", "方向", lambda row: row.indicator.direction),
    Column("target", "目标值", lambda row: row.indicator.target),
    Column("unit", "单位", lambda row: row.indicator.unit),
    Column("baseline", "基数", lambda row: row.indicator.baseline),
    Column("due_on", "期限", lambda row: row.indicator.due_on or "每年"),
    Column("bureau", "负责单位", lambda row: row.indicator.bureau.name),
    Column("frequency", "填报周期", lambda row: row.indicator.frequency),
    Column("formula", "计算方法", lambda row: row.indicator.formula),
    Column("state", "结果", lambda row: row.state),
    Column("period", "数据期", lambda row: row.newest and row.newest.period),
    Column("value", "数值", lambda row: row.newest and row.newest.value),
    Column("source", "来源", lambda row: row.newest and row.newest.source),
    Column("source_on", "来源日期", lambda row: row.newest and row.newest.source_on),
)

VALUES: tuple[Column[IndicatorValue], ...] = (
    Column("code", "指标编号", lambda value: value.indicator.code),
    Column("name", "指标名称", lambda value: value.indicator.name),
    # Words: a spreadsheet would take the code 2015-09 for a day.
    Column("period", "数据期", lambda value: value.span.words),
    Column("value", "数值", lambda value: value.value),
    Column("unit", "单位", lambda value: value.indicator.unit),
    Column("source", "来源", lambda value: value.source),
    Column("source_on", "来源日期", lambda value: value.source_on),
    Column("link", "来源网址", lambda value: value.link),
    Column("remark", "说明", lambda value: value.remark),
    Column("bureau", "负责单位", lambda value: value.indicator.bureau.name),
    Column("target", "目标", lambda value: value.indicator.target_words),
    Column("published_on", "首次公示", lambda value: value.published_on),
)
