"""The form in which an editor writes a record: what its fields ask, in the order declared."""

from functools import cache
from typing import Any

from app.kernel import clock
from app.people.models import Staff
from app.people.queries import district_options
from app.publishing.fields.declaring import Field, Initial, Place
from app.publishing.fields.derived import record_form
from app.publishing.fields.inputs import Choice, RecordForm
from app.publishing.fields.types import District
from app.publishing.kind.kind import RecordKind


@cache
def form_class(kind: RecordKind[Any]) -> type[RecordForm]:
    """The form of the kind."""
    return record_form(kind.model, kind.form_base)


def form_of(kind: RecordKind[Any], record: Any, staff: Staff) -> RecordForm:
    """The form filled in from the record, or as a new record of the person's begins."""
    fields = kind.fields_in(Place.FORM)
    if record is None:
        data = {each.input_name: _initial(each, staff) for each in fields if each.initial}
    else:
        data = {each.input_name: each.type.filled(record, each.name) for each in fields}
    form = form_class(kind)(data=data)
    for each in fields:
        if isinstance(each.type, District):
            choice: Choice = form[each.input_name]
            choice.offer(district_options())
    kind.offer(form)
    return form


def extra_values(kind: RecordKind[Any], form: RecordForm) -> dict[str, Any]:
    """What the form asks beside the fields, by its name there."""
    fields = {each.input_name for each in kind.fields_in(Place.FORM)}
    return {each.name: each.data for each in form if each.name not in fields}


def _initial(field: Field, staff: Staff) -> Any:
    return clock.today().year if field.initial is Initial.THIS_YEAR else staff.bureau.name
