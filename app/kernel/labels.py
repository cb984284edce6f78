"""Enumerations whose members carry the Chinese label that people read."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """An enumeration stored by its value and shown by its ``label``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of value and label, in order, as a form field takes them."""
        return [(member.value, member.label) for member in cls]
