"""The columns of a downloaded list, under the titles that the import understands."""

from functools import cache
from typing import Any

from app.kernel.imports.exporting import Column
from app.publishing.fields.derived import download_columns
from app.publishing.kind.kind import RecordKind


@cache
def columns(kind: RecordKind[Any]) -> tuple[Column[Any], ...]:
    """The record's number, its fields, what else the kind tells, and that it can be contested."""
    first: Column[Any] = Column("id", "记录编号", lambda record: record.id)
    last: Column[Any] = Column("caution", "异议标注", lambda record: record.caution)
    return (
        first,
        *download_columns(kind.model),
        *kind.more_columns(),
        *([last] if kind.is_contestable else []),
    )
