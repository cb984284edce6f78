"""The desk of a kind: the pages that all desks have, over its declared fields."""

from typing import Any

from flask import Blueprint, url_for

from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.fields.derived import typed_values
from app.publishing.fields.inputs import RecordForm
from app.publishing.fields.types import Choices
from app.publishing.kind import services
from app.publishing.kind.kind import RecordKind
from app.publishing.kind.writing import extra_values, form_of
from app.publishing.life.services import Edit


class DeclaredDesk(RecordDesk[Any]):
    """The desk of a declared kind."""

    def __init__(self, kind: RecordKind[Any]) -> None:
        self.declared = kind
        self.name = kind.name
        self.source = kind.source
        self.extra_template = kind.desk_template
        self.more_pages = kind.desk_pages
        self.blueprint = Blueprint(kind.endpoint, kind.__class__.__module__, url_prefix=kind.path)
        super().__init__(self.blueprint)

    def kind(self, record: Any) -> SearchKind:
        """What the record is to the index and the log."""
        return self.declared.search_kind_of(record)

    def facts(self, record: Any) -> list[Any]:
        """The lines of the public page, or those that the kind shows at the desk."""
        return list(self.declared.desk_rows(record))

    def public_url(self, record: Any) -> str:
        """The record's page."""
        return url_for(f"{self.declared.endpoint}.detail", record_id=record.id)

    def form(self, record: Any) -> RecordForm:
        """The declared fields, filled in from the record."""
        return form_of(self.declared, record, current_staff())

    def save(self, record: Any, form: RecordForm, edit: Edit) -> Any:
        """Keep what the form says."""
        return services.save_record(
            kind=self.declared,
            record=record,
            values=typed_values(self.declared.model, form),
            extra=extra_values(self.declared, form),
            staff=current_staff(),
            edit=edit,
        )

    def words(self, name: str, value: Any) -> str | None:
        """Codes in a list are put into words by the field's type."""
        field = self.declared.by_name.get(name)
        return field.type.words(value) if field and isinstance(field.type, Choices) else None

    def beside(self, record: Any) -> Any:
        """What the kind's own template at the desk asks for."""
        return self.declared.beside_desk(record)
