"""What editors do with records of all kinds: keep a new one, or a change of one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from app.kernel.errors import InvalidInputError
from app.kernel.imports.saving import source_key
from app.people.models import Staff
from app.publishing.kind import queries
from app.publishing.kind.declaration import Values
from app.publishing.kind.kind import RecordKind
from app.publishing.life import services as publishing
from app.publishing.life.models import Publication
from app.publishing.life.services import Edit

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
    StaleError when somebody else was faster.
    """
    kept, original = kind.prepare(record, values, staff=staff, extra=extra)
    if found := kind.fault(kept):
        raise InvalidInputError(f"{found[1]}。")
    written = record or kind.new(staff, kept)
    # One from a file keeps the key by which its file knows it.
    if getattr(written, "import_batch_id", None) is None:
        kept = kept | _source_key(kind, written, kept)
    edit = replace(edit, original=original)
    publishing.save(written, kept, kind=kind.search_kind_of(written), edit=edit)
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
