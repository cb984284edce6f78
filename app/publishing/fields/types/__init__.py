"""Kinds of fields."""

from app.publishing.fields.types.base import FieldType, Inputs, SearchRole
from app.publishing.fields.types.choices import Choice, Choices, District, Flag
from app.publishing.fields.types.measures import Amount, Count, Day, Year
from app.publishing.fields.types.texts import (
    Body,
    DocumentNumber,
    Items,
    Line,
    Link,
    OutsideBody,
    Prose,
)

__all__ = [
    "Amount",
    "Body",
    "Choice",
    "Choices",
    "Count",
    "Day",
    "District",
    "DocumentNumber",
    "FieldType",
    "Flag",
    "Inputs",
    "Items",
    "Line",
    "Link",
    "OutsideBody",
    "Prose",
    "SearchRole",
    "Year",
]
