"""Whether anything that public pages show has changed: one value, a new one after each change.

The database notes changes itself, by triggers, so that no writer can forget to: neither an
import nor a bulk UPDATE, nor somebody at the console. A table counts as public unless its model
says NOT_PUBLIC. A new public table gets its triggers in its migration, from ``watching``.

On PostgreSQL a change is noted at the end of its transaction. There every writer of public
records meets the same row: taken earlier, it would make them wait, and wait for each other.
"""

import secrets
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine, String, Table, event, insert, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, db

NOT_PUBLIC = {"info": {"public": False}}
"""Last item of ``__table_args__`` of a table that shows on no page, or on pages never kept."""

ACTS = ("INSERT", "UPDATE", "DELETE")


class PublicRevision(Base):
    """The one row. The value says nothing but that it is another one; it never comes again."""

    __tablename__ = "public_revision"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(20))


FIRST = {"id": 1, "value": "0"}
CURRENT = "SELECT value FROM public_revision"
NOTING = {
    "sqlite": [],
    "postgresql": [
        "CREATE FUNCTION note_public_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE public_revision SET value = pg_current_xact_id()::text "
        "WHERE value <> pg_current_xact_id()::text; RETURN NULL; END $$"
    ],
}
FORGETTING = {
    "sqlite": [],
    "postgresql": ["DROP FUNCTION IF EXISTS note_public_change() CASCADE"],
}


def current(engine: Engine) -> str | None:
    """The value now; None when the database can't say, as whoever asks it next will be told.

    Asked of the driver, in a tenth of the time: each request for a public page waits for it.
    """
    try:
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(CURRENT)
            row = cursor.fetchone()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
        return None
    return str(row[0]) if row else None


def change() -> None:
    """Note a change of what pages show that no trigger sees, in the present transaction."""
    db.session.execute(update(PublicRevision).values(value=secrets.token_hex(8)))


def is_public(table: Table) -> bool:
    """Whether a public page may show something of the table."""
    return bool(table.info.get("public", True))


def watching(dialect: str, table: str) -> list[str]:
    """The statements that make the database note each change of ``table``."""
    if dialect == "postgresql":
        return [
            f"CREATE CONSTRAINT TRIGGER {table}_is_public AFTER {' OR '.join(ACTS)} ON {table} "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_public_change()"
        ]
    return [
        f"CREATE TRIGGER {table}_{act.lower()}_is_public AFTER {act} ON {table} "  # noqa: S608  # our own names
        "BEGIN UPDATE public_revision SET value = lower(hex(randomblob(8))); END"
        for act in ACTS
    ]


def unwatching(dialect: str, table: str) -> list[str]:
    """The statements that undo ``watching``."""
    if dialect == "postgresql":
        return [f"DROP TRIGGER {table}_is_public ON {table}"]
    return [f"DROP TRIGGER {table}_{act.lower()}_is_public" for act in ACTS]


@event.listens_for(Base.metadata, "after_create")
def _watch_all(_metadata: object, connection: Connection, tables: list[Table], **_: Any) -> None:
    """What the migrations do, for tables that are made from the models."""
    if PublicRevision.__table__ not in tables:
        return
    connection.execute(insert(PublicRevision).values(FIRST))
    statements = list(NOTING[connection.dialect.name])
    for table in filter(is_public, tables):
        statements += watching(connection.dialect.name, table.name)
    for statement in statements:
        connection.exec_driver_sql(statement)


@event.listens_for(PublicRevision.__table__, "after_drop")
def _forget(_table: object, connection: Connection, **_: Any) -> None:
    for statement in FORGETTING[connection.dialect.name]:
        connection.exec_driver_sql(statement)
