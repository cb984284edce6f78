"""Fields of records in words, and two states of a record held against each other."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from app.kernel.labels import LabelledEnum
from app.kernel.masking import hide
from app.kernel.web.templating import yuan
from app.publishing.desk.rules import Difference
from app.publishing.life import gate
from app.publishing.life.attachments import FIELD, file_names
from app.publishing.life.queries import related
from app.publishing.life.values import decoded

if TYPE_CHECKING:
    from app.publishing.desk.staff_views.desks import Desk

Values = Mapping[str, Any]


def differences(kind: "Desk[Any]", before: Values, after: Values) -> list[Difference]:
    """Each field that either of the two states and that has words, in the order of the kind."""
    model: Any = kind.source.model
    return [
        Difference(
            label, field_words(kind, name, before.get(name)), field_words(kind, name, after[name])
        )
        for name, label in model.FIELDS.items()
        if label and name in after
    ]


def changes(kind: "Desk[Any]", before: Values, after: Values) -> list[Difference]:
    """Only the fields that differ."""
    return [each for each in differences(kind, before, after) if each.is_changed]


def contents(kind: "Desk[Any]", values: Values) -> list[Difference]:
    """Words of each field, as if nothing had been there before."""
    return differences(kind, {}, values)


class Veil:
    """Covers personal data in what versions said, and remembers whether there was any."""

    def __init__(
        self, allowed: frozenset[str], secret: frozenset[str], *, is_open: bool = False
    ) -> None:
        self.allowed, self.secret, self.is_open = allowed, secret, is_open
        self.has_covered = False

    def over(self, found: Iterable[Difference]) -> list[Difference]:
        """The same differences, covered unless the veil is open."""
        return [
            Difference(
                each.label, self.cover(each.label, each.before), self.cover(each.label, each.after)
            )
            for each in found
        ]

    def after(self, found: Iterable[Difference]) -> list[tuple[str, str]]:
        """Label and words of each field, covered alike."""
        return [(each.label, each.after) for each in self.over(found)]

    def cover(self, label: str, text: str) -> str:
        """A text of the field with that label."""
        found = gate.findings(label, text, self.allowed, self.secret) if text else []
        self.has_covered = self.has_covered or bool(found)
        return text if self.is_open else hide(text, found)


def field_words(kind: "Desk[Any]", name: str, value: Any) -> str:
    """A field's value, as versions hold it, in words; empty for nothing."""
    if value is None or value in ("", []):
        return ""
    given = file_names(value) if name == FIELD else kind.words(name, value)
    if given is not None:
        return given
    model: Any = kind.source.model
    if (row := related(model, name, value)) is not None:
        return str(row.name)
    typed = decoded(model, {name: value})[name]
    if isinstance(typed, LabelledEnum):
        return typed.label
    if isinstance(typed, bool):
        return "是" if typed else "否"
    return yuan(typed) if name.endswith("_cents") else str(typed)
