"""Fields that hold one of some values, or several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy.types import TypeEngine
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from app.kernel.db.types import CodeList
from app.kernel.imports.values import (
    Converter,
    choice,
    text,
)
from app.kernel.labels import LabelledEnum
from app.publishing.fields.inputs import Choice as ChoiceInput

if TYPE_CHECKING:
    from app.publishing.fields.declaring import Field

from app.publishing.fields.types.base import FieldType, Inputs


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

    def inputs(self, field: "Field") -> Inputs:
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

    @property
    def empty(self) -> None:
        """What is left open follows from something else."""


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
