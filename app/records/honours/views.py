"""What is shown of honours beside the pages of all kinds, and the step to the red list."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import render_template, url_for
from werkzeug.wrappers import Response

from app.people.access import can
from app.people.permissions import Permission
from app.publishing.desk.staff_views.desks import Desk
from app.publishing.kind.kind import RecordKind
from app.publishing.life.chain import ChainLink, Offer
from app.publishing.life.rules import Life
from app.records.credit.kind import KIND as CREDIT
from app.records.honours import queries, services
from app.records.honours.rules import HonourGrade
from app.records.indicators.policy import policy
from app.records.record_links.staff_views import (
    draft,
    public_link,
    steps_of_entry,
    steps_of_record,
)

if TYPE_CHECKING:
    from app.publishing.life.models import Publication
    from app.records.honours.models import Honour


def targets() -> str:
    """What the policy wanted of honours, beside what there is."""
    return render_template(
        "records/honours/targets.html",
        policy=policy(),
        standings=queries.standings(),
        grades=list(HonourGrade),
        kinds=queries.by_kind_and_grade(),
    )


def draft_entry(desk: "Desk[Honour]", key: int) -> Response:
    """One click from an honour that is public to the draft of an entry."""
    done = "已按荣誉拟好红名单记录的草稿，请核对后送审。"
    home = desk.url("detail", key=key)
    return draft(services.draft_entry, home, CREDIT, done, honour=desk.find(key))


def public_links(kind: "RecordKind[Honour]", record: "Publication") -> Iterator[ChainLink]:
    """The entries that rest on an honour, the honours on which an entry rests, if public."""
    for entry in queries.entries_on(record, is_public=True):
        yield public_link(CREDIT, entry, f"列入{entry.list.label}：{entry.title}")
    for honour in queries.honours_under(record, is_public=True):
        yield public_link(kind, honour, f"荣誉：{honour.full_title}")


def desk_links(kind: "RecordKind[Honour]", record: "Publication") -> Iterator[ChainLink]:
    """The same as the public, with drafts and what has left, as far as it is the person's."""
    for entry in queries.entries_on(record):
        yield from steps_of_entry(entry)
    for honour in queries.honours_under(record):
        yield from steps_of_record(kind, honour, f"荣誉：{honour.full_title}")


def offers(record: "Publication") -> Iterator[Offer]:
    """That an entry can be drafted from an honour that is public and has none."""
    is_open = record.life is Life.PUBLISHED and can(Permission.EDIT_RECORDS)
    if is_open and queries.can_be_listed(record):
        yield Offer("拟列入红名单", url_for("admin.honours.draft_entry", key=record.id))
