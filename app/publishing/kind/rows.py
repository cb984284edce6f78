"""Records of a kind out of files: a row understood, and the columns that tables may have."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from app.kernel import clock
from app.kernel.imports.layouts import Field as FileField
from app.kernel.imports.layouts import Layout
from app.kernel.imports.saving import NOT_STATED
from app.kernel.imports.targets import Candidate, Hint, Rejection, Source
from app.publishing.fields.declaring import Field, Place
from app.publishing.fields.derived import file_fields
from app.publishing.fields.types import District
from app.publishing.kind.declaration import Values
from app.publishing.kind.kind import RecordKind
from app.publishing.kind.services import key_of
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import Original


class FileRow:
    """One row, understood as a record of the kind. A kind with checks of its own has its own."""

    only_in_files: ClassVar[tuple[FileField, ...]] = ()
    """What files state and no record holds."""
    required_any: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Sets of fields of which a table must have one."""
    whole: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What a person may state once for the whole table, with the words to choose from."""

    def __init__(self, kind: RecordKind[Any], row: Candidate, source: Source) -> None:
        self.kind, self.row, self.values = kind, row.row, row.values
        self.source = source

    @property
    def body(self) -> str:
        """The body that answers for the record, or the one that sent the file."""
        stated = self.values[self.kind.body.name] if self.kind.body else None
        return str(stated or self.source.body or NOT_STATED)

    def is_content(self, field: Field) -> bool:
        """Whether the cell of the field is what its column holds, once it is read."""
        return not isinstance(field.type, District)

    @cached_property
    def content(self) -> Values:
        """The columns that the row fills in, as they may be public."""
        fields = (each for each in self.kind.fields_in(Place.FILE) if self.is_content(each))
        found = {each.name: each.kept(self.values[each.name]) for each in fields}
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


def layout_of(kind: RecordKind[Any], row: type[FileRow]) -> Layout:
    """The columns of files: the declared fields, and what only files state."""
    return Layout(
        kind.import_key,
        (*file_fields(kind.model), *row.only_in_files),
        required_any=row.required_any,
        whole=row.whole,
        name=kind.name,
    )
