"""What the public is told on the pages of cases, entries and inspections."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import url_for

from app.publishing.life.chain import ChainLink
from app.records.record_links import queries

if TYPE_CHECKING:
    from app.publishing.life.models import Publication


def public_links(record: "Publication") -> Iterator[ChainLink]:
    """Entries, cases and inspections that rest on each other, as far as they are public."""
    for entry in queries.entries_on(record, is_public=True):
        url = url_for("credit.detail", record_id=entry.id)
        yield ChainLink(f"列入{entry.list.label}：{entry.title}", entry.decided_on, url)
    cases = (
        *queries.cases_under(record, is_public=True),
        *queries.cases_from(record, is_public=True),
    )
    for case in cases:
        url = url_for("cases.detail", record_id=case.id)
        yield ChainLink(f"行政处罚：{case.title}", case.decided_on, url)
    for inspection in queries.inspections_behind(record, is_public=True):
        url = url_for("inspections.detail", record_id=inspection.id)
        yield ChainLink(inspection.title, inspection.announced_on, url)
