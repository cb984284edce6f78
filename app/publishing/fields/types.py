"""Kinds of fields: how a value is kept, typed, read from a file, exported and put into words.

A value is what the record's column holds. A form holds something else for some kinds (an amount
in 元 for one in 分), and so does a file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import BigInteger, String, Text
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
    number,
    text,
    unbroken,
    whole,
    year,
)
from app.kernel.labels import LabelledEnum
from app.kernel.web.templating import yuan
from app.publishing.fields.inputs import Choice as ChoiceInput
from app.publishing.fields.inputs import Day as DayInput
from app.publishing.fields.inputs import Prose as ProseInput
from app.publishing.fields.inputs import Words, Yuan

if TYPE_CHECKING:
    from app.publishing.fields.declaring import Field

Inputs = dict[str, Any]
"""Fields of a form by name, as WTForms takes them in a class."""


class SearchRole(StrEnum):
    """What the words of a field are to somebody who searches."""

    NAME = "name"
    """A party's name, also found by its sound and its parts."""
    CODE = "code"
    """Found when typed whole, however it is written."""
    NUMBER = "number"
    """The number of a document, found when typed whole."""
    TEXT = "text"
    """Words among others; the field's label says where they were found."""


@dataclass(frozen=True, kw_only=True)
class FieldType:
    """A kind of field. ``search`` is what its words are to who searches, unless declared else."""

    search: ClassVar[SearchRole | None] = None
    filter_name: ClassVar[str] = ""
    """The parameter of the filter; empty where it is called like the field."""

    def column(self) -> TypeEngine[Any] | None:
        """The column's type, None where the annotation says it."""
        return None

    def read(self, record: Any, name: str) -> Any:
        """What pages and downloads show of the record: its value, or what that is the key of."""
        return getattr(record, name)

    def input_name(self, name: str) -> str:
        """What the field is called in the form."""
        return name

    def inputs(self, field: "Field") -> Inputs:
        """What the form asks."""
        raise NotImplementedError

    def typed(self, value: Any) -> Any:
        """The column's value for what is in the form; None for nothing."""
        return value or None

    def shown(self, value: Any) -> Any:
        """What the form shows of the column's value."""
        return value

    def convert(self, field: "Field") -> Converter:
        """How a cell of a file is read."""
        raise NotImplementedError

    def words(self, value: Any) -> str:
        """The value for people; never asked of None."""
        return str(value)

    def export_key(self, name: str) -> str:
        """What the column of a download is called by programs."""
        return name

    def exported(self, value: Any) -> Any:
        """The value in a download."""
        return value

    @property
    def unit(self) -> str:
        """What stands behind the label where somebody types or computes, such as （元）."""
        return ""

    @property
    def css(self) -> str:
        """The class of the value on the record's page."""
        return ""

    @property
    def empty(self) -> Any:
        """What a column that must hold something holds for nothing."""
        return ""


@dataclass(frozen=True, kw_only=True)
class Line(FieldType):
    """A line of at most ``most`` characters."""

    most: int
    unbroken: bool = False
    """A name: cells and scans break it in places that mean nothing."""

    def column(self) -> TypeEngine[Any]:
        return String(self.most)

    def inputs(self, field: "Field") -> Inputs:
        made = Words(field.label, self.most, optional=not field.required, description=field.hint)
        return {field.name: made}

    def convert(self, field: "Field") -> Converter:
        return unbroken(self.most) if self.unbroken else text(self.most)


@dataclass(frozen=True, kw_only=True)
class DocumentNumber(Line):
    """The number of a document: text, whose digits no spreadsheet may have rounded."""

    search: ClassVar[SearchRole | None] = SearchRole.NUMBER

    def convert(self, field: "Field") -> Converter:
        return number(self.most)


@dataclass(frozen=True, kw_only=True)
class Prose(FieldType):
    """Several lines, of at most ``most`` characters in all."""

    most: int
    in_column: int | None = None
    """How many fit into the column, where it has an end."""

    def column(self) -> TypeEngine[Any]:
        return String(self.in_column) if self.in_column else Text()

    def inputs(self, field: "Field") -> Inputs:
        made = ProseInput(
            field.label, self.most, optional=not field.required, description=field.hint
        )
        return {field.name: made}

    def convert(self, field: "Field") -> Converter:
        return text(self.most, lines=True)

    @property
    def css(self) -> str:
        return "mj-lines"


@dataclass(frozen=True, kw_only=True)
class Items(Prose):
    """Several items: kept with ``SEPARATOR`` between them, typed one a line."""

    SEPARATOR: ClassVar[str] = "；"

    def typed(self, value: Any) -> str | None:
        lines = (line.strip() for line in (value or "").replace(self.SEPARATOR, "\n").splitlines())
        return self.SEPARATOR.join(filter(None, lines)) or None

    def shown(self, value: Any) -> str:
        return (value or "").replace(self.SEPARATOR, "\n")


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
        said = f"{field.label}应为 {self.first} 至 {self.last}"
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


@dataclass(frozen=True, kw_only=True)
class Choice(FieldType):
    """One of the members of an enumeration; ``offered`` are those that an editor may choose."""

    of: type[LabelledEnum]
    offered: Sequence[LabelledEnum] = ()

    def choices(self) -> list[tuple[str, str]]:
        """Value and label of what may be chosen."""
        return [(member.value, member.label) for member in self.offered or self.of]

    def inputs(self, field: "Field") -> Inputs:
        usual = field.default.value if isinstance(field.default, LabelledEnum) else None
        made = ChoiceInput(field.label, self.choices(), default=usual, description=field.hint)
        return {field.name: made}

    def typed(self, value: str) -> LabelledEnum | None:
        return self.of(value) if value else None

    def shown(self, value: LabelledEnum | None) -> str:
        return value.value if value else ""

    def convert(self, field: "Field") -> Converter:
        return choice({member.label: member for member in self.of}, field.label)

    def words(self, value: LabelledEnum) -> str:
        return value.label


@dataclass(frozen=True, kw_only=True)
class Choices(FieldType):
    """Several members of an enumeration; the column holds their values."""

    of: type[LabelledEnum]

    def column(self) -> TypeEngine[Any]:
        return CodeList()

    def inputs(self, field: "Field") -> Inputs:
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

    def convert(self, field: "Field") -> Converter:
        return text(200)

    def words(self, value: Sequence[str]) -> str:
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

    def inputs(self, field: "Field") -> Inputs:
        made = ChoiceInput(field.label, self.WORDS, nothing=self.otherwise, description=field.hint)
        return {self.input_name(field.name): made}

    def typed(self, value: str) -> bool | None:
        return self.ANSWERS.get(value)

    def shown(self, value: bool | None) -> str:
        return "" if value is None else "yes" if value else "no"

    def convert(self, field: "Field") -> Converter:
        return choice({"是": True, "否": False}, field.label)

    def words(self, value: bool) -> str:
        return "是" if value else "否"

    def exported(self, value: bool | None) -> str:
        return "" if value is None else self.words(value)


@dataclass(frozen=True, kw_only=True)
class Body(Line):
    """The body that answers for something, by its name; ``bureau`` is the column of its key.

    The key is set where the body has a desk here.
    """

    filter_name: ClassVar[str] = "bureau"
    search: ClassVar[SearchRole | None] = SearchRole.TEXT
    bureau: str


@dataclass(frozen=True, kw_only=True)
class District(FieldType):
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

    def inputs(self, field: "Field") -> Inputs:
        made = ChoiceInput(field.label, nothing=self.otherwise, description=field.hint)
        return {self.input_name(field.name): made}

    def shown(self, value: str | None) -> str:
        return value or ""

    def convert(self, field: "Field") -> Converter:
        return text(100)

    def export_key(self, name: str) -> str:
        return name.removesuffix("_code")
