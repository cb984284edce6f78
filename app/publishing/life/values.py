"""What versions keep of a record: its fields as JSON, and back."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import Date, inspect
from sqlalchemy import Enum as SqlEnum

from app.publishing.life.models import Publication

Values = dict[str, Any]


def encoded(values: Mapping[str, Any]) -> Values:
    """Values as JSON holds them."""
    return {name: _encoded(value) for name, value in values.items()}


def decoded(model: type[Publication], values: Mapping[str, Any]) -> Values:
    """Values from JSON as ``model`` takes them."""
    return {name: _decoded(model, name, value) for name, value in values.items()}


def snapshot(record: Publication) -> Values:
    """All that versions keep of the record, as it is now."""
    return encoded({name: getattr(record, name) for name in record.FIELDS})


def replaced(before: Mapping[str, Any], after: Mapping[str, Any]) -> Values:
    """The values of ``before`` that are others in ``after``."""
    return {name: before.get(name) for name in after if before.get(name) != after[name]}


def _encoded(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _decoded(model: type[Publication], name: str, value: Any) -> Any:
    column = inspect(model).columns.get(name)
    if column is None or value is None:
        return value
    if isinstance(column.type, SqlEnum):
        return column.type.enum_class(value)  # type: ignore[misc]  # our enums are classes
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
