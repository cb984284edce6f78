"""Results of satisfaction surveys as a kind of record, and the values of promises from them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from flask import Flask
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.db.cache import remembered
from app.kernel.errors import InvalidInputError
from app.kernel.imports.exporting import ExportColumn
from app.kernel.imports.targets import Hint, Rejection
from app.kernel.search.documents import SearchDocument, SearchKind
from app.people.models import Staff
from app.publishing.fields.declaring import FieldPlace, RecordField
from app.publishing.fields.inputs import ChoiceInput, RecordForm
from app.publishing.kind.declaration import Fault, Options, RecordParty, Values
from app.publishing.kind.kind import PublicKind
from app.publishing.kind.saving import RecordRow, register_import
from app.publishing.life.sealed import Original
from app.records.indicators.measures import Computed, RowsLink, register_measure
from app.records.indicators.models import Indicator
from app.records.indicators.notation import UnknownPeriodError, read_period
from app.records.surveys import figures, queries
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind, fault, result_words, share, share_finding

_ADDRESS = re.compile(r"https?://[^\s/]+\S*")


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


COMPUTED: Mapping[str, Sequence[ExportColumn[SurveyResult]]] = {
    "indicator_id": (
        ExportColumn("target", "目标值", lambda one: one.indicator and one.indicator.target_words),
    ),
    "top": (
        ExportColumn("value", "结果", lambda one: _rounded(one.finding.value)),
        ExportColumn("margin", "误差（95%）", lambda one: _rounded(one.finding.margin)),
        ExportColumn("low", "区间下限", lambda one: _rounded(one.finding.low)),
        ExportColumn("high", "区间上限", lambda one: _rounded(one.finding.high)),
    ),
}
"""Columns of a download that are computed, by the field behind which they stand."""


class SurveyRow(RecordRow):
    """One row, understood as the result of one question."""

    required_any = (("satisfied", "mean"),)
    whole = {"title": (), "surveying_body": (), "document": ()}  # noqa: RUF012  # read once

    @cached_property
    def content(self) -> Values:
        """A row that gives no points counted those who were satisfied."""
        is_share = self.values["mean"] is None
        stated = self.values["kind"] or (ResultKind.SHARE if is_share else ResultKind.MEAN)
        return super().content | {
            "kind": stated,
            "indicator_id": self._promises.get(self.values["indicator_id"] or ""),
            "period_ends_on": read_period(self.values["period"]).ends_on,
        }

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        code = self.values["indicator_id"]
        if code and code not in self._promises:
            return Rejection(f"没有编号为“{code}”、由调查得出的目标", "indicator_id")
        return super().problem()

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        if self.content["kind"] is ResultKind.MEAN and self.content["deviation"] is None:
            return (*super().hints(), Hint("没有标准差，误差不能计算", "deviation"))
        return super().hints()

    @property
    def _promises(self) -> Mapping[str, int]:
        return self.source.once(queries.promise_keys)


class SurveysKind(PublicKind[SurveyResult]):
    """What was found on one question, with the margin that anyone can compute again."""

    model = SurveyResult
    search_kind = SearchKind.SURVEY
    endpoint, path = "surveys", "/evaluation/surveys"
    mark, unit = "评", "项"
    title, page_title, content_title = "满意度调查", "调查结果", "怎样调查的"
    lead = (
        "各部门组织的满意度调查：问了什么、怎样抽取、多少人回答、误差多大。"
        "满意率和误差由系统按人数算出，不由人填写。"
    )
    description = "各行业满意度调查的结果，附样本量、调查方法和误差范围。"
    column_type = "数据公开"
    has_feed = False
    can_schedule = False
    """A promise would be kept by the calendar."""
    desk_group = "工程与考核"
    words_filter = "名称或问题"
    dated_by = "document_on"
    orders = {"period": queries.NEWEST}  # noqa: RUF012  # read once
    read_for_search = ("period", "kind", "satisfied", "sample_size", "mean", "top")
    load = page_load = (joinedload(SurveyResult.indicator),)
    list_template = "records/surveys/list.html"
    page_template = "records/surveys/detail.html"
    doubled = "这项结果已经录入：调查名称、问题和调查时期都相同。"

    @property
    def desk_path(self) -> str:
        """Figures have a section among the public pages and none at the desk."""
        return "/surveys"

    def init_app(self, app: Flask) -> None:
        """Let files bring results, and promises have their values."""
        super().init_app(app)
        register_import(app, self, SurveyRow)
        register_measure(app, queries.MEASURE, _values_of, rows=[SurveyResult])

    def title_of(self, row: Any) -> str:
        """The name of the survey."""
        return str(row.title)

    def party_of(self, record: SurveyResult) -> RecordParty:
        """Nobody, who could contest it."""
        return RecordParty("", "")

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """The period, and what was found on the question."""
        found = result_words(row.kind, row.satisfied, row.sample_size, row.mean, row.top)
        return read_period(row.period).label, f"{row.question} {found}"

    def completed(self, document: SearchDocument, row: Any) -> SearchDocument:
        """It belongs to the year of its period, whenever the document was written."""
        return replace(document, year=read_period(row.period).year)

    def prepare(
        self, record: SurveyResult | None, values: Values, *, staff: Staff, extra: Mapping[str, Any]
    ) -> tuple[Values, Original | None]:
        """The period by its code; raises InvalidInputError for words that name none."""
        try:
            return values | {"period": read_period(values["period"]).code}, None
        except UnknownPeriodError as error:
            raise InvalidInputError(f"{self.labels['period']}：{error}。") from error

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """A period to come, an address that leads nowhere, numbers that clash."""
        period, link, today = read_period(values["period"]), values["link"], clock.today()
        if period.starts_on > today:
            return "period", f"{period.label}还没有开始"
        if link and not _ADDRESS.fullmatch(link):
            return "link", "来源网址应以 https:// 或 http:// 开头"
        wrong = fault(values, today=today)
        return ("sample_size", wrong) if wrong else None

    def identity(self, values: Mapping[str, Any]) -> Sequence[object]:
        """Which question of which survey; not what was found, which may be corrected."""
        return values["title"], values["question"], values["period"]

    def offer(self, form: RecordForm) -> None:
        """The promises that surveys answer."""
        promise: ChoiceInput = form["indicator_id"]
        promise.offer(queries.surveyed_promises())

    def filter_choices(self, fixed: Mapping[str, Any]) -> Options:
        """The same, above the list."""
        return {"indicator": remembered("surveys.indicators", queries.surveyed_promises)}

    def own_columns(self) -> Sequence[ExportColumn[SurveyResult]]:
        """What is computed stands behind that of which it is computed."""
        return [
            column
            for field in self.fields_in(FieldPlace.EXPORT)
            for column in (*field.type.columns(field), *COMPUTED.get(field.name, ()))
        ]

    def shown(self, record: SurveyResult, field: RecordField) -> Any:
        """Numbers with what they are of."""
        words = super().shown(record, field)
        match field.name:
            case "sample_size":
                return f"{words} 人（n）"
            case "population":
                return f"{words} 人（N）" if words else "不详，按总体很大计算"
            case "deviation" if words:
                return f"{words} 分"
        return words

    def desk_rows(self, record: SurveyResult) -> Iterable[tuple[str, Any, str]]:
        """All that was typed, and what is computed from it."""
        computed = [("结果", record.result_label, ""), ("误差（95%）", record.margin_label, "")]
        return [*self.rows_in(FieldPlace.VERSION, record), *computed]

    def beside_list(self, filters: Any) -> Mapping[str, Any]:
        """The bars of the results on a page."""
        return {"scale_of": figures.scale}

    def beside_page(self, record: SurveyResult) -> Mapping[str, Any]:
        """The bar of the result, and those of all that answer the same promise."""
        promise = record.indicator_id
        series = queries.results_of(promise) if promise else [record]
        return {"own": figures.scale([record]).bars[0], "scale": figures.scale(series)}


def _values_of(indicator: Indicator) -> list[Computed]:
    return [_computed(indicator, one) for one in queries.by_promise().get(indicator.id, [])]


def _computed(indicator: Indicator, one: queries.SurveyedShare) -> Computed:
    found = share_finding(one.satisfied, one.sample_size, one.population)
    return Computed(
        indicator=indicator,
        span=read_period(one.period),
        number=share(one.satisfied, one.sample_size),
        remark=f"满意 {one.satisfied:,} 人 ÷ 有效样本 {one.sample_size:,} 人，"
        f"误差 ±{found.margin:.1f} 个百分点（95%）",
        rows=RowsLink("surveys.detail", {"record_id": one.id}),
        source=one.title,
    )


KIND = SurveysKind()
