"""Building the index anew beside the one in use, and the switch.

The new tables grow in a schema of their own, a piece in each transaction, and get their indexes
when they are full. A trigger notes which records change meanwhile; in the moment of the switch,
those are taken over from the tables in use. Searches and services wait for the switch only.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from time import sleep
from typing import Any

from sqlalchemy import Connection, MetaData, Table, delete, func, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateTable

from app.kernel.db.session import db
from app.kernel.db.site import SiteFact
from app.kernel.search.documents import SearchDocument
from app.kernel.search.engine import IndexBusyError, IndexChanges
from app.kernel.search.postgres_engine.pages import BUILT
from app.kernel.search.postgres_engine.writing import IN_USE, PIECE, VERSION, Tables, write

SCHEMA = "search_next"
LOCK = 20_261_124
"""The number under which processes agree who builds; it means nothing else."""

ATTEMPTS, PAUSE_SECONDS = 30, 1
SWITCH_TIMEOUT = "SET LOCAL lock_timeout = '2s'"
"""As long may the switch keep searches waiting behind a long reader, such as a backup."""

NOTING = f"""
CREATE TABLE {SCHEMA}.touched (kind smallint, key integer);
CREATE FUNCTION {SCHEMA}.note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO {SCHEMA}.touched VALUES (OLD.kind, OLD.key);
    ELSE
        INSERT INTO {SCHEMA}.touched VALUES (NEW.kind, NEW.key);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON {IN_USE.entries.name}
    FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.note();
"""  # noqa: S608  # all names are ours


def build(documents: Iterable[SearchDocument], advance: Callable[[int], None] | None) -> int:
    """Build from the documents and switch; returns their number. Raises IndexBusyError."""
    metadata = MetaData()
    old = (IN_USE.entries, IN_USE.codes)
    new = Tables(*(table.to_metadata(metadata, schema=SCHEMA) for table in old))
    with db.engine.connect() as connection, _alone(connection):
        _begin(connection, new)
        total = _fill(connection, new, documents, advance)
        _finish(connection, new)
        _switch(connection, new)
    return total


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Be the only one that builds, and leave nothing behind."""
    locked = connection.scalar(select(func.pg_try_advisory_lock(LOCK)))
    connection.commit()
    if not locked:
        raise IndexBusyError
    try:
        yield
    finally:
        connection.rollback()
        with connection.begin():
            _forget(connection)
            connection.execute(select(func.pg_advisory_unlock(LOCK)))


def _forget(connection: Connection) -> None:
    """Remove what a build has made, in the order in which others take locks."""
    connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))


def _begin(connection: Connection, new: Tables) -> None:
    """Make empty tables. The trigger waits for all who are writing, so no change is missed."""
    with connection.begin():
        _forget(connection)
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        connection.execute(CreateTable(new.entries))
        connection.execute(CreateTable(new.codes))
        connection.execute(text(NOTING))


def _fill(
    connection: Connection,
    new: Tables,
    documents: Iterable[SearchDocument],
    advance: Callable[[int], None] | None,
) -> int:
    total, remaining = 0, iter(documents)
    while piece := list(islice(remaining, PIECE)):
        changes = IndexChanges()
        changes.index(piece)
        with connection.begin():
            write(connection, changes, new)
        total += len(piece)
        if advance is not None:
            advance(len(piece))
    return total


def _finish(connection: Connection, new: Tables) -> None:
    with connection.begin():
        for table in (new.entries, new.codes):
            for index in table.indexes:
                index.create(connection)
            connection.execute(text(f"ANALYZE {SCHEMA}.{table.name}"))


def _switch(connection: Connection, new: Tables) -> None:
    for _ in range(ATTEMPTS):
        try:
            with connection.begin():
                _replace(connection, new)
            return
        except OperationalError:  # the lock was not to be had: let those who wait go first
            sleep(PAUSE_SECONDS)
    raise IndexBusyError


def _replace(connection: Connection, new: Tables) -> None:
    home = connection.scalar(select(func.current_schema()))
    names = ", ".join((IN_USE.entries.name, IN_USE.codes.name))
    connection.execute(text(SWITCH_TIMEOUT))
    connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    _take_over(connection, IN_USE.entries, new.entries)
    _take_over(connection, IN_USE.codes, new.codes)
    connection.execute(text(f"DROP TABLE {names}"))
    quoted = connection.dialect.identifier_preparer.quote(str(home))
    for table in (new.entries, new.codes):
        connection.execute(text(f"ALTER TABLE {SCHEMA}.{table.name} SET SCHEMA {quoted}"))
    fact = insert(SiteFact).values(name=BUILT, value=VERSION)
    connection.execute(fact.on_conflict_do_update(index_elements=["name"], set_={"value": VERSION}))


def _take_over(connection: Connection, old: Table, new: Table) -> None:
    """Records that changed during the build are right in the table in use."""
    touched: Any = select(text("kind"), text("key")).select_from(text(f"{SCHEMA}.touched"))
    connection.execute(delete(new).where(tuple_(new.c.kind, new.c.key).in_(touched)))
    rows = select(old).where(tuple_(old.c.kind, old.c.key).in_(touched))
    connection.execute(insert(new).from_select([column.name for column in old.columns], rows))
