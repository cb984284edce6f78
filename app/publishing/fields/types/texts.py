"""Fields that hold words: lines, numbers of documents, prose, names of bodies."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import String, Text
from sqlalchemy.types import TypeEngine
from wtforms import URLField
from wtforms.validators import URL, Length, Optional

from app.kernel.imports.cells import Cell
from app.kernel.imports.values import (
    Converter,
    number,
    text,
    unbroken,
)
from app.publishing.fields.inputs import Prose as ProseInput
from app.publishing.fields.inputs import Words

if TYPE_CHECKING:
    from app.publishing.fields.declaring import Field

from app.publishing.fields.types.base import FieldType, Inputs, SearchRole


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

    def inputs(self, field: "Field") -> Inputs:
        made = Words(field.label, self.most, optional=not field.required, description=field.hint)
        return {field.name: made}

    def convert(self, field: "Field") -> Converter:
        return unbroken(self.most) if self.unbroken else text(self.most)


@dataclass(frozen=True, kw_only=True)
class Link(Line):
    """The address of a page elsewhere."""

    most: int = 500

    def inputs(self, field: "Field") -> Inputs:
        checks = [Optional(), URL(message="网址有误"), Length(max=self.most)]
        return {field.name: URLField(field.label, checks, description=field.hint)}


@dataclass(frozen=True, kw_only=True)
class DocumentNumber(Line):
    """The number of a document: text, whose digits no spreadsheet may have rounded."""

    search: ClassVar[SearchRole | None] = SearchRole.NUMBER

    def convert(self, field: "Field") -> Converter:
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

    def inputs(self, field: "Field") -> Inputs:
        made = ProseInput(
            field.label,
            self.most,
            optional=not field.required,
            description=field.hint,
            render_kw={"rows": self.rows},
        )
        return {field.name: made}

    def convert(self, field: "Field") -> Converter:
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

    def convert(self, field: "Field") -> Converter:
        as_text = super().convert(field)

        def convert(cell: Cell, unit: str | None = None) -> str:
            written = str(as_text(cell, unit)).strip()
            return self.separator.join(filter(None, self.BETWEEN.split(written)))

        return convert


@dataclass(frozen=True, kw_only=True)
class Body(Line):
    """The body that answers for something, by its name; ``bureau`` is the column of its key.

    The key is set where the body has a desk here.
    """

    filter_name: ClassVar[str] = "bureau"
    search: ClassVar[SearchRole | None] = SearchRole.TEXT
    bureau: str


@dataclass(frozen=True, kw_only=True)
class OutsideBody(Body):
    """A body that often has no desk here: lists are narrowed by its name.

    Which names a filter offers is said by the kind (``filter_choices``).
    """

    filter_name: ClassVar[str] = ""
