"""What editors do with results of surveys."""

from dataclasses import asdict
from decimal import Decimal

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.life import services as publishing
from app.publishing.life.services import Edit
from app.records.indicators.notation import UnknownPeriodError, read_period, write_number
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import SurveyData, fault

POINTS = ("mean", "deviation", "top")


def save_result(
    *, result: SurveyResult | None, data: SurveyData, staff: Staff, edit: Edit
) -> SurveyResult:
    """Keep a new result, or a change of one. Raises InvalidInputError where its numbers clash."""
    if wrong := fault(data, today=clock.today()):
        raise InvalidInputError(f"{wrong}。")
    try:
        period = read_period(data.period)
    except UnknownPeriodError as error:
        raise InvalidInputError(f"调查时期：{error}。") from error
    if period.starts_on > clock.today():
        raise InvalidInputError(f"{period.words}还没有开始。")
    record = result or SurveyResult(source_bureau_id=staff.bureau_id)
    values = asdict(data) | {"period": period.code}
    values |= {name: _written(values[name]) for name in POINTS}
    publishing.save(record, values, kind=SearchKind.SURVEY, edit=edit)
    return record


def _written(number: Decimal | None) -> str | None:
    return None if number is None else write_number(number)
