"""Takes one field of one kind away from one place, without a word, as ``MUTATE`` says.

``MUTATE=funds.honour.page``: payments no longer show for what they were paid.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

from app.publishing.fields.declaring import FieldPlace, RecordField
from app.publishing.kind import lists, queries
from app.publishing.kind.declaration import KindDeclaration
from app.publishing.kind.kind import RecordKind
from app.publishing.life.listing import Criterion, holds
from app.records.register import KINDS

VARIABLE = "MUTATE"
Patch = Callable[[Any, str, Any], None]


def pytest_configure() -> None:
    """Before anything is derived from the declarations."""
    if removal := os.environ.get(VARIABLE):
        mutate(removal)


def mutate(removal: str, patch: Patch = setattr) -> None:
    """Take the field away; ``patch`` sets an attribute."""
    endpoint, name, place = removal.split(".")
    kind = next(each for each in KINDS if each.endpoint == endpoint)
    REMOVALS[place](kind.by_name[name], patch)


def _place(place: FieldPlace) -> Callable[[RecordField, Patch], None]:
    """Away from one of the places that declarations speak of."""
    stated = RecordField.appears

    def remove(field: RecordField, patch: Patch) -> None:
        def appears(self: RecordField, asked: FieldPlace) -> bool:
            return stated(self, asked) and not (self.label == field.label and asked is place)

        patch(RecordField, "appears", appears)

    return remove


def _without(found: Iterable[RecordField], field: RecordField) -> list[RecordField]:
    return [each for each in found if each.name != field.name]


def _search(field: RecordField, patch: Patch) -> None:
    searched = queries._with_role
    patch(queries, "_with_role", lambda kind, role: _without(searched(kind, role), field))


def _filter(field: RecordField, patch: Patch) -> None:
    narrowing = lists.narrowing
    patch(lists, "narrowing", lambda kind: _without(narrowing(kind), field))


def _words(field: RecordField, patch: Patch) -> None:
    def words_criterion(self: RecordKind[Any]) -> Criterion:
        found_by = _without((each for each in self.fields if each.found_by), field)
        return holds(*(getattr(self.model, each.name) for each in found_by))

    patch(RecordKind, "words_criterion", words_criterion)


def _column(field: RecordField, patch: Patch) -> None:
    listed: Any = KindDeclaration.listed_fields
    patch(
        KindDeclaration,
        "listed_fields",
        property(lambda kind: _without(listed.fget(kind), field)),
    )


def _log(field: RecordField, patch: Patch) -> None:
    labels: Any = KindDeclaration.labels

    def left(kind: RecordKind[Any]) -> dict[str, str]:
        return {name: label for name, label in labels.fget(kind).items() if name != field.name}

    patch(KindDeclaration, "labels", property(left))


REMOVALS: dict[str, Callable[[RecordField, Patch], None]] = {
    **{place.value: _place(place) for place in FieldPlace},
    "search": _search,
    "filter": _filter,
    "words": _words,
    "column": _column,
    "log": _log,
}
"""How a field is taken away, by the place from which."""
