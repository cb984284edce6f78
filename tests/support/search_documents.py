"""Invented search documents, and the plain substring search that the engine is held against."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from app.search.documents import DocumentId, SearchDocument, SearchKind
from app.search.engine import Filters, Matches, SearchEngine, SortOrder
from app.search.normalise import fold
from app.search.plan import plan

TODAY = date(2026, 3, 4)

_keys = count(1)


def document(title: str, text: str = "", **changes: Any) -> SearchDocument:
    """A case with this title and this text."""
    values: dict[str, Any] = {
        "kind": SearchKind.CASE,
        "key": next(_keys),
        "title": title,
        "names": (title,),
        "texts": (("违法事实", text),) if text else (),
        "on": date(2026, 1, 15),
        "year": 2026,
        "visible_from": date(2026, 1, 20),
    }
    values.update(changes)
    values.setdefault("ref", str(values["key"]))
    return SearchDocument(**values)


def search(
    engine: SearchEngine, text: str, *, today: date = TODAY, limit: int = 1000, **options: Any
) -> Matches:
    """Search for ``text``; filters go by their names."""
    sort = options.pop("sort", SortOrder.RELEVANCE)
    offset = options.pop("offset", 0)
    names_only = options.pop("names_only", False)
    return engine.search(
        plan(text),
        filters=Filters(**options),
        sort=sort,
        offset=offset,
        limit=limit,
        today=today,
        names_only=names_only,
    )


def found(engine: SearchEngine, text: str, **options: Any) -> set[DocumentId]:
    """The ids of all records that match."""
    return set(search(engine, text, **options).ids)


def holding(documents: Iterable[SearchDocument], word: str) -> set[DocumentId]:
    """The oracle: the records in which the word stands, by looking at every text."""
    wanted = fold(word)
    return {
        each.id
        for each in documents
        if any(
            wanted in fold(text)
            for text in (
                each.title,
                *each.names,
                *each.former_names,
                *each.codes,
                *each.numbers,
                *(text for _, text in each.texts),
            )
        )
    }
