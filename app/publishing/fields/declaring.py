"""The declaration of a field stands in the record's model, beside its column, and nowhere else.

    title: Mapped[str] = declare(Line(most=300), "案件名称", file=titled("处罚名称"))

Form, import, export, page, versions, log, filters and search read it. A column that is no field
of an editor says so, and why: ``background(…)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import MappedColumn, mapped_column

from app.kernel.imports.values import Converter
from app.publishing.fields.types import FieldType, SearchRole

_INFO = "declaration"
_places = count()


class FieldPlace(StrEnum):
    """Where a field appears. In the log every column does."""

    FORM = "form"
    FILE = "file"
    """In files that bring records."""
    EXPORT = "export"
    PAGE = "page"
    """On the record's page, and on its page at the desk."""
    VERSION = "version"
    """In what versions keep and compare, and what the masking gate reads."""


class Initial(StrEnum):
    """What a new record's form begins with."""

    OWN_BODY = "own_body"
    THIS_YEAR = "this_year"


@dataclass(frozen=True)
class Filter:
    """That a list can be narrowed by the field; ``label`` where it is not the field's own.

    ``rank`` orders the filters of a list, those of equal rank stand as they are declared.
    ``nothing``, value and words, is the choice of the records in which nothing stands.
    """

    label: str = ""
    rank: int = 5
    nothing: tuple[str, str] | None = None


@dataclass(frozen=True)
class FileColumn:
    """The column of files that holds a field, beside those under the field's own label.

    ``synonyms`` are other titles that senders give it. ``required`` tables must have it.
    ``convert`` reads a cell where it is read otherwise than others of its type.
    """

    synonyms: tuple[str, ...] = ()
    required: bool = False
    convert: Converter | None = None


ANY_COLUMN = FileColumn()


def titled(
    synonyms: str = "", *, required: bool = False, convert: Converter | None = None
) -> FileColumn:
    """The column of files, by what senders call it: titles with spaces between them."""
    return FileColumn(tuple(synonyms.split()), required, convert)


@dataclass(frozen=True, kw_only=True)
class RecordField:
    """A field that an editor or a file states, as declared beside its column.

    ``required`` is asked of editors. ``absent`` names the places where the field does not appear,
    each with the reason.
    """

    name: str = ""
    type: FieldType
    label: str
    required: bool | None
    """None until it is read from a model: then it follows from the column."""
    hint: str
    file: FileColumn
    initial: Initial | None
    narrows: Filter | None
    """How a list is narrowed by it, where it is."""
    found_by: bool
    """Whether the words typed above a list are looked for in it."""
    search: SearchRole | None
    absent: Mapping[FieldPlace, str]
    nullable: bool = True
    default: Any = None
    place: int = field(default_factory=_places.__next__)
    """Where it stands among all declarations; those of a model stand as they are written."""

    def appears(self, place: FieldPlace) -> bool:
        """Whether the field is there."""
        return place not in self.absent

    @property
    def input_name(self) -> str:
        """What it is called in the form."""
        return self.type.input_name(self.name)

    @property
    def export_key(self) -> str:
        """What programs call it in a download."""
        return self.type.export_key(self.name)

    @property
    def title(self) -> str:
        """The label with its unit, as forms and tables have it."""
        return f"{self.label}{self.type.unit}"

    def or_default(self, value: Any) -> Any:
        """The column's value for one that may be missing."""
        if value is not None or self.nullable:
            return value
        return self.type.empty if self.default is None or callable(self.default) else self.default

    def typed(self, data: Any) -> Any:
        """The column's value for what a form holds."""
        return self.or_default(self.type.typed(data))

    @property
    def convert(self) -> Converter:
        """How a cell of a file is read."""
        return self.file.convert or self.type.convert(self)

    def words_of(self, record: Any) -> str:
        """What stands in the record, for people; empty for nothing."""
        value = self.type.read(record, self.name)
        if value is None or value in ("", []):
            return ""
        return self.type.value_words(value)


@dataclass(frozen=True)
class Background:
    """A column that no editor fills in: what the log calls it, and why it is no field."""

    label: str
    reason: str
    versioned: bool = False
    shown: bool = True
    """Whether versions show what they keep of it."""
    place: int = field(default_factory=_places.__next__)


def declare(
    type_: FieldType,
    label: str,
    *column: Any,
    required: bool | None = None,
    hint: str = "",
    file: FileColumn = ANY_COLUMN,
    initial: Initial | None = None,
    narrows: Filter | None = None,
    found_by: bool = False,
    search: SearchRole | None = None,
    absent: Mapping[FieldPlace, str] | None = None,
    **options: Any,
) -> MappedColumn[Any]:
    """A column with its declaration; ``column`` and ``options`` are those of ``mapped_column``.

    Unless ``required`` says otherwise, editors are asked for what the column must hold.
    """
    declared = RecordField(
        type=type_,
        label=label,
        required=required,
        hint=hint,
        file=file,
        initial=initial,
        narrows=narrows,
        found_by=found_by,
        search=search or type_.search,
        absent=absent or {},
        default=options.get("default"),
    )
    stored = type_.column()
    first = () if stored is None else (stored,)
    return mapped_column(*first, *column, info={_INFO: declared}, **options)


def composed(type_: FieldType, label: str, **options: Any) -> RecordField:
    """A field that lies in other tables, and is read and set as a property of the record.

    A model names such fields in ``COMPOSED``, where they shall stand among its columns.
    """
    declared: RecordField = declare(type_, label, **options).column.info[_INFO]
    return declared


def background(
    label: str,
    reason: str,
    *column: Any,
    versioned: bool = False,
    shown: bool = True,
    **options: Any,
) -> MappedColumn[Any]:
    """A column that no editor fills in; ``versioned`` where versions keep it all the same."""
    info = {_INFO: Background(label, reason, versioned, shown)}
    return mapped_column(*column, info=info, **options)


@cache
def fields_of(model: Any) -> tuple[RecordField, ...]:
    """The declared fields of a record's model, in the order of their declaration."""
    return tuple(
        replace(
            declared,
            name=name,
            nullable=is_nullable,
            required=not is_nullable if declared.required is None else declared.required,
        )
        for name, declared, is_nullable in _declared_in(model)
        if isinstance(declared, RecordField)
    )


def fields_in(model: Any, place: FieldPlace) -> tuple[RecordField, ...]:
    """Those of them that appear in ``place``."""
    return tuple(each for each in fields_of(model) if each.appears(place))


def field_of(model: Any, name: str) -> RecordField:
    """The declared field of that name; KeyError where there is none."""
    return by_name(model)[name]


@cache
def by_name(model: Any) -> Mapping[str, RecordField]:
    """The declared fields by name."""
    return {each.name: each for each in fields_of(model)}


@cache
def labels_of(model: Any) -> Mapping[str, str]:
    """What each column of the model is called, for those that say so."""
    return {name: declared.label for name, declared, _ in _declared_in(model)}


@cache
def versioned_labels(model: Any) -> Mapping[str, str]:
    """Labels of what versions keep of a record, by attribute, in the order of declaration.

    What is kept and not shown has none.
    """
    found = {}
    for name, declared, _ in _declared_in(model):
        match declared:
            case RecordField() if declared.appears(FieldPlace.VERSION):
                found[name] = declared.label
            case Background(versioned=True) as column:
                found[name] = column.label if column.shown else ""
    return found


class VersionedLabels:
    """``Model.FIELDS``: what versions keep of a record, as its columns declare it."""

    def __get__(self, record: object, model: Any) -> Mapping[str, str]:
        return versioned_labels(model)


def _declared_in(model: Any) -> list[tuple[str, RecordField | Background, bool]]:
    """Names, declarations, and whether there may be nothing: the model's own before its mixins'."""
    own, composed_fields = model.__annotations__, getattr(model, "COMPOSED", {})
    columns = [(each.key, each.columns[0]) for each in inspect(model).column_attrs]
    found = [
        (name, column.info[_INFO], bool(column.nullable))
        for name, column in columns
        if _INFO in column.info
    ]
    found += [(name, declared, False) for name, declared in composed_fields.items()]
    return sorted(found, key=lambda one: (one[0] not in {*own, *composed_fields}, one[1].place))
