"""Fields of results of surveys: the promise that is answered, the period, numbers of points."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import String
from sqlalchemy.types import TypeEngine
from wtforms import DecimalField
from wtforms.validators import NumberRange, Optional

from app.kernel.imports.cells import BadValueError, Cell
from app.kernel.imports.values import Converter, plain, text
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.inputs import ChoiceInput
from app.publishing.fields.types import FieldType, Inputs, Line
from app.records.indicators.fields import period_cell
from app.records.indicators.models import Indicator
from app.records.indicators.notation import NotANumberError, read_number, read_period, write_number


@dataclass(frozen=True, kw_only=True)
class PromiseChoice(FieldType):
    """A promise of the policy that surveys answer, by its key; files name it by its code."""

    filter_name: ClassVar[str] = "indicator"

    def read(self, record: Any, name: str) -> Indicator | None:
        promise: Indicator | None = record.indicator
        return promise

    def inputs(self, field: RecordField) -> Inputs:
        return {field.name: ChoiceInput(field.label, nothing="不对应文件的目标")}

    def typed(self, value: str) -> int | None:
        return int(value) if value else None

    def shown(self, value: int | None) -> str:
        return str(value or "")

    def convert(self, field: RecordField) -> Converter:
        return text(20)

    def value_words(self, value: Indicator) -> str:
        return f"{value.name} {value.target_words}"

    def export_key(self, name: str) -> str:
        return "indicator"

    def exported(self, value: Indicator | None) -> str | None:
        return value.code if value else None


@dataclass(frozen=True, kw_only=True)
class PeriodCode(Line):
    """A period by its code, as ``indicators.notation`` writes it: 2026, 2026-H1, 2026-09."""

    is_coded: ClassVar[bool] = True
    most: int = 12

    def convert(self, field: RecordField) -> Converter:
        def code(cell: Cell, _unit: str | None = None) -> str:
            return period_cell(cell).code

        return code

    def value_words(self, value: str) -> str:
        return read_period(value).label


@dataclass(frozen=True, kw_only=True)
class Points(FieldType):
    """A number of points from 0 to ``most``, kept exactly as ``write_number`` writes it."""

    most: int = 1000

    def column(self) -> TypeEngine[Any]:
        return String(24)

    def inputs(self, field: RecordField) -> Inputs:
        check = NumberRange(0, self.most, f"{field.label}{self._range}")
        made = DecimalField(field.label, [Optional(), check], places=None, description=field.hint)
        return {field.name: made}

    def typed(self, value: Decimal | None) -> str | None:
        return None if value is None else write_number(value)

    def shown(self, value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    def convert(self, field: RecordField) -> Converter:
        def points(cell: Cell, _unit: str | None = None) -> str:
            try:
                number = read_number(plain(cell), "分")
            except NotANumberError as error:
                raise BadValueError(str(error)) from error
            if not 0 <= number <= self.most:
                raise BadValueError(self._range)
            return write_number(number)

        return points

    @property
    def _range(self) -> str:
        return f"应为 0 到 {self.most} 的数"
