"""The filters of the list of projects, and what is checked of a project and of a report."""

from wtforms import Field
from wtforms.validators import ValidationError

from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.publishing.fields.inputs import RecordForm
from app.records.projects.rules import (
    PERIOD,
    ProjectField,
    ProjectOrder,
    ProjectProgress,
)
from app.records.projects.steps import read_steps, read_years, write_years


class ProjectFilterForm(FilterForm):
    """Narrows and sorts the list."""

    field = ChoiceFilter("领域", ProjectField.choices())
    bureau = ChoiceFilter("牵头单位")
    district = ChoiceFilter("县（市、区）")
    year = ChoiceFilter("年度")
    progress = ChoiceFilter("进展", ProjectProgress.choices())
    q = TextFilter("名称或编号")
    sort = SortField(*ProjectOrder)


class ProjectForm(RecordForm):
    """What is checked of several fields of a project."""

    def validate_plan(self, field: Field) -> None:
        """Each line of the plan must be understood."""
        try:
            read_steps(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def validate_yearly_investment(self, field: Field) -> None:
        """Each line must be understood, and the years make up the whole."""
        try:
            years = read_years(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        total = self["investment"].cents
        if years and total is not None and sum(years.values()) != total:
            together = write_years({0: sum(years.values())}).partition("｜")[2]
            raise ValidationError(f"分年投资合计 {together} 万元，与总投资不一致，请核对")


class ProgressReportForm(RecordForm):
    """What is checked of a lead body's report."""

    def validate_period(self, field: Field) -> None:
        """A period is a month, a quarter or a year."""
        if not PERIOD.fullmatch(field.data):
            raise ValidationError("报告期写成 2026-11、2026-Q4 或 2026")
