"""How Alembic reaches the database and the models. Run by ``flask db …``."""

from contextlib import nullcontext
from typing import Any, Literal

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, Enum, TypeDecorator

db = current_app.extensions["migrate"].db


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write types as the database knows them, so that old migrations don't need today's code."""
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def number_scripts(made_in: Any, _revision: Any, scripts: list[Any]) -> None:
    """Give a new migration the number after the last, by which the site tells which is newest."""
    last = made_in.environment_context.script.get_current_head()
    for script in scripts:
        script.rev_id = f"{int(last) + 1:04}"


def migrate() -> None:
    """Run the migrations in one transaction, which is undone if one of them fails.

    Who gives a connection to another database commits there.
    """
    given = context.config.attributes.get("connection")
    with nullcontext(given) if given else db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Changing a table of SQLite means copying it and dropping the old one; with foreign
            # keys on, dropping it would delete the rows that refer to it.
            set_foreign_keys(connection, on=False)
        try:
            configure(connection)
            refuse_unknown()
            with context.begin_transaction():
                apply_changes_at_once(connection)
                context.run_migrations()
                refuse_dangling_rows(connection)
        finally:
            if connection.dialect.name == "sqlite":
                connection.rollback()
                set_foreign_keys(connection, on=True)


def configure(connection: Connection) -> None:
    """Compare ``connection`` with the models."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=plain_type,
        process_revision_directives=number_scripts,
        transactional_ddl=True,
        **current_app.extensions["migrate"].configure_args,
    )


def refuse_unknown() -> None:
    """Say what to do about a database that no migration here leads on from."""
    known = {script.revision for script in context.script.walk_revisions()}
    for head in context.get_context().get_current_heads():
        if head not in known:
            raise CommandError(
                f"no migration leads on from {head}, where this database stands. If that is before "
                "0057, run this command once with the last code that has migrations 0001 to 0057; "
                "if it is later than all here, the database needs newer code."
            )


def set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's foreign keys, which works only outside of a transaction."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def apply_changes_at_once(connection: Connection) -> None:
    """PostgreSQL alters no table whose triggers wait for the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")


def refuse_dangling_rows(connection: Connection) -> None:
    """What SQLite did not check during the migration is checked at its end."""
    if connection.dialect.name != "sqlite":
        return
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if dangling:
        raise RuntimeError(f"rows refer to rows that are gone: {dangling[:5]}")


if context.is_offline_mode():
    raise SystemExit("migrations need a database: they look at what is there")
migrate()
