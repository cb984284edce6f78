"""The desk of values: what bodies report on the indicators that are theirs."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for

from app.kernel.search.documents import SearchKind
from app.people.access import can, current_staff
from app.people.permissions import Permission
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.rules import Life
from app.publishing.life.services import Edit
from app.records.indicators import services
from app.records.indicators.forms import ValueForm
from app.records.indicators.notation import read_period
from app.records.indicators.queries.promises import reportable
from app.records.indicators.queries.values import DESK

if TYPE_CHECKING:
    from app.records.indicators.models import IndicatorValue

bp = Blueprint("indicators", __name__, url_prefix="/indicators")


class ValueDesk(RecordDesk["IndicatorValue"]):
    """Values of indicators. None is public in advance: a promise would be kept by the calendar."""

    name = "指标数值"
    source = DESK
    form_class = ValueForm
    can_schedule = False

    def kind(self, record: "IndicatorValue") -> SearchKind:
        """A value is part of its indicator."""
        return SearchKind.INDICATOR

    def facts(self, record: "IndicatorValue") -> list[tuple[str, Any]]:
        """The value, and what it is held against."""
        indicator = record.indicator
        return [
            ("指标", f"{indicator.code}　{indicator.name}"),
            ("目标", indicator.target_words or None),
            ("计算方法", indicator.formula),
            ("负责单位", indicator.bureau.name),
            ("数据期", record.span.words),
            ("数值", record.words),
            ("来源", record.source),
            ("来源日期", record.source_on.isoformat()),
            ("来源网址", record.link),
            ("说明", record.remark),
        ]

    def public_url(self, record: "IndicatorValue") -> str:
        """The indicator's page."""
        return url_for("indicators.detail", code=record.indicator.code)

    def acts(self, record: "IndicatorValue") -> list[tuple[str, str]]:
        """After one period comes the next."""
        if record.life is not Life.PUBLISHED or not can(Permission.EDIT_RECORDS):
            return []
        return [("填报下一期", url_for("admin.indicators.new", indicator=record.indicator_id))]

    def form(self, record: "IndicatorValue | None") -> ValueForm:
        """A new value is about one of the body's own indicators; later that stays as it is."""
        known = [record.indicator] if record else reportable(current_staff())
        form = ValueForm(obj=record, data={"indicator_id": request.args.get("indicator", "")})
        form.indicator_id.offer(
            (str(one.id), f"{one.code}　{one.name}（{one.unit}）") for one in known
        )
        if not known:
            form.indicator_id.description = "没有由本单位填报的指标。"
        if record and not form.is_submitted():
            form.indicator_id.data = str(record.indicator_id)
        return form

    def save(
        self, record: "IndicatorValue | None", form: ValueForm, edit: Edit
    ) -> "IndicatorValue":
        """Keep the value."""
        return services.save_value(
            value=record, data=form.data_of_value(), staff=current_staff(), edit=edit
        )

    def words(self, name: str, value: Any) -> str | None:
        """A period is a code, which people write out."""
        return read_period(value).words if name == "period" else None


desk = ValueDesk(bp)
