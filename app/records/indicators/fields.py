"""Kinds of fields that only values of indicators have."""

import re
from dataclasses import dataclass
from datetime import datetime

from app.kernel.imports.cells import BadValueError, Cell
from app.kernel.imports.values import plain
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.inputs import ChoiceInput
from app.publishing.fields.types import Inputs, NotInFiles
from app.records.indicators.notation import DataPeriod, UnknownPeriodError, read_period

_FIRST_OF_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})[-/]0?1")


@dataclass(frozen=True, kw_only=True)
class IndicatorChoice(NotInFiles):
    """An indicator by its key; which of them a person may choose is said by the desk."""

    def inputs(self, field: RecordField) -> Inputs:
        return {field.name: ChoiceInput(field.label)}

    def typed(self, value: str) -> int:
        return int(value)

    def shown(self, value: int) -> str:
        return str(value)


def period_cell(cell: Cell, _unit: str | None = None) -> DataPeriod:
    """A period; a spreadsheet that took 2015-09 for a day has made it the first of September."""
    value = plain(cell)
    if isinstance(cell, datetime) or _FIRST_OF_MONTH.fullmatch(value):
        match = _FIRST_OF_MONTH.fullmatch(value)
        value = f"{match[1]}-{int(match[2]):02}" if match else value
    try:
        return read_period(value)
    except UnknownPeriodError as error:
        raise BadValueError(str(error)) from error
