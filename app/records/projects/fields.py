"""Kinds of fields that only projects and their reports have."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.types import TypeEngine
from wtforms import BooleanField, IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput

from app.kernel.db.types import CodeList
from app.kernel.imports.values import Converter, text
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.types import FieldType, Inputs, NotInFiles, Prose


@dataclass(frozen=True, kw_only=True)
class YearlyInvestment(Prose):
    """Investment by year in 万元, a line for each (``steps.read_years``)."""

    def exported(self, value: str) -> str:
        return "；".join(value.splitlines())

    @property
    def unit(self) -> str:
        return "（万元）"


@dataclass(frozen=True, kw_only=True)
class CheckMark(FieldType):
    """Something that is so, or about which nothing is said."""

    def inputs(self, field: RecordField) -> Inputs:
        return {field.name: BooleanField(field.label)}

    def typed(self, value: bool) -> bool:
        return bool(value)

    def convert(self, field: RecordField) -> Converter:
        return text(10)

    def value_words(self, value: bool) -> str:
        return "是" if value else ""

    def export_key(self, name: str) -> str:
        return name.removeprefix("is_")

    def exported(self, value: bool) -> str:
        return self.value_words(value)


@dataclass(frozen=True, kw_only=True)
class Percent(NotInFiles):
    """How much is done, from 0 to 100."""

    def inputs(self, field: RecordField) -> Inputs:
        checks = [
            InputRequired("请填写累计完成的百分比"),
            NumberRange(0, 100, "应在 0 至 100 之间"),
        ]
        return {field.name: IntegerField(f"{field.label}（%）", checks, description=field.hint)}

    def typed(self, value: int) -> int:
        return value

    def value_words(self, value: int) -> str:
        return f"{value}%"


@dataclass(frozen=True, kw_only=True)
class MilestoneChoices(NotInFiles):
    """Milestones by their keys; which of them there are to choose is said by the desk."""

    def column(self) -> TypeEngine[Any]:
        return CodeList()

    def inputs(self, field: RecordField) -> Inputs:
        return {field.name: SelectMultipleField(field.label, option_widget=CheckboxInput())}

    def typed(self, value: list[str]) -> list[str]:
        return value or []
