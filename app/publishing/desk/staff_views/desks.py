"""What a feature says about one kind of record for its pages to be made."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from flask import current_app, render_template, url_for
from markupsafe import Markup

from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.publishing.desk import queries
from app.publishing.desk.queries import Source
from app.publishing.fields.inputs import RecordForm
from app.publishing.life import services
from app.publishing.life.attachments import Attaching
from app.publishing.life.services import Edit

R = TypeVar("R")
DESKS = "record_desks"


def desks() -> dict[str, "Desk[Any]"]:
    """All kinds of records, by the name that versions give them."""
    found: dict[str, Desk[Any]] = current_app.extensions[DESKS]
    return found


class Desk(ABC, Generic[R]):
    """One kind of record: its form, its words, its addresses."""

    name: str
    source: Source[R]
    form_class: type[RecordForm]
    endpoint: str
    can_preview: ClassVar[bool] = False
    can_schedule: ClassVar[bool] = True
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
        """Carry out what the form asks for."""

    def words(self, name: str, value: Any) -> str | None:
        """A field's value in words where its type does not say them, else None."""
        return None

    def acts(self, record: R) -> list[tuple[str, str]]:
        """Further things to do: words and address."""
        return []

    def preview(self, form: Any) -> Markup | None:
        """How the public would see what is in the form."""
        return None

    def approve(self, record: Any, number: int, from_day: date | None = None) -> None:
        """Approve a version of the record, as the person at the desk."""
        if from_day is not None and not self.can_schedule:
            raise InvalidInputError(f"{self.name}不能定时公示。")
        services.approve(record, **self._who(record), number=number, from_day=from_day)

    def send_back(self, record: Any, number: int, reason: str) -> None:
        """Return a version of the record, as the person at the desk."""
        services.send_back(record, **self._who(record), number=number, reason=reason)

    def act(self, service: Any, record: Any, **more: Any) -> None:
        """Carry out a service on the record, as the person at the desk."""
        service(record, **self._who(record), **more)

    def find(self, key: int) -> Any:
        """The record, or 404 when it is another body's."""
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
