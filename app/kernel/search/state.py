"""What one application knows about search: its engine, and who supplies which records."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from sqlalchemy import make_url

from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import SearchEngine
from app.kernel.search.postgres_engine import PostgresEngine
from app.kernel.search.whoosh_engine import WhooshEngine

Source = Callable[[Sequence[int] | None], Iterator[SearchDocument]]
Names = Callable[[], Mapping[Any, str]]
Turning = Callable[[], Iterable[int]]
Followers = Callable[[Sequence[int]], Iterable[int]]

if TYPE_CHECKING:
    from app.kernel.search.appearance import Appearance

EXTENSION = "search"


@dataclass(slots=True)
class SearchState:
    """The engine of an application and its sources."""

    open: Callable[[], SearchEngine]
    """Makes an engine that has read nothing yet, to see what really lies on the disk."""
    engine: SearchEngine = field(init=False)
    sources: dict[SearchKind, Source] = field(default_factory=dict)
    appearances: dict[SearchKind, "Appearance"] = field(default_factory=dict)
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
    name = str(app.config["SEARCH_ENGINE"])
    if name not in ENGINES:
        raise ValueError(f"SEARCH_ENGINE={name} is unknown; there is: {', '.join(ENGINES)}")
    app.extensions[EXTENSION] = SearchState(partial(ENGINES[name], app))


def _on_files(app: Flask) -> SearchEngine:
    """An index in DATA_DIR."""
    return WhooshEngine(Path(app.config["DATA_DIR"]) / "index")


def _in_database(app: Flask) -> SearchEngine:
    """An index in the site's own database, which must be able to keep one."""
    address = make_url(str(app.config["SQLALCHEMY_DATABASE_URI"]))
    if address.get_backend_name() != "postgresql":
        raise ValueError(
            "SEARCH_ENGINE=postgres needs PostgreSQL: set DATABASE_URL to postgresql://…, "
            f"or leave SEARCH_ENGINE out (the database is {address.get_backend_name()})"
        )
    return PostgresEngine()


ENGINES: dict[str, Callable[[Flask], SearchEngine]] = {
    "whoosh": _on_files,
    "postgres": _in_database,
}


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
