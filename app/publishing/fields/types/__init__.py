"""Kinds of fields."""

from app.publishing.fields.types.base import (
    BodyName,
    DocumentNumber,
    FieldType,
    Inputs,
    Items,
    Line,
    Link,
    NotInFiles,
    OutsideBody,
    Prose,
    SearchRole,
)
from app.publishing.fields.types.choices import (
    Amount,
    Choice,
    Choices,
    Count,
    Day,
    DistrictChoice,
    Flag,
    Year,
)

__all__ = [
    "Amount",
    "BodyName",
    "Choice",
    "Choices",
    "Count",
    "Day",
    "DistrictChoice",
    "DocumentNumber",
    "FieldType",
    "Flag",
    "Inputs",
    "Items",
    "Line",
    "Link",
    "NotInFiles",
    "OutsideBody",
    "Prose",
    "SearchRole",
    "Year",
]
