"""Lists that can be subscribed to, and what a line of one says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from app.publishing.kind import lists
from app.publishing.kind.kind import RecordKind


@dataclass(frozen=True)
class FeedEntry:
    """A line of a feed: what it says, where it leads, when it came and was last changed."""

    title: str
    path: str
    on: date
    updated_at: datetime
    summary: str = ""


@dataclass(frozen=True)
class Feed:
    """A list that can be subscribed to; ``place`` is the page that shows it.

    ``newest`` gives so many of its newest lines.
    """

    title: str
    place: str
    newest: Callable[[int], Iterable[FeedEntry]]


def feeds_of(kind: RecordKind[Any]) -> dict[str, Feed]:
    """The feeds of a kind, by their names in addresses."""
    return {
        name: Feed(title, name, partial(_newest, kind, asked))
        for name, (title, asked) in kind.feeds.items()
    }


def _newest(kind: RecordKind[Any], asked: Mapping[str, Any], limit: int) -> Iterable[FeedEntry]:
    for record in lists.newest(kind, limit=limit, **asked):
        yield FeedEntry(
            title=record.named(kind.feed_title_of(record)),
            path=f"{kind.path}/{record.id}",
            on=record.published_on or getattr(record, kind.dated_by),
            updated_at=record.updated_at,
            summary=kind.summary_of(record),
        )
