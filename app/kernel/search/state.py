"""What one application knows about search: its engine, and who supplies which records.

An index that can't answer is built anew by the worker; whoever meets it leaves a message.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app, url_for
from sqlalchemy import make_url

from app.kernel.db.session import writing
from app.kernel.jobs import outbox
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import SearchEngine, SearchUnavailableError
from app.kernel.search.postgres_engine import PostgresEngine
from app.kernel.search.whoosh_engine import WhooshEngine
from app.kernel.web.addresses import record_url

EXTENSION = "search"
TOPIC = "rebuild"
MESSAGES_PER_BATCH = 50

PATIENCE = timedelta(minutes=5)
"""So long no second message follows: what a rebuild does not mend must not keep rebuilding."""

log = structlog.get_logger()
Source = Callable[[Sequence[int] | None], Iterator[SearchDocument]]
Names = Callable[[], Mapping[Any, str]]
Turning = Callable[[], Iterable[int]]
Followers = Callable[[Sequence[int]], Iterable[int]]


@dataclass(frozen=True)
class Appearance:
    """What a kind shows of its records among results.

    ``endpoint`` is the page of one, whose address has the one ``variable``.
    """

    endpoint: str
    variable: str
    seal: str
    """The sign on its seal, such as 罚."""
    title_label: str
    """What people call the title, where words of it were found."""


@dataclass(slots=True)
class SearchState:
    """The engine of an application and its sources."""

    open: Callable[[], SearchEngine]
    """Makes an engine that has read nothing yet, to see what really lies on the disk."""
    engine: SearchEngine = field(init=False)
    sources: dict[SearchKind, Source] = field(default_factory=dict)
    appearances: dict[SearchKind, Appearance] = field(default_factory=dict)
    turning: dict[SearchKind, Turning] = field(default_factory=dict)
    followers: dict[SearchKind, dict[SearchKind, Followers]] = field(default_factory=dict)
    """By kind, of which other kinds some records show, or not, because of it."""
    names: dict[str, Names] = field(default_factory=dict)
    """By the name of a property, what its values are called."""
    turned_on: date | None = None
    """The day for which the worker has looked at the records that turn."""

    def __post_init__(self) -> None:
        self.engine = self.open()


def install(app: Flask) -> None:
    """Give the application the engine that its settings name."""
    app.extensions[EXTENSION] = SearchState(partial(_new_engine, app))


def _new_engine(app: Flask) -> SearchEngine:
    """That of SEARCH_ENGINE. Raises ValueError where the site can't have it."""
    name = str(app.config["SEARCH_ENGINE"])
    if name == "whoosh":
        return WhooshEngine(Path(app.config["DATA_DIR"]) / "index")
    if name != "postgres":
        raise ValueError(f"SEARCH_ENGINE={name} is unknown; there is: whoosh, postgres")
    backend = make_url(str(app.config["SQLALCHEMY_DATABASE_URI"])).get_backend_name()
    if backend != "postgresql":
        raise ValueError(
            "SEARCH_ENGINE=postgres needs PostgreSQL: set DATABASE_URL to postgresql://…, "
            f"or leave SEARCH_ENGINE out (the database is {backend})"
        )
    return PostgresEngine()


def of(app: Flask) -> SearchState:
    """The state of an application."""
    state: SearchState = app.extensions[EXTENSION]
    return state


def current() -> SearchState:
    """The state of the current application."""
    return of(current_app)


def stamp(app: Flask) -> Hashable:
    """Another one whenever searches may find something else; None while nobody can tell."""
    try:
        return of(app).engine.stamp()
    except OSError:  # searches will say so; no other page needs the index
        return None


def appearance_of(document: SearchDocument) -> Appearance:
    """How the record is shown."""
    return current().appearances[document.kind]


def address_of(document: SearchDocument, *, external: bool = False) -> str:
    """The address of a record's own page; with ``external``, complete."""
    shown = appearance_of(document)
    variable = {shown.variable: document.ref}
    if external:
        return url_for(shown.endpoint, _external=True, **variable)
    return record_url(shown.endpoint, **variable)


@contextmanager
def usable_engine() -> Iterator[SearchEngine]:
    """The engine, for a question or a change.

    Raises SearchUnavailableError whatever it is that goes wrong with the index, and sees to it
    that the worker looks after it.
    """
    try:
        yield current().engine
    except SearchUnavailableError:
        report(unreadable=False)
        raise
    except Exception as error:  # a damaged file can raise anything
        report(unreadable=True)
        raise SearchUnavailableError from error


def report(*, unreadable: bool) -> None:
    """Leave one message, however many notice: there is no index, or one that is damaged inside."""
    log.warning("search.index_damaged", unreadable=unreadable, exc_info=True)
    with writing():
        outbox.enqueue_once(TOPIC, {"unreadable": unreadable}, every=PATIENCE)
