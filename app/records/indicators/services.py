"""What editors do with the values of indicators."""

from dataclasses import asdict

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.life import services as publishing
from app.publishing.life.services import Edit
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import NotANumberError, read_number, read_period, write_number
from app.records.indicators.queries.promises import by_id
from app.records.indicators.rules import ValueData


def save_value(
    *, value: IndicatorValue | None, data: ValueData, staff: Staff, edit: Edit
) -> IndicatorValue:
    """Keep a new value, or a change of one; a correction keeps what was public before."""
    indicator = value.indicator if value else by_id(data.indicator_id)
    _refuse_others(indicator, staff)
    period, today = read_period(data.period), clock.today()
    if period.starts_on > today:
        raise InvalidInputError(f"{period.words}还没有开始，不能填报。")
    if data.source_on > today:
        raise InvalidInputError("来源日期不能晚于今天。")
    try:
        number = write_number(read_number(data.value, indicator.unit))
    except NotANumberError as error:
        raise InvalidInputError(f"数值：{error}。") from error
    record = value or IndicatorValue(source_bureau_id=staff.bureau_id)
    said = {"indicator_id": indicator.id, "period": period.code, "value": number}
    publishing.save(record, asdict(data) | said, kind=SearchKind.INDICATOR, edit=edit)
    return record


def _refuse_others(indicator: Indicator, staff: Staff) -> None:
    if not indicator.takes_reports:
        raise InvalidInputError("这个指标由本站按记录计算，不能填报数值。")
    if staff.bureau_id != indicator.bureau_id and not staff.bureau.is_coordination_office:
        raise InvalidInputError(f"这个指标由{indicator.bureau.name}填报。")
