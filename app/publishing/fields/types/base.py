"""Kinds of fields: how a value is kept, typed, read from a file, exported and put into words.

A value is what the record's column holds. A form holds something else for some kinds (an amount
in 元 for one in 分), and so does a file. Here are what all kinds can do, and those that hold words.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import String, Text
from sqlalchemy.types import TypeEngine
from wtforms import URLField
from wtforms.validators import URL, Length, Optional

from app.kernel.imports.cells import Cell
from app.kernel.imports.exporting import ExportColumn
from app.kernel.imports.values import (
    Converter,
    number,
    text,
    unbroken,
)
from app.publishing.fields.inputs import LineInput, ProseInput

if TYPE_CHECKING:
    from app.publishing.fields.declaring import RecordField


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
class FieldType(ABC):
    """A kind of field. ``search`` is what its words are to who searches, unless declared else."""

    search: ClassVar[SearchRole | None] = None
    filter_name: ClassVar[str] = ""
    """The parameter of the filter; empty where it is called like the field."""
    is_coded: ClassVar[bool] = False
    """Whether the column holds a code, which versions put into words."""

    def column(self) -> TypeEngine[Any] | None:
        """The column's type, None where the annotation says it."""
        return None

    def read(self, record: Any, name: str) -> Any:
        """What pages and downloads show of the record: its value, or what that is the key of."""
        return getattr(record, name)

    def input_name(self, name: str) -> str:
        """What the field is called in the form."""
        return name

    @abstractmethod
    def inputs(self, field: "RecordField") -> Inputs:
        """What the form asks."""

    def typed(self, value: Any) -> Any:
        """The column's value for what is in the form; None for nothing."""
        return value or None

    def shown(self, value: Any) -> Any:
        """What the form shows of the column's value."""
        return value

    def filled(self, record: Any, name: str) -> Any:
        """What the form of the record is filled in with."""
        return self.shown(getattr(record, name))

    @abstractmethod
    def convert(self, field: "RecordField") -> Converter:
        """How a cell of a file is read."""

    def value_words(self, value: Any) -> str:
        """The value for people; never asked of None."""
        return str(value)

    def export_key(self, name: str) -> str:
        """What the column of a download is called by programs."""
        return name

    def exported(self, value: Any) -> Any:
        """The value in a download."""
        return value

    def columns(self, field: "RecordField") -> list[ExportColumn[Any]]:
        """The columns of a download."""

        def value(record: Any) -> Any:
            return self.exported(self.read(record, field.name))

        return [ExportColumn(field.export_key, field.title, value)]

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


class NotInFiles(FieldType):
    """A kind of field that no file states; its declarations are ``absent`` from files."""

    def convert(self, field: "RecordField") -> Converter:
        raise TypeError(f"no file states {field.label}")


@dataclass(frozen=True, kw_only=True)
class Line(FieldType):
    """A line of at most ``most`` characters."""

    most: int
    unbroken: bool = False
    """A name: cells and scans break it in places that mean nothing."""
    stored: TypeEngine[Any] | None = None
    """The column's type, where it holds more than an editor may type."""

    def column(self) -> TypeEngine[Any]:
        return self.stored or String(self.most)

    def inputs(self, field: "RecordField") -> Inputs:
        made = LineInput(
            field.label, self.most, optional=not field.required, description=field.hint
        )
        return {field.name: made}

    def convert(self, field: "RecordField") -> Converter:
        return unbroken(self.most) if self.unbroken else text(self.most)


@dataclass(frozen=True, kw_only=True)
class Link(Line):
    """The address of a page elsewhere, of at most ``most`` characters."""

    most: int = 500

    def inputs(self, field: "RecordField") -> Inputs:
        checks = [Optional(), URL(message="网址有误"), Length(max=self.most)]
        return {field.name: URLField(field.label, checks, description=field.hint)}


@dataclass(frozen=True, kw_only=True)
class DocumentNumber(Line):
    """The number of a document: text, whose digits no spreadsheet may have rounded."""

    search: ClassVar[SearchRole | None] = SearchRole.NUMBER

    def convert(self, field: "RecordField") -> Converter:
        return number(self.most)


@dataclass(frozen=True, kw_only=True)
class Prose(FieldType):
    """Several lines, of at most ``most`` characters in all."""

    most: int
    rows: int = 4
    """How many lines the form shows."""
    stored: TypeEngine[Any] | None = None
    """The column's type, where it has an end."""

    def column(self) -> TypeEngine[Any]:
        return self.stored or Text()

    def inputs(self, field: "RecordField") -> Inputs:
        made = ProseInput(
            field.label,
            self.most,
            optional=not field.required,
            description=field.hint,
            render_kw={"rows": self.rows},
        )
        return {field.name: made}

    def convert(self, field: "RecordField") -> Converter:
        return text(self.most, lines=True)

    @property
    def css(self) -> str:
        return "mj-lines"


@dataclass(frozen=True, kw_only=True)
class Items(Prose):
    """Several items: kept with ``separator`` between them, typed one a line.

    Files also write a semicolon of either width between them.
    """

    BETWEEN: ClassVar[re.Pattern[str]] = re.compile(r"\s*[;；\n]+\s*")
    separator: str

    def typed(self, value: Any) -> str | None:
        lines = (line.strip() for line in (value or "").replace(self.separator, "\n").splitlines())
        return self.separator.join(filter(None, lines)) or None

    def shown(self, value: Any) -> str:
        return (value or "").replace(self.separator, "\n")

    def convert(self, field: "RecordField") -> Converter:
        as_text = super().convert(field)

        def convert(cell: Cell, unit: str | None = None) -> str:
            written = str(as_text(cell, unit)).strip()
            return self.separator.join(filter(None, self.BETWEEN.split(written)))

        return convert


@dataclass(frozen=True, kw_only=True)
class BodyName(Line):
    """The body that answers for something, by its name; ``bureau`` is the column of its key.

    The key is set where the body has a desk here.
    """

    filter_name: ClassVar[str] = "bureau"
    search: ClassVar[SearchRole | None] = SearchRole.TEXT
    bureau: str


@dataclass(frozen=True, kw_only=True)
class OutsideBody(BodyName):
    """A body that often has no desk here: lists are narrowed by its name.

    Which names a filter offers is said by the kind (``filter_choices``).
    """

    filter_name: ClassVar[str] = ""
