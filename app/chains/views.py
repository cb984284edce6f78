"""What the public is told on the pages of cases and entries."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import url_for

from app.chains import queries
from app.publishing.chain import ChainLink

if TYPE_CHECKING:
    from app.publishing.models import Publication


def public_links(record: "Publication") -> Iterator[ChainLink]:
    """The entries that rest on a case, the cases on which an entry rests, if they are public."""
    for entry in queries.entries_on(record, is_public=True):
        url = url_for("credit.detail", entry_id=entry.id)
        yield ChainLink(f"列入{entry.list.label}：{entry.title}", entry.decided_on, url)
    for case in queries.cases_under(record, is_public=True):
        url = url_for("cases.detail", case_id=case.id)
        yield ChainLink(f"行政处罚：{case.title}", case.decided_on, url)
