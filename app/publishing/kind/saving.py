"""How records of a kind are kept: what an editor writes, and rows of files, once understood."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, ClassVar, TypeVar

from flask import Flask

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.imports.layouts import Layout
from app.kernel.imports.layouts import LayoutField as FileField
from app.kernel.imports.saving import NOT_STATED, RecordDraft, source_key
from app.kernel.imports.targets import (
    Hint,
    ImportRow,
    ImportSource,
    Rejection,
    RowBatch,
    RowVerdict,
    register_target,
)
from app.people.models import Staff
from app.publishing.fields.declaring import FieldPlace, RecordField
from app.publishing.fields.derived import file_fields
from app.publishing.fields.types import DistrictChoice
from app.publishing.kind import queries
from app.publishing.kind.declaration import Values
from app.publishing.kind.kind import RecordKind
from app.publishing.life import services as publishing
from app.publishing.life.importing import save_batch
from app.publishing.life.models import Publication
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import Original
from app.publishing.life.services import Edit


class RecordRow:
    """One row, understood as a record of the kind. A kind with checks of its own has its own."""

    only_in_files: ClassVar[tuple[FileField, ...]] = ()
    """What files state and no record holds."""
    required_any: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Sets of fields of which a table must have one."""
    whole: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What a person may state once for the whole table, with the words to choose from."""

    def __init__(self, kind: RecordKind[Any], row: ImportRow, source: ImportSource) -> None:
        self.kind, self.row, self.values = kind, row.row, row.values
        self.source = source

    @property
    def body(self) -> str:
        """The body that answers for the record, or the one that sent the file."""
        stated = self.values[self.kind.body.name] if self.kind.body else None
        return str(stated or self.source.body or NOT_STATED)

    def is_content(self, field: RecordField) -> bool:
        """Whether the cell of the field is what its column holds, once it is read."""
        return not isinstance(field.type, DistrictChoice)

    @cached_property
    def content(self) -> Values:
        """The columns that the row fills in, as they may be public."""
        fields = (each for each in self.kind.fields_in(FieldPlace.FILE) if self.is_content(each))
        found = {each.name: each.or_default(self.values[each.name]) for each in fields}
        if self.kind.body:
            found[self.kind.body.name] = self.body
        return found

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        found = self.kind.fault(self.content)
        return Rejection(found[1], found[0]) if found else None

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        if self.kind.body and self.body == NOT_STATED:
            label = self.kind.body.label
            return (Hint(f"原表没有{label}，请核对", self.kind.body.name),)
        return ()

    def original(self) -> Original | None:
        """Who a natural person is: sealed, where the record shows 张某某."""
        return None

    @property
    def revocation(self) -> str | None:
        """Why the record no longer stands, if the file marks it so."""
        return None

    def key(self) -> str:
        """What names the record; the same from the sender's file and from our own download."""
        return str(key_of(self.kind, self.content))

    def birth(self) -> Values:
        """What a new record begins with: it is public from the day of its import."""
        return {"status": PublicationStatus.PUBLISHED, "published_on": clock.today()}


def drafts_of(rows: Sequence[RecordRow], _source: ImportSource) -> list[RecordDraft]:
    """Records that hold what their rows say, and nothing that follows from it."""
    return [RecordDraft(row.row, row.key(), row.content, row.birth()) for row in rows]


def register_import(
    app: Flask,
    kind: RecordKind[Any],
    row: type[RecordRow],
    drafts: Callable[[Sequence[Any], ImportSource], list[RecordDraft]] = drafts_of,
) -> None:
    """Let files bring records of the kind, each row of them understood by ``row``.

    ``drafts`` makes records of the rows that can be taken, all of a batch together.
    """

    def save(batch: RowBatch) -> Sequence[RowVerdict]:
        return save_batch(
            batch,
            model=kind.model,
            understand=partial(row, kind),
            drafts=drafts,
            kinds=kind.search_kinds,
            action=f"{kind.import_key}.import",
        )

    register_target(app, kind.import_key, layout_of(kind, row), save)


def layout_of(kind: RecordKind[Any], row: type[RecordRow]) -> Layout:
    """The columns of files: the declared fields, and what only files state."""
    return Layout(
        kind.import_key,
        (*file_fields(kind.model), *row.only_in_files),
        required_any=row.required_any,
        whole=row.whole,
        name=kind.name,
    )


R = TypeVar("R", bound=Publication)


def save_record(
    *,
    kind: RecordKind[R],
    record: R | None,
    values: Values,
    extra: Mapping[str, Any],
    staff: Staff,
    edit: Edit,
) -> R:
    """Keep a new record, or a change of one; ``values`` are those of its columns.

    Raises InvalidInputError for what contradicts itself or the law, and for what is there already;
    StaleError when somebody else was faster; what else ``life.services.save`` raises.
    """
    public_values, original = kind.prepare(record, values, staff=staff, extra=extra)
    if found := kind.fault(public_values):
        raise InvalidInputError(f"{found[1]}。")
    written = record or kind.new(staff, public_values)
    # One from a file keeps the key by which its file knows it.
    if getattr(written, "import_batch_id", None) is None:
        public_values = public_values | _source_key(kind, written, public_values)
    edit = replace(edit, original=original)
    publishing.save(written, public_values, kind=kind.search_kind_of(written), edit=edit)
    return written


def key_of(kind: RecordKind[Any], values: Mapping[str, Any]) -> str | None:
    """The key of a record with these values within its source, where its kind has one."""
    parts = kind.identity(values)
    return None if parts is None else source_key(kind.search_kind.value, *parts)


def _source_key(kind: RecordKind[Any], record: Any, values: Values) -> Values:
    key = key_of(kind, values)
    if key is None:
        return {}
    if queries.is_known(kind, key, besides=record.id):
        raise InvalidInputError(kind.doubled)
    return {"source_key": key}
