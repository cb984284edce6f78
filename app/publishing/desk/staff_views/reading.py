"""What staff see of records: the list, one record, all its versions, and who a 张某某 is."""

from typing import TYPE_CHECKING, Any

from flask import request

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.working_days import remaining
from app.people.access import current_staff
from app.publishing.desk import queries
from app.publishing.desk.forms import GateFindingsForm, OriginalForm, ReasonForm, RecordFilterForm
from app.publishing.desk.staff_views.desks import Desk, Veil, changes
from app.publishing.desk.staff_views.desks import contents as contents_of
from app.publishing.life.attachments import attachments_of, former_attachments
from app.publishing.life.chain import desk_links, offers
from app.publishing.life.gate import NOTE_LABEL, places_as_edited
from app.publishing.life.queries import (
    as_edited,
    newest_number,
    noted_withdrawal,
    open_version,
    versions,
    withdrawals,
)
from app.publishing.life.rules import Life
from app.publishing.life.sealed import Original, names_of, original_of
from app.publishing.life.services import read_original, read_versions

if TYPE_CHECKING:
    from app.publishing.life.models import Publication


def index(kind: Desk[Any]) -> str:
    """The records that the person may see."""
    form = RecordFilterForm.read(request.args)
    page = queries.records(
        kind.source,
        current_staff(),
        life=Life(form.status.data) if form.status.data else None,
        text=form.q.data,
        page=form.page.data,
    )
    noted = queries.noted_among(kind.source.model.__tablename__, [one.id for one in page.items])
    return kind.render("list", form=form, page=page, noted=noted)


def detail(kind: Desk[Any], key: int) -> str:
    """All that would be public, with what can be done."""
    return record_page(kind, kind.find(key), ReasonForm())


def record_page(
    kind: Desk[Any],
    record: "Publication",
    form: ReasonForm,
    *,
    findings: GateFindingsForm | None = None,
    need: OriginalForm | None = None,
    original: Original | None = None,
) -> str:
    """The page of one record, with the forms that ask why, and what the gate found.

    ``original`` is who the party is, for this one answer.
    """
    noted = noted_withdrawal(record)
    return kind.render(
        "record",
        record=record,
        form=form,
        version=open_version(record),
        noted=noted,
        left=remaining(noted.due_on, clock.today(), city_calendar()) if noted else None,
        places=places_as_edited(record),
        files=attachments_of(as_edited(record)),
        me=current_staff().id,
        findings=findings or GateFindingsForm(formdata=None, number=newest_number(record)),
        need=need or OriginalForm(formdata=None),
        is_sealed=original_of(record) is not None,
        original=original,
        chain=desk_links(record),
        offers=offers(record),
    )


def history(kind: Desk[Any], key: int) -> str:
    """Who changed what, when and why; what was ever said of people stays covered."""
    return history_page(kind, kind.find(key), OriginalForm(formdata=None))


def history_page(
    kind: Desk[Any], record: "Publication", need: OriginalForm, *, is_open: bool = False
) -> str:
    """All versions; ``is_open`` uncovers, for this one answer, what they say of people."""
    found = versions(record)
    veil = Veil(record.public_names, names_of([original_of(record)]), is_open=is_open)
    changed = {
        version.id: veil.over(changes(kind, {**version.values, **version.was}, version.values))
        for version in found
    }
    former = former_attachments(record, attachments_of(as_edited(record)))
    contents = {version.id: veil.after(contents_of(kind, version.values)) for version in found}
    return kind.render(
        "versions",
        record=record,
        versions=found,
        changed=changed,
        contents=contents,
        notes={version.id: veil.cover(NOTE_LABEL, version.note) for version in found},
        withdrawals=withdrawals(record),
        need=need,
        former=former,
        is_open=is_open,
        is_veiled=veil.has_covered or bool(former),
    )


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
