"""Values of indicators, as far as they are a kind of record like others."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import request, url_for
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.access import can, current_staff
from app.people.models import Staff
from app.people.permissions import Permission
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.inputs import RecordForm
from app.publishing.kind.declaration import Values
from app.publishing.kind.kind import RecordKind
from app.publishing.kind.staff_views import DeclaredDesk
from app.publishing.life.rules import Life
from app.publishing.life.sealed import Original
from app.records.indicators.forms import ValueForm
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import (
    NotANumberError,
    read_number,
    read_period,
    write_number,
)
from app.records.indicators.queries.promises import by_id, reportable

if TYPE_CHECKING:
    from app.records.indicators.models import IndicatorValue


class IndicatorValueKind(RecordKind[IndicatorValue]):
    """Values: public pages are those of the indicators, the desk is that of all kinds."""

    model = IndicatorValue
    search_kind = SearchKind.INDICATOR
    can_schedule = False
    name = "指标数值"
    endpoint, path = "indicators", "/indicators"
    page_load = (joinedload(IndicatorValue.indicator).joinedload(Indicator.bureau),)
    form_base = ValueForm

    def prepare(
        self,
        record: IndicatorValue | None,
        values: Values,
        *,
        staff: Staff,
        extra: Mapping[str, Any],
    ) -> tuple[Values, Original | None]:
        """Period and number in their one form; the indicator of a value never changes.

        Raises InvalidInputError for what another body reports, what is still to come, and what is
        no number in the unit of the indicator.
        """
        indicator = record.indicator if record else by_id(values["indicator_id"])
        _refuse_others(indicator, staff)
        period, today = read_period(values["period"]), clock.today()
        if period.starts_on > today:
            raise InvalidInputError(f"{period.label}还没有开始，不能填报。")
        if values["source_on"] > today:
            raise InvalidInputError("来源日期不能晚于今天。")
        try:
            number = write_number(read_number(values["value"], indicator.unit))
        except NotANumberError as error:
            raise InvalidInputError(f"数值：{error}。") from error
        normalised = {"indicator_id": indicator.id, "period": period.code, "value": number}
        return values | normalised, None

    def desk_rows(self, record: IndicatorValue) -> Iterable[tuple[str, Any, str]]:
        """The value, and what it is held against."""
        found = record.indicator
        first, *others = self.page_rows(record)
        return [
            first,
            ("目标", found.target_words, ""),
            ("计算方法", found.formula, ""),
            ("负责单位", found.bureau.name, ""),
            *others,
        ]

    def shown(self, record: IndicatorValue, field: RecordField) -> Any:
        """Indicator, period and number in words."""
        match field.name:
            case "indicator_id":
                return f"{record.indicator.code}　{record.indicator.name}"
            case "period":
                return record.span.label
            case "value":
                return record.value_label
        return super().shown(record, field)


def _refuse_others(indicator: Indicator, staff: Staff) -> None:
    if not indicator.takes_reports:
        raise InvalidInputError("这个指标由本站按记录计算，不能填报数值。")
    if staff.bureau_id != indicator.bureau_id and not staff.bureau.is_coordination_office:
        raise InvalidInputError(f"这个指标由{indicator.bureau.name}填报。")


VALUES = IndicatorValueKind()


class ValueDesk(DeclaredDesk):
    """Values of indicators. None is public in advance: a promise would be kept by the calendar."""

    def public_url(self, record: "IndicatorValue") -> str:
        """The indicator's page."""
        return url_for("indicators.detail", code=record.indicator.code)

    def acts(self, record: "IndicatorValue") -> list[tuple[str, str]]:
        """After one period comes the next."""
        if record.life is not Life.PUBLISHED or not can(Permission.EDIT_RECORDS):
            return []
        return [("填报下一期", url_for("admin.indicators.new", indicator=record.indicator_id))]

    def form(self, record: "IndicatorValue | None") -> RecordForm:
        """A new value is about one of the body's own indicators; later that stays as it is."""
        known = [record.indicator] if record else reportable(current_staff())
        form = super().form(record)
        choice: Any = form["indicator_id"]
        choice.offer((str(one.id), f"{one.code}　{one.name}（{one.unit}）") for one in known)
        if not known:
            choice.description = "没有由本单位填报的指标。"
        if record is None and not form.is_submitted():
            choice.data = request.args.get("indicator", "")
        return form

    def version_words(self, name: str, value: Any) -> str | None:
        """A period is a code, which people write out."""
        return read_period(value).label if name == "period" else None


bp = ValueDesk(VALUES).blueprint
