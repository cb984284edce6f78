"""Fields that hold one of some values, or several; days, years, numbers and amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import BigInteger
from sqlalchemy.types import TypeEngine
from wtforms import IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from app.kernel.db.types import CodeList
from app.kernel.imports.values import (
    Converter,
    Money,
    choice,
    day,
    text,
    whole,
    year,
)
from app.kernel.labels import LabelledEnum
from app.kernel.web.templating import yuan
from app.publishing.fields.inputs import ChoiceInput, DayInput, YuanInput
from app.publishing.fields.types.base import FieldType, Inputs

if TYPE_CHECKING:
    from app.publishing.fields.declaring import RecordField


@dataclass(frozen=True, kw_only=True)
class Choice(FieldType):
    """One of the members of an enumeration; ``offered`` are those that an editor may choose."""

    of: type[LabelledEnum]
    offered: Sequence[LabelledEnum] = ()
    otherwise: str = ""
    """The words for none of them, where an editor may choose none."""

    def choices(self) -> list[tuple[str, str]]:
        """Value and label of what may be chosen."""
        return [(member.value, member.label) for member in self.offered or self.of]

    def inputs(self, field: "RecordField") -> Inputs:
        usual = field.default.value if isinstance(field.default, LabelledEnum) else None
        made = ChoiceInput(
            field.label,
            self.choices(),
            nothing=self.otherwise,
            default=usual,
            description=field.hint,
        )
        return {field.name: made}

    def typed(self, value: str) -> LabelledEnum | None:
        return self.of(value) if value else None

    def shown(self, value: LabelledEnum | None) -> str:
        return value.value if value else ""

    def convert(self, field: "RecordField") -> Converter:
        return choice({member.label: member for member in self.of}, field.label)

    def value_words(self, value: LabelledEnum) -> str:
        return value.label


@dataclass(frozen=True, kw_only=True)
class Choices(FieldType):
    """Several members of an enumeration; the column holds their values."""

    is_coded: ClassVar[bool] = True
    of: type[LabelledEnum]

    def column(self) -> TypeEngine[Any]:
        return CodeList()

    def inputs(self, field: "RecordField") -> Inputs:
        first = [InputRequired(f"请至少选择一个{field.label}")] if field.required else []
        made = SelectMultipleField(
            field.label,
            first,
            choices=[SelectChoice(member.value, member.label) for member in self.of],
            option_widget=CheckboxInput(),
            description=field.hint,
        )
        return {field.name: made}

    def typed(self, value: Sequence[str]) -> list[str]:
        return list(value)

    def convert(self, field: "RecordField") -> Converter:
        return text(200)

    def value_words(self, value: Sequence[str]) -> str:
        return "；".join(self.labels(value))

    def exported(self, value: Sequence[str]) -> list[str]:
        return self.labels(value)

    def labels(self, value: Sequence[str]) -> list[str]:
        """The labels of the values, in the order of the enumeration; unknown ones are left out."""
        return [member.label for member in self.of if member.value in value]


@dataclass(frozen=True, kw_only=True)
class Flag(FieldType):
    """Yes or no. With ``otherwise`` an editor may leave it open, and those words say what then."""

    ANSWERS: ClassVar[Mapping[str, bool]] = {"yes": True, "no": False}
    WORDS: ClassVar[Sequence[tuple[str, str]]] = (("yes", "是"), ("no", "否"))
    otherwise: str = ""

    def input_name(self, name: str) -> str:
        return name.removeprefix("is_")

    def inputs(self, field: "RecordField") -> Inputs:
        made = ChoiceInput(field.label, self.WORDS, nothing=self.otherwise, description=field.hint)
        return {self.input_name(field.name): made}

    def typed(self, value: str) -> bool | None:
        return self.ANSWERS.get(value)

    def shown(self, value: bool | None) -> str:
        return "" if value is None else "yes" if value else "no"

    def convert(self, field: "RecordField") -> Converter:
        return choice({"是": True, "否": False}, field.label)

    def value_words(self, value: bool) -> str:
        return "是" if value else "否"

    def exported(self, value: bool | None) -> str:
        return "" if value is None else self.value_words(value)

    @property
    def empty(self) -> None:
        """What is left open follows from something else."""


@dataclass(frozen=True, kw_only=True)
class DistrictChoice(FieldType):
    """A county-level district by its code; ``otherwise`` says what follows from choosing none."""

    filter_name: ClassVar[str] = "district"
    otherwise: str = "按企业登记地"
    follows_company: bool = True
    """Whether it is that of the party's company where none is chosen."""

    def read(self, record: Any, name: str) -> str | None:
        district = getattr(record, name.removesuffix("_code"))
        return district.name if district else None

    def input_name(self, name: str) -> str:
        return name.removesuffix("_code")

    def inputs(self, field: "RecordField") -> Inputs:
        made = ChoiceInput(field.label, nothing=self.otherwise, description=field.hint)
        return {self.input_name(field.name): made}

    def shown(self, value: str | None) -> str:
        return value or ""

    def convert(self, field: "RecordField") -> Converter:
        return text(100)

    def export_key(self, name: str) -> str:
        return name.removesuffix("_code")


@dataclass(frozen=True, kw_only=True)
class Day(FieldType):
    """A day."""

    filter_name: ClassVar[str] = "year"

    def inputs(self, field: "RecordField") -> Inputs:
        return {
            field.name: DayInput(field.label, optional=not field.required, description=field.hint)
        }

    def convert(self, field: "RecordField") -> Converter:
        return day

    def value_words(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True, kw_only=True)
class Year(FieldType):
    """A year, from ``first`` to ``last``."""

    filter_name: ClassVar[str] = "year"
    first: int = 2000
    last: int = 2099

    def inputs(self, field: "RecordField") -> Inputs:
        message = f"{field.label}应为四位数字的年份，{self.first} 至 {self.last}"
        checks = [
            InputRequired(f"请填写{field.label}"),
            NumberRange(self.first, self.last, message),
        ]
        return {field.name: IntegerField(field.label, checks, description=field.hint)}

    def convert(self, field: "RecordField") -> Converter:
        return year

    def value_words(self, value: int) -> str:
        return f"{value} 年"


@dataclass(frozen=True, kw_only=True)
class Count(FieldType):
    """A whole number of people or things, from 0 to ``most``."""

    most: int = 100_000_000

    def inputs(self, field: "RecordField") -> Inputs:
        first = InputRequired(f"请填写{field.label}") if field.required else Optional()
        checks = [first, NumberRange(0, self.most, f"{field.label}应为不小于 0 的整数")]
        return {field.name: IntegerField(field.label, checks, description=field.hint)}

    def typed(self, value: Any) -> Any:
        return value

    def convert(self, field: "RecordField") -> Converter:
        return whole

    def value_words(self, value: int) -> str:
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

    def inputs(self, field: "RecordField") -> Inputs:
        made = YuanInput(f"{field.label}{self.unit}", description=field.hint)
        return {self.input_name(field.name): made}

    def typed(self, value: Decimal | None) -> int | None:
        return None if value is None else round(value * 100)

    def shown(self, value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value) / 100

    def convert(self, field: "RecordField") -> Converter:
        return Money()

    def value_words(self, value: int) -> str:
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
