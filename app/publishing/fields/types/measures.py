"""Fields that hold days, years, numbers and amounts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import BigInteger
from sqlalchemy.types import TypeEngine
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.kernel.imports.values import (
    Converter,
    Money,
    day,
    whole,
    year,
)
from app.kernel.web.templating import yuan
from app.publishing.fields.inputs import Day as DayInput
from app.publishing.fields.inputs import Yuan

if TYPE_CHECKING:
    from app.publishing.fields.declaring import Field

from app.publishing.fields.types.base import FieldType, Inputs


@dataclass(frozen=True, kw_only=True)
class Day(FieldType):
    """A day."""

    filter_name: ClassVar[str] = "year"

    def inputs(self, field: "Field") -> Inputs:
        return {
            field.name: DayInput(field.label, optional=not field.required, description=field.hint)
        }

    def convert(self, field: "Field") -> Converter:
        return day

    def words(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True, kw_only=True)
class Year(FieldType):
    """A year, from ``first`` to ``last``."""

    filter_name: ClassVar[str] = "year"
    first: int = 2000
    last: int = 2099

    def inputs(self, field: "Field") -> Inputs:
        said = f"{field.label}应为四位数字的年份，{self.first} 至 {self.last}"
        checks = [InputRequired(f"请填写{field.label}"), NumberRange(self.first, self.last, said)]
        return {field.name: IntegerField(field.label, checks, description=field.hint)}

    def convert(self, field: "Field") -> Converter:
        return year

    def words(self, value: int) -> str:
        return f"{value} 年"


@dataclass(frozen=True, kw_only=True)
class Count(FieldType):
    """A number of people or things."""

    most: int = 100_000_000

    def inputs(self, field: "Field") -> Inputs:
        first = InputRequired(f"请填写{field.label}") if field.required else Optional()
        checks = [first, NumberRange(0, self.most, f"{field.label}应为不小于 0 的整数")]
        return {field.name: IntegerField(field.label, checks, description=field.hint)}

    def typed(self, value: Any) -> Any:
        return value

    def convert(self, field: "Field") -> Converter:
        return whole

    def words(self, value: int) -> str:
        return f"{value:,}"

    @property
    def empty(self) -> int:
        return 0


@dataclass(frozen=True, kw_only=True)
class Amount(FieldType):
    """An amount of money: kept in 分, typed and downloaded in 元. Its name ends with ``_cents``."""

    def column(self) -> TypeEngine[Any]:
        return BigInteger()

    def input_name(self, name: str) -> str:
        return name.removesuffix("_cents")

    def inputs(self, field: "Field") -> Inputs:
        made = Yuan(f"{field.label}{self.unit}", description=field.hint)
        return {self.input_name(field.name): made}

    def typed(self, value: Decimal | None) -> int | None:
        return None if value is None else round(value * 100)

    def shown(self, value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value) / 100

    def convert(self, field: "Field") -> Converter:
        return Money()

    def words(self, value: int) -> str:
        return yuan(value)

    def export_key(self, name: str) -> str:
        return f"{name.removesuffix('_cents')}_yuan"

    def exported(self, value: int | None) -> float | None:
        return None if value is None else value / 100

    @property
    def unit(self) -> str:
        return "（元）"

    @property
    def empty(self) -> int:
        return 0
