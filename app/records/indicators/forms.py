"""The filters of the list of promises, and the form of a value."""

from wtforms import Field
from wtforms.validators import ValidationError

from app.kernel.web.filtering import ChoiceFilter, FilterForm, TextFilter
from app.publishing.fields.inputs import RecordForm
from app.records.indicators.notation import UnknownPeriodError, read_period
from app.records.indicators.rules import (
    Part,
    Strand,
    TargetState,
)


class TargetFilterForm(FilterForm):
    """Narrows the list."""

    part = ChoiceFilter("部分", Part.choices())
    strand = ChoiceFilter("领域、战略或工程", Strand.choices())
    state = ChoiceFilter("结果", TargetState.choices())
    bureau = ChoiceFilter("负责单位")
    q = TextFilter("名称、编号或原文")


class ValueFilterForm(FilterForm):
    """Narrows the list of values."""

    strand = ChoiceFilter("领域、战略或工程", Strand.choices())
    bureau = ChoiceFilter("负责单位")
    year = ChoiceFilter("年度")
    q = TextFilter("名称、编号或来源")


class ValueForm(RecordForm):
    """What is checked of a value as a body reports it."""

    def validate_period(self, field: Field) -> None:
        """A period must be understood."""
        try:
            read_period(field.data)
        except UnknownPeriodError as error:
            raise ValidationError(str(error)) from error
