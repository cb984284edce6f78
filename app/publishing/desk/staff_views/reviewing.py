"""How reviewers decide on one record."""

from typing import Any

from flask import flash, redirect
from werkzeug.wrappers import Response

from app.people.access import current_staff
from app.publishing.desk.forms import ApproveForm, FindingsForm, ReturnForm
from app.publishing.desk.staff_views.desks import Desk
from app.publishing.desk.staff_views.words import differences
from app.publishing.life.attachments import attachments_of
from app.publishing.life.findings import places_as_edited
from app.publishing.life.queries import as_edited, newest_number, open_version
from app.publishing.life.rules import Life, PublicationStatus
from app.publishing.life.values import snapshot

Answer = str | Response | tuple[str, int]


def review(kind: Desk[Any], key: int) -> str:
    """What would become public beside what is public now."""
    return review_page(kind, kind.find(key), None)


def review_page(kind: Desk[Any], record: Any, findings: FindingsForm | None) -> str:
    """The page of one review, with the form of what the gate found."""
    version = open_version(record)
    number = version.number if version else None
    forms = ApproveForm(formdata=None, number=number), ReturnForm(formdata=None, number=number)
    return _page(kind, record, *forms, findings)


def approve(kind: Desk[Any], key: int) -> Answer:
    """Let a version be public, at once or from a day to come."""
    record, form = kind.find(key), ApproveForm()
    if not form.validate_on_submit():
        other = ReturnForm(formdata=None, number=form.number.data)
        return _page(kind, record, form, other), 400
    kind.approve(record, form.number.data, form.from_day.data)
    is_later = record.life is Life.SCHEDULED
    flash(f"已同意，{record.published_on} 自动公示。" if is_later else "已同意并公示。")
    return redirect(kind.url("detail", key=key))


def send_back(kind: Desk[Any], key: int) -> Answer:
    """Return a version to its editor."""
    record, form = kind.find(key), ReturnForm()
    if not form.validate_on_submit():
        other = ApproveForm(formdata=None, number=form.number.data)
        return _page(kind, record, other, form), 400
    kind.send_back(record, form.number.data, form.reason.data)
    flash("已退回，编辑可以看到理由。")
    return redirect(kind.url("detail", key=key))


def _page(
    kind: Desk[Any],
    record: Any,
    approving: ApproveForm,
    returning: ReturnForm,
    findings: FindingsForm | None = None,
) -> str:
    version = open_version(record)
    now = snapshot(record)
    is_public = record.status is PublicationStatus.PUBLISHED
    after = now | version.values if version and is_public else now
    return kind.render(
        "review",
        record=record,
        version=version,
        is_correction=is_public,
        fields=differences(kind, now if is_public else {}, after),
        approving=approving,
        returning=returning,
        places=places_as_edited(record),
        files=attachments_of(as_edited(record)),
        me=current_staff().id,
        findings=findings or FindingsForm(formdata=None, number=newest_number(record)),
        may_schedule=kind.can_schedule and record.published_on is None,
    )
