"""What the public is shown of honours beside the pages of all kinds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import render_template, url_for

from app.publishing.life.chain import ChainLink
from app.records.honours import queries
from app.records.honours.rules import HonourGrade
from app.records.indicators.policy import policy

if TYPE_CHECKING:
    from app.publishing.life.models import Publication


def targets() -> str:
    """What the policy wanted of honours, beside what there is."""
    return render_template(
        "records/honours/targets.html",
        policy=policy(),
        standings=queries.standings(),
        grades=list(HonourGrade),
        kinds=queries.by_kind_and_grade(),
    )


def entry_links(record: "Publication") -> Iterator[ChainLink]:
    """The entries that rest on an honour, the honours on which an entry rests, if public."""
    for entry in queries.entries_on(record, is_public=True):
        url = url_for("credit.detail", record_id=entry.id)
        yield ChainLink(f"列入{entry.list.label}：{entry.title}", entry.decided_on, url)
    for honour in queries.honours_under(record, is_public=True):
        url = url_for("honours.detail", record_id=honour.id)
        yield ChainLink(f"荣誉：{honour.words}", honour.granted_on, url)
