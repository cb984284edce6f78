"""The columns of the downloaded list of results."""

from app.kernel.imports.exporting import Column
from app.records.surveys.models import SurveyResult

COLUMNS: tuple[Column[SurveyResult], ...] = (
    Column("id", "记录编号", lambda one: one.id),
    Column("title", "调查名称", lambda one: one.title),
    Column("question", "问题或测评项目", lambda one: one.question),
    Column("indicator", "对应目标", lambda one: one.indicator and one.indicator.code),
    Column("target", "目标值", lambda one: one.indicator and one.indicator.target_words),
    Column("period", "调查时期", lambda one: one.period),
    Column("surveying_body", "组织部门", lambda one: one.surveying_body),
    Column("contractor", "实施机构", lambda one: one.contractor),
    Column("method", "调查方法", lambda one: one.method),
    Column("sample_size", "有效样本", lambda one: one.sample_size),
    Column("population", "总体", lambda one: one.population),
    Column("kind", "结果类型", lambda one: one.kind),
    Column("satisfied", "满意人数", lambda one: one.satisfied),
    Column("mean", "平均分", lambda one: one.mean),
    Column("deviation", "标准差", lambda one: one.deviation),
    Column("top", "满分", lambda one: one.top),
    Column("value", "结果", lambda one: round(one.finding.value, 2)),
    Column(
        "margin",
        "误差（95%）",
        lambda one: None if one.finding.margin is None else round(one.finding.margin, 2),
    ),
    Column("low", "区间下限", lambda one: round(one.finding.low, 2)),
    Column("high", "区间上限", lambda one: round(one.finding.high, 2)),
    Column("document", "来源文件", lambda one: one.document),
    Column("document_on", "文件日期", lambda one: one.document_on),
    Column("link", "来源网址", lambda one: one.link),
    Column("remark", "说明", lambda one: one.remark),
)
