"""The columns of a downloaded list, under the titles that the import understands."""

from functools import cache
from typing import Any

from app.kernel.imports.exporting import Column
from app.publishing.fields.declaring import Field, Place
from app.publishing.kind.kind import RecordKind


@cache
def columns(kind: RecordKind[Any]) -> tuple[Column[Any], ...]:
    """The record's number, its fields, and for what can be contested that it is."""
    first: Column[Any] = Column("id", "记录编号", lambda record: record.id)
    last: Column[Any] = Column("caution", "异议标注", lambda record: record.caution)
    fields = [_column(each) for each in kind.fields_in(Place.EXPORT)]
    return (first, *fields, *([last] if kind.is_contestable else []))


def _column(field: Field) -> Column[Any]:
    def value(record: Any) -> Any:
        return field.type.exported(field.type.read(record, field.name))

    return Column(field.export_key, field.title, value)
