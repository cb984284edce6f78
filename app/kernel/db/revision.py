"""Whether anything that public pages show has changed: one value, a new one after each change.

The database notes changes itself, by triggers, so that no writer can forget to: neither an
import nor a bulk UPDATE, nor somebody at the console. A table counts as public unless its model
says otherwise: NOT_PUBLIC, COUNTED, or ``watched_as``. A new public table gets its triggers in
its migration, from ``watching``.

Of reports most pages show nothing, and some show how many there are. So what only changes such
numbers is noted apart: a report that comes in makes few pages anew.

On PostgreSQL a change is noted at the end of its transaction. There every writer of public
records meets the same row: taken earlier, it would make them wait, and wait for each other.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, String, Table, event, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.session import Base

ACTS = ("INSERT", "UPDATE", "DELETE")
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
"""What an act knows of a row."""


class Mark(StrEnum):
    """What changes when a row does; the value is its column in ``public_revision``."""

    RECORDS = "value"
    """All that public pages show, but for NUMBERS."""
    NUMBERS = "numbers"
    """How many matters there are, and how they stand: shown by pages that declare it."""


@dataclass(frozen=True)
class Watch:
    """Which changes of a table are noted."""

    mark: Mark = Mark.RECORDS
    acts: tuple[str, ...] = ACTS
    columns: tuple[str, ...] = ()
    """An update is noted when it writes one of these; empty for any."""
    filled: str = ""
    """A change is noted when this column of the row is not null, before it or after."""


def watched_as(*watches: Watch) -> dict[str, Any]:
    """Last item of ``__table_args__`` of a table of which pages show something by these rules."""
    return {"info": {"watches": watches}}


NOT_PUBLIC = watched_as()
"""Of a table that shows on no page, or on pages never kept."""
COUNTED = watched_as(Watch(Mark.NUMBERS))
"""Of a table that shows on no page but in numbers."""


class PublicRevision(Base):
    """The one row. The values say nothing but that they are others; they never come again."""

    __tablename__ = "public_revision"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(20))
    numbers: Mapped[str] = mapped_column(String(20), server_default="0")


class Revision(NamedTuple):
    """What ``public_revision`` says at a moment."""

    records: str
    numbers: str


FIRST = {"id": 1, "value": "0"}
CURRENT = "SELECT value, numbers FROM public_revision"
SUFFIX = {Mark.RECORDS: "is_public", Mark.NUMBERS: "is_counted"}
"""By which triggers are named."""
NOTER = {Mark.RECORDS: "note_public_change", Mark.NUMBERS: "note_counted_change"}
"""The functions that triggers of PostgreSQL call."""


def noting(dialect: str, mark: Mark = Mark.RECORDS) -> list[str]:
    """The statements that triggers need before the first one is made."""
    if dialect != "postgresql":
        return []
    return [
        f"CREATE FUNCTION {NOTER[mark]}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608  # our own names
        f"UPDATE public_revision SET {mark} = pg_current_xact_id()::text "
        f"WHERE {mark} <> pg_current_xact_id()::text; RETURN NULL; END $$"
    ]


def forgetting(dialect: str, mark: Mark = Mark.RECORDS) -> list[str]:
    """The statements that undo ``noting``."""
    if dialect != "postgresql":
        return []
    return [f"DROP FUNCTION IF EXISTS {NOTER[mark]}() CASCADE"]


def current(engine: Engine) -> Revision | None:
    """The values now; None when the database can't say, as whoever asks it next will be told.

    Asked of the driver, in a tenth of the time: each request for a public page waits for it.
    """
    try:
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(CURRENT)
            row = cursor.fetchone()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
        return None
    return Revision(*row) if row else None


def watches_of(table: Table) -> tuple[Watch, ...]:
    """How the table is watched; a public one throughout."""
    found: tuple[Watch, ...] = table.info.get("watches", (Watch(),))
    return found


def watching(dialect: str, table: str, watch: Watch = Watch()) -> list[str]:
    """The statements that make the database note changes of ``table``."""
    triggers = _triggers(dialect, table, watch)
    if dialect == "postgresql":
        return [
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {acts} ON {table} DEFERRABLE INITIALLY "
            f"DEFERRED FOR EACH ROW {when}EXECUTE FUNCTION {NOTER[watch.mark]}()"
            for name, acts, when in triggers
        ]
    return [
        f"CREATE TRIGGER {name} AFTER {act} ON {table} {when}"  # noqa: S608  # our own names
        f"BEGIN UPDATE public_revision SET {watch.mark} = lower(hex(randomblob(8))); END"
        for name, act, when in triggers
    ]


def unwatching(dialect: str, table: str, watch: Watch = Watch()) -> list[str]:
    """The statements that undo ``watching``."""
    of_table = f" ON {table}" if dialect == "postgresql" else ""
    names = (name for name, _, _ in _triggers(dialect, table, watch))
    return [f"DROP TRIGGER {name}{of_table}" for name in names]


def _triggers(dialect: str, table: str, watch: Watch) -> Iterator[tuple[str, str, str]]:
    """Name, acts and condition of each trigger: one for all acts where the database knows how."""
    acts = {act: act for act in watch.acts}
    if watch.columns and "UPDATE" in acts:
        acts["UPDATE"] = f"UPDATE OF {', '.join(watch.columns)}"
    if dialect == "postgresql" and not watch.filled:
        yield f"{table}_{SUFFIX[watch.mark]}", " OR ".join(acts.values()), ""
        return
    for act, words in acts.items():
        filled = " OR ".join(f"{row}.{watch.filled} IS NOT NULL" for row in ROWS[act])
        when = f"WHEN ({filled}) " if watch.filled else ""
        yield f"{table}_{act.lower()}_{SUFFIX[watch.mark]}", words, when


@event.listens_for(Base.metadata, "after_create")
def _watch_all(_metadata: object, connection: Connection, tables: list[Table], **_: Any) -> None:
    """What the migrations do, for tables that are made from the models."""
    if PublicRevision.__table__ not in tables:
        return
    connection.execute(insert(PublicRevision).values(FIRST))
    dialect = connection.dialect.name
    statements = [one for mark in Mark for one in noting(dialect, mark)]
    for table in tables:
        for watch in watches_of(table):
            statements += watching(dialect, table.name, watch)
    for statement in statements:
        connection.exec_driver_sql(statement)


@event.listens_for(PublicRevision.__table__, "after_drop")
def _forget(_table: object, connection: Connection, **_: Any) -> None:
    for mark in Mark:
        for statement in forgetting(connection.dialect.name, mark):
            connection.exec_driver_sql(statement)
