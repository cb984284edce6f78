"""Who the person is whom a record shows as 张某某: for one answer, with a reason in the log."""

from typing import Any

from app.people.access import current_staff
from app.publishing.desk.forms import OriginalForm, ReasonForm
from app.publishing.desk.staff_views.desks import Desk
from app.publishing.desk.staff_views.reading import history_page, record_page
from app.publishing.life.services import read_original, read_versions


def original(kind: Desk[Any], key: int) -> str | tuple[str, int]:
    """The record's page, with the full name and number of its party."""
    record, form = kind.find(key), OriginalForm()
    reason = ReasonForm(formdata=None)
    if not form.validate_on_submit():
        return record_page(kind, record, reason, need=form), 400
    found = read_original(
        record,
        kind=kind.kind(record),
        actor=current_staff().as_actor(),
        reason=form.need.data or "",
    )
    return record_page(kind, record, reason, original=found)


def uncover(kind: Desk[Any], key: int) -> str | tuple[str, int]:
    """All versions with what they said of people before it was masked."""
    record, form = kind.find(key), OriginalForm()
    if not form.validate_on_submit():
        return history_page(kind, record, form), 400
    kind.act(read_versions, record, reason=form.need.data or "")
    return history_page(kind, record, OriginalForm(formdata=None), is_open=True)
