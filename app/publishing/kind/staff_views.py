"""The desk of a kind: its form, and the pages that all desks have, over its declared fields."""

from functools import cache
from typing import Any

from flask import Blueprint, url_for

from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.people.queries import district_options
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.fields.declaring import FieldPlace, Initial, RecordField
from app.publishing.fields.derived import record_form, typed_values
from app.publishing.fields.inputs import ChoiceInput, RecordForm
from app.publishing.fields.types import DistrictChoice
from app.publishing.kind import saving
from app.publishing.kind.kind import RecordKind
from app.publishing.life.services import Edit


class DeclaredDesk(RecordDesk[Any]):
    """The desk of a declared kind."""

    def __init__(self, kind: RecordKind[Any]) -> None:
        self.declared = kind
        self.name = kind.name
        self.source = kind.source
        self.can_schedule = kind.can_schedule
        self.extra_template = kind.desk_template
        self.more_pages = kind.desk_pages
        self.blueprint = Blueprint(
            kind.endpoint, kind.__class__.__module__, url_prefix=kind.desk_path
        )
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
        return form_of(self.declared, record, current_staff().bureau.name)

    def save(self, record: Any, form: RecordForm, edit: Edit) -> Any:
        """Keep what the form says; raises as ``save_record``."""
        return saving.save_record(
            kind=self.declared,
            record=record,
            values=typed_values(self.declared.model, form),
            extra=extra_values(self.declared, form),
            staff=current_staff(),
            edit=edit,
        )

    def version_words(self, name: str, value: Any) -> str | None:
        """Codes are put into words by the field's type."""
        field = self.declared.by_name.get(name)
        return field.type.value_words(value) if field and field.type.is_coded else None

    def beside(self, record: Any) -> Any:
        """What the kind's own template at the desk asks for."""
        return self.declared.beside_desk(record)


@cache
def form_class(kind: RecordKind[Any]) -> type[RecordForm]:
    """The form of the kind."""
    return record_form(kind.model, kind.form_base)


def form_of(kind: RecordKind[Any], record: Any, own_body: str) -> RecordForm:
    """The form filled in from the record, or as a new record of a person of ``own_body`` begins."""
    fields = kind.fields_in(FieldPlace.FORM)
    if record is None:
        data = {each.input_name: _initial(each, own_body) for each in fields if each.initial}
    else:
        data = {each.input_name: each.type.filled(record, each.name) for each in fields}
    form = form_class(kind)(data=data)
    for each in fields:
        if isinstance(each.type, DistrictChoice):
            choice: ChoiceInput = form[each.input_name]
            choice.offer(district_options())
    kind.offer(form)
    return form


def extra_values(kind: RecordKind[Any], form: RecordForm) -> dict[str, Any]:
    """What the form asks beside the fields, by its name there."""
    fields = {each.input_name for each in kind.fields_in(FieldPlace.FORM)}
    return {each.name: each.data for each in form if each.name not in fields}


def _initial(field: RecordField, own_body: str) -> Any:
    return clock.today().year if field.initial is Initial.THIS_YEAR else own_body
