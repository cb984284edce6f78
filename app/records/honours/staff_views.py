"""The step from an honour to the red list, and what its desk tells of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import DomainError
from app.people.access import can, current_staff
from app.people.permissions import Permission
from app.publishing.desk.forms import ActForm
from app.publishing.desk.queries import Source
from app.publishing.desk.staff_views.desks import Desk
from app.publishing.life.chain import ChainLink, Offer
from app.publishing.life.rules import Life
from app.records.honours import queries, services
from app.records.record_links.staff_views import steps_of_entry, steps_of_record

if TYPE_CHECKING:
    from app.publishing.life.models import Publication
    from app.records.honours.models import Honour


def draft_entry(desk: "Desk[Honour]", key: int) -> Response:
    """One click from an honour that is public to the draft of an entry."""
    honour = desk.find(key)
    if not ActForm().validate_on_submit():
        return redirect(desk.url("detail", key=key))
    try:
        entry = services.draft_entry(honour=honour, staff=current_staff())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(desk.url("detail", key=key))
    flash("已按荣誉拟好红名单记录的草稿，请核对后送审。")
    return redirect(url_for("admin.credit.edit", key=entry.id))


def desk_links(source: "Source[Honour]", record: "Publication") -> Iterator[ChainLink]:
    """The same as the public, with drafts and what has left, as far as it is the person's."""
    for entry in queries.entries_on(record):
        yield from steps_of_entry(entry)
    for honour in queries.honours_under(record):
        own = url_for("admin.honours.detail", key=honour.id)
        public = url_for("honours.detail", record_id=honour.id)
        yield from steps_of_record(f"荣誉：{honour.words}", honour, source, own, public)


def entry_offers(record: "Publication") -> Iterator[Offer]:
    """That an entry can be drafted from an honour that is public and has none."""
    is_open = record.life is Life.PUBLISHED and can(Permission.EDIT_RECORDS)
    if is_open and queries.can_be_listed(record):
        yield Offer("拟列入红名单", url_for("admin.honours.draft_entry", key=record.id))
