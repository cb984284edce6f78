"""What follows from the declared fields of a model: inputs of a form, columns of files."""

from collections.abc import Mapping
from typing import Any

from app.kernel.imports.exporting import ExportColumn
from app.kernel.imports.layouts import LayoutField as FileField
from app.publishing.fields.declaring import FieldPlace, fields_in
from app.publishing.fields.inputs import RecordForm
from app.publishing.fields.types import Inputs


def record_form(model: Any, base: type[RecordForm] = RecordForm) -> type[RecordForm]:
    """The form of a record: what its fields ask, in the order declared."""
    inputs: Inputs = {}
    for field in fields_in(model, FieldPlace.FORM):
        inputs |= field.type.inputs(field)
    return type(f"{model.__name__}Form", (base,), inputs)


def typed_values(model: Any, form: RecordForm) -> dict[str, Any]:
    """The columns that the form fills in, as they shall be."""
    return {
        each.name: each.typed(form[each.input_name].data)
        for each in fields_in(model, FieldPlace.FORM)
    }


def values_or_defaults(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a row of a file fills in, as they shall be."""
    return {
        each.name: each.or_default(values[each.name]) for each in fields_in(model, FieldPlace.FILE)
    }


def file_fields(model: Any) -> list[FileField]:
    """The columns of files that bring records."""
    return [
        FileField(
            each.name,
            each.label,
            each.convert,
            required=each.file.required,
            synonyms=each.file.synonyms,
        )
        for each in fields_in(model, FieldPlace.FILE)
    ]


def download_columns(model: Any) -> list[ExportColumn[Any]]:
    """The columns of a download, under the titles that files have."""
    return [one for each in fields_in(model, FieldPlace.EXPORT) for one in each.type.columns(each)]
