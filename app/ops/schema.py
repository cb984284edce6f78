"""Whether the database is made as this release declares it, and mending what can be mended.

Indexes and triggers come with migrations. They get lost where somebody works on the database by
hand, and where a table of SQLite is copied; pages are then slow, or kept longer than they may be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Index, inspect

from app.kernel.db import revision, site
from app.kernel.db.session import Base, db, writing
from app.ops.migrations import differences, operations
from migrations import triggers

CATALOGUE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
"""The names of all triggers that work."""


@dataclass(frozen=True)
class SchemaFaults:
    """What differs from the declaration, in words."""

    mendable: list[str]
    """Indexes and triggers, which ``setup`` makes anew."""
    others: list[str]
    """Tables and columns, and the guard of the log: for people to look at."""


def examine() -> SchemaFaults:
    """Compare tables, columns, indexes and triggers with the models."""
    connection = db.session.connection()
    found = differences(connection)
    indexes = [f"index {index.name}" for index in _lacking_indexes(found)]
    lacking = [f"trigger {name}" for _, names in _lacking_watches(connection) for name in names]
    others = [_in_words(each) for each in found if not _is_index(each)]
    if not _log_is_guarded(connection):
        others.append("the triggers that guard the audit log are gone")
    return SchemaFaults(indexes + lacking, others)


def mend() -> int:
    """Make lacking indexes and triggers anew; returns how many.

    A schema that is newer than this release is left alone: it is not ours to say what it lacks.
    """
    made = 0
    with writing():
        if not site.is_current():
            return 0
        connection = db.session.connection()
        for index in _lacking_indexes(differences(connection)):
            index.drop(connection, checkfirst=True)
            index.create(connection)
            made += 1
        for watched, names in list(_lacking_watches(connection)):
            _watch_anew(connection, watched)
            made += len(names)
    return made


@dataclass(frozen=True)
class _Watched:
    """One rule by which changes of a table are noted."""

    table: str
    rule: revision.Watch

    def trigger_names(self, dialect: str) -> list[str]:
        return triggers.names(dialect, self.table, **vars(self.rule))


def _lacking_indexes(found: Iterable[Any]) -> list[Index]:
    """Those that are not there, or are made of other columns."""
    return [item for kind, item in filter(_is_index, found) if kind == "add_index"]


def _is_index(difference: object) -> bool:
    return isinstance(difference, tuple) and difference[0] in {"add_index", "remove_index"}


def _in_words(difference: object) -> str:
    if isinstance(difference, list):
        difference = difference[0]
    parts = difference if isinstance(difference, tuple) else (difference,)
    return " ".join(str(getattr(part, "name", part)) for part in parts[:4] if part is not None)


def _lacking_watches(connection: Connection) -> Iterator[tuple[_Watched, list[str]]]:
    dialect, there = connection.dialect.name, _triggers(connection)
    tables = set(inspect(connection).get_table_names())
    for table in Base.metadata.sorted_tables:
        for rule in revision.watches_of(table) if table.name in tables else ():
            watched = _Watched(table.name, rule)
            if lacking := [name for name in watched.trigger_names(dialect) if name not in there]:
                yield watched, lacking


def _watch_anew(connection: Connection, watched: _Watched) -> None:
    of_table = f" ON {watched.table}" if connection.dialect.name == "postgresql" else ""
    for name in watched.trigger_names(connection.dialect.name):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{of_table}")
    with operations(connection):
        triggers.watch(watched.table, **vars(watched.rule))


def _log_is_guarded(connection: Connection) -> bool:
    return set(triggers.guard_names(connection.dialect.name)) <= _triggers(connection)


def _triggers(connection: Connection) -> set[str]:
    found = connection.exec_driver_sql(CATALOGUE[connection.dialect.name])
    return {name for (name,) in found}
