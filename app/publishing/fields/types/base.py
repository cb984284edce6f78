"""Kinds of fields: how a value is kept, typed, read from a file, exported and put into words.

A value is what the record's column holds. A form holds something else for some kinds (an amount
in 元 for one in 分), and so does a file.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy.types import TypeEngine

from app.kernel.imports.exporting import Column
from app.kernel.imports.values import Converter

if TYPE_CHECKING:
    from app.publishing.fields.declaring import Field

Inputs = dict[str, Any]
"""Fields of a form by name, as WTForms takes them in a class."""


class SearchRole(StrEnum):
    """What the words of a field are to somebody who searches."""

    NAME = "name"
    """A party's name, also found by its sound and its parts."""
    CODE = "code"
    """Found when typed whole, however it is written."""
    NUMBER = "number"
    """The number of a document, found when typed whole."""
    TEXT = "text"
    """Words among others; the field's label says where they were found."""


@dataclass(frozen=True, kw_only=True)
class FieldType:
    """A kind of field. ``search`` is what its words are to who searches, unless declared else."""

    search: ClassVar[SearchRole | None] = None
    filter_name: ClassVar[str] = ""
    """The parameter of the filter; empty where it is called like the field."""

    def column(self) -> TypeEngine[Any] | None:
        """The column's type, None where the annotation says it."""
        return None

    def read(self, record: Any, name: str) -> Any:
        """What pages and downloads show of the record: its value, or what that is the key of."""
        return getattr(record, name)

    def input_name(self, name: str) -> str:
        """What the field is called in the form."""
        return name

    def inputs(self, field: "Field") -> Inputs:
        """What the form asks."""
        raise NotImplementedError

    def typed(self, value: Any) -> Any:
        """The column's value for what is in the form; None for nothing."""
        return value or None

    def shown(self, value: Any) -> Any:
        """What the form shows of the column's value."""
        return value

    def filled(self, record: Any, name: str) -> Any:
        """What the form of the record is filled in with."""
        return self.shown(getattr(record, name))

    def convert(self, field: "Field") -> Converter:
        """How a cell of a file is read."""
        raise NotImplementedError

    def words(self, value: Any) -> str:
        """The value for people; never asked of None."""
        return str(value)

    def export_key(self, name: str) -> str:
        """What the column of a download is called by programs."""
        return name

    def exported(self, value: Any) -> Any:
        """The value in a download."""
        return value

    def columns(self, field: "Field") -> list[Column[Any]]:
        """The columns of a download."""

        def value(record: Any) -> Any:
            return self.exported(self.read(record, field.name))

        return [Column(field.export_key, field.title, value)]

    @property
    def unit(self) -> str:
        """What stands behind the label where somebody types or computes, such as （元）."""
        return ""

    @property
    def css(self) -> str:
        """The class of the value on the record's page."""
        return ""

    @property
    def empty(self) -> Any:
        """What a column that must hold something holds for nothing."""
        return ""
