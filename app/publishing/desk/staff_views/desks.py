"""What a feature says about one kind of record for its pages, and the fields in words."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from flask import current_app, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.kernel.errors import InvalidInputError
from app.kernel.labels import LabelledEnum
from app.kernel.masking import hide
from app.kernel.search.documents import SearchKind
from app.kernel.web.templating import yuan
from app.people.access import current_staff
from app.people.acting.forms import ActForm
from app.publishing.desk import queries
from app.publishing.desk.queries import DeskSource
from app.publishing.desk.rules import Difference
from app.publishing.fields.inputs import RecordForm
from app.publishing.life import gate, services
from app.publishing.life.attachments import FIELD, Attaching, file_names
from app.publishing.life.queries import related
from app.publishing.life.services import Edit
from app.publishing.life.values import decoded

R = TypeVar("R")
DESKS = "record_desks"
Answer = str | Response | tuple[str, int]
"""What a page of a desk answers; a number is the status."""


def desks() -> dict[str, "Desk[Any]"]:
    """All kinds of records, by the name that versions give them."""
    found: dict[str, Desk[Any]] = current_app.extensions[DESKS]
    return found


class Desk(ABC, Generic[R]):
    """One kind of record: its form, its words, its addresses."""

    name: str
    source: DeskSource[R]
    form_class: type[RecordForm]
    endpoint: str
    can_preview: ClassVar[bool] = False
    can_schedule: bool = True
    new_rule: ClassVar[str] = "/new"
    """Where a new record begins; with a parameter, lists offer no way there."""
    belongs: ClassVar[Mapping[str, str]] = {}
    """Fields that go with one choice of the field ``kind`` only, and that choice."""
    extra_template: str = ""
    """A template for what only this kind of record has; it may ask ``desk`` for more."""

    @property
    def has_files(self) -> bool:
        """Whether its records are published with files."""
        return issubclass(self.source.model, Attaching)

    @abstractmethod
    def kind(self, record: R) -> SearchKind:
        """What the record is to the index and the log."""

    @abstractmethod
    def facts(self, record: R) -> list[Any]:
        """Label and value, and the class if it has one, of all that the public will see."""

    @abstractmethod
    def public_url(self, record: R) -> str:
        """Where the public sees the record."""

    @abstractmethod
    def form(self, record: R | None) -> RecordForm:
        """The form with its choices, filled in from the record."""

    @abstractmethod
    def save(self, record: R | None, form: Any, edit: Edit) -> R:
        """Do what the form asks for; StaleError for who was slower, else as its service."""

    def version_words(self, name: str, value: Any) -> str | None:
        """A field's value in words where its type does not say them, else None."""
        return None

    def acts(self, record: R) -> list[tuple[str, str]]:
        """Further things to do: words and address."""
        return []

    def preview(self, form: Any) -> Markup | None:
        """How the public would see what is in the form."""
        return None

    def approve(self, record: Any, number: int, from_day: date | None = None) -> None:
        """Approve a version of the record, as the person at the desk.

        Raises as ``services.approve``, and InvalidInputError for a day to come where the kind is
        not public in advance.
        """
        if from_day is not None and not self.can_schedule:
            raise InvalidInputError(f"{self.name}不能定时公示。")
        services.approve(record, **self._who(record), number=number, from_day=from_day)

    def send_back(self, record: Any, number: int, reason: str) -> None:
        """Return a version of the record, as the person at the desk; raises as the service."""
        services.send_back(record, **self._who(record), number=number, reason=reason)

    def act(self, service: Any, record: Any, **more: Any) -> None:
        """Carry out a service on the record, as the person at the desk; raises as the service."""
        service(record, **self._who(record), **more)

    def act_at_once(self, key: int, service: Any, words: str) -> Response:
        """The same for an act that needs no other input than the token, and what is said of it."""
        if ActForm().validate_on_submit():
            self.act(service, self.find(key))
            flash(words)
        return redirect(self.url("detail", key=key))

    def answer(self, key: int, words: str) -> Response:
        """The record's page, which says what was done."""
        flash(words)
        return redirect(self.url("detail", key=key))

    def find(self, key: int) -> Any:
        """The record; NotFoundError when it is another body's."""
        return queries.record(self.source, current_staff(), key)

    def url(self, name: str, **values: Any) -> str:
        """The address of one of the pages."""
        return url_for(f"{self.endpoint}.{name}", **values)

    def render(self, template: str, /, **context: Any) -> str:
        """A page of the desk."""
        return render_template(
            f"publishing/desk/staff/{template}.html", desk=self, url=self.url, **context
        )

    def _who(self, record: Any) -> dict[str, Any]:
        return {"kind": self.kind(record), "actor": current_staff().as_actor()}


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

    def over(self, differences: Iterable[Difference]) -> list[Difference]:
        """The same differences, covered unless the veil is open."""
        return [
            Difference(
                each.label, self.cover(each.label, each.before), self.cover(each.label, each.after)
            )
            for each in differences
        ]

    def after(self, differences: Iterable[Difference]) -> list[tuple[str, str]]:
        """Label and words of each field, covered alike."""
        return [(each.label, each.after) for each in self.over(differences)]

    def cover(self, label: str, text: str) -> str:
        """A text of the field with that label."""
        found = gate.findings(label, text, self.allowed, self.secret) if text else []
        self.has_covered = self.has_covered or bool(found)
        return text if self.is_open else hide(text, found)


def field_words(kind: "Desk[Any]", name: str, value: Any) -> str:
    """A field's value, as versions hold it, in words; empty for nothing."""
    if value is None or value in ("", []):
        return ""
    words = file_names(value) if name == FIELD else kind.version_words(name, value)
    if words is not None:
        return words
    model: Any = kind.source.model
    if (row := related(model, name, value)) is not None:
        return str(row.name)
    typed = decoded(model, {name: value})[name]
    if isinstance(typed, LabelledEnum):
        return typed.label
    if isinstance(typed, bool):
        return "是" if typed else "否"
    return yuan(typed) if name.endswith("_cents") else str(typed)
