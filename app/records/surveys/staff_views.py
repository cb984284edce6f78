"""The desk of survey results."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for

from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.services import Edit
from app.records.indicators.notation import read_period
from app.records.surveys import queries, services
from app.records.surveys.forms import SurveyForm

if TYPE_CHECKING:
    from app.records.surveys.models import SurveyResult

bp = Blueprint("surveys", __name__, url_prefix="/surveys")


class SurveyDesk(RecordDesk["SurveyResult"]):
    """Results of surveys. None is public in advance: a promise would be kept by the calendar."""

    name = "满意度调查"
    source = queries.DESK
    form_class = SurveyForm
    can_schedule = False

    def kind(self, record: "SurveyResult") -> SearchKind:
        """A result of a survey."""
        return SearchKind.SURVEY

    def facts(self, record: "SurveyResult") -> list[tuple[str, Any]]:
        """What was typed, and what is computed from it."""
        promise = record.indicator
        return [
            ("调查名称", record.title),
            ("问题或测评项目", record.question),
            ("对应目标", f"{promise.name} {promise.target_words}" if promise else None),
            ("调查时期", record.span.words),
            ("组织部门", record.surveying_body),
            ("实施机构", record.contractor),
            ("调查方法", record.method),
            ("有效样本", f"{record.sample_size:,}"),
            ("总体", f"{record.population:,}" if record.population else None),
            ("满意人数", None if record.satisfied is None else f"{record.satisfied:,}"),
            ("标准差", record.deviation),
            ("结果", record.words),
            ("误差（95%）", record.margin_words),
            ("来源文件", record.document),
            ("文件日期", record.document_on.isoformat()),
            ("来源网址", record.link),
            ("说明", record.remark),
        ]

    def public_url(self, record: "SurveyResult") -> str:
        """The result's page."""
        return url_for("surveys.detail", survey_id=record.id)

    def form(self, record: "SurveyResult | None") -> SurveyForm:
        """A new result begins with one's own body."""
        own = {"surveying_body": current_staff().bureau.name}
        form = SurveyForm(obj=record, data={} if record else own)
        form.indicator_id.offer(queries.asked_for())
        if record and not form.is_submitted():
            form.indicator_id.data = str(record.indicator_id or "")
        return form

    def save(self, record: "SurveyResult | None", form: SurveyForm, edit: Edit) -> "SurveyResult":
        """Keep the result."""
        return services.save_result(
            result=record, data=form.data_of_result(), staff=current_staff(), edit=edit
        )

    def words(self, name: str, value: Any) -> str | None:
        """A period is a code, which people write out."""
        return read_period(value).words if name == "period" else None


desk = SurveyDesk(bp)
