"""Public pages of the promises, and the columns of their downloads."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from app.kernel.imports.exporting import ExportColumn, export
from app.kernel.web.qr_codes import qr_code
from app.records.indicators import figures
from app.records.indicators.forms import TargetFilterForm, ValueFilterForm
from app.records.indicators.policy import policy
from app.records.indicators.queries import promises
from app.records.indicators.queries import values as published_values
from app.records.indicators.rules import TargetFilters, TargetState, ValueFilters

bp = Blueprint("indicators", __name__, url_prefix="/evaluation/targets")
TARGETS: tuple[ExportColumn[Any], ...] = (
    ExportColumn("code", "指标编号", lambda row: row.indicator.code),
    ExportColumn("name", "指标名称", lambda row: row.indicator.name),
    ExportColumn("part", "部分", lambda row: row.indicator.strand.part),
    ExportColumn("strand", "领域、战略或工程", lambda row: row.indicator.strand),
    ExportColumn("item", "条目", lambda row: row.indicator.item),
    ExportColumn("quote", "原文", lambda row: row.indicator.quote_words),
    ExportColumn("direction", "方向", lambda row: row.indicator.direction),
    ExportColumn("target", "目标值", lambda row: row.indicator.target),
    ExportColumn("unit", "单位", lambda row: row.indicator.unit),
    ExportColumn("baseline", "基数", lambda row: row.indicator.baseline),
    ExportColumn("due_on", "期限", lambda row: row.indicator.due_on or "每年"),
    ExportColumn("bureau", "负责单位", lambda row: row.indicator.bureau.name),
    ExportColumn("frequency", "填报周期", lambda row: row.indicator.frequency),
    ExportColumn("formula", "计算方法", lambda row: row.indicator.formula),
    ExportColumn("state", "结果", lambda row: row.state),
    ExportColumn("period", "数据期", lambda row: row.newest and row.newest.period),
    ExportColumn("value", "数值", lambda row: row.newest and row.newest.value),
    ExportColumn("source", "来源", lambda row: row.newest and row.newest.source),
    ExportColumn("source_on", "来源日期", lambda row: row.newest and row.newest.source_on),
)
VALUES: tuple[ExportColumn[Any], ...] = (
    ExportColumn("code", "指标编号", lambda value: value.indicator.code),
    ExportColumn("name", "指标名称", lambda value: value.indicator.name),
    # Words: a spreadsheet would take the code 2015-09 for a day.
    ExportColumn("period", "数据期", lambda value: value.span.label),
    ExportColumn("value", "数值", lambda value: value.value),
    ExportColumn("unit", "单位", lambda value: value.indicator.unit),
    ExportColumn("source", "来源", lambda value: value.source),
    ExportColumn("source_on", "来源日期", lambda value: value.source_on),
    ExportColumn("link", "来源网址", lambda value: value.link),
    ExportColumn("remark", "说明", lambda value: value.remark),
    ExportColumn("bureau", "负责单位", lambda value: value.indicator.bureau.name),
    ExportColumn("target", "目标", lambda value: value.indicator.target_words),
    ExportColumn("published_on", "首次公示", lambda value: value.published_on),
)


@bp.get("")
def index() -> str | Response:
    """Every promise of the policy, by the part that makes it."""
    tracked = promises.tracked()
    form = TargetFilterForm.read(request.args, bureau=promises.bodies(tracked))
    filters = form.chosen(TargetFilters)
    if file_format := request.args.get("format"):
        rows = promises.all_tracked(filters)
        return export(file_format, name="承诺兑现", columns=TARGETS, rows=rows)
    shown = promises.narrowed(tracked, filters)
    return render_template(
        "records/indicators/list.html",
        form=form,
        policy=policy(),
        states=TargetState,
        counts=promises.counts(tracked),
        total=len(tracked),
        shown=len(shown),
        groups=promises.by_strand(shown),
        counted_here=promises.counted_here(),
        totals=promises.totals(),
    )


@bp.get("/values")
def values() -> str | Response:
    """All published values, to look through and to take away."""
    form = ValueFilterForm.read(request.args, **published_values.value_options())
    chosen = form.chosen(ValueFilters)
    if file_format := request.args.get("format"):
        rows = published_values.all_values(chosen)
        return export(file_format, name="指标数值", columns=VALUES, rows=rows)
    page = published_values.values(chosen, page=form.page.data)
    return render_template("records/indicators/values.html", form=form, page=page)


@bp.get("/<code>")
def detail(code: str) -> str:
    """One indicator: the promise word for word, its values over time, how it is computed."""
    indicator = promises.indicator(code)
    values = published_values.readings(indicator)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "records/indicators/detail.html",
        indicator=indicator,
        policy=policy(),
        values=values,
        standing=promises.Tracked(indicator, values[0] if values else None),
        revisions=published_values.revisions(values),
        chart=figures.chart(indicator, values),
        address=address,
        qr=qr_code(address),
    )
