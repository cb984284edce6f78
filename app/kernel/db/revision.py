"""Whether anything that public pages show has changed: one value, a new one after each change.

The database notes changes itself, by triggers, so that no writer can forget to: neither an
import nor a bulk UPDATE, nor somebody at the console. A table counts as public unless its model
says otherwise: NOT_PUBLIC, COUNTED, or ``watched_as``. A new public table gets its triggers in
its migration, from ``watch`` of ``migrations/triggers.py``.

Of reports most pages show nothing, and some show how many there are. So what only changes such
numbers is noted apart: a report that comes in makes few pages anew.
"""

from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Engine, String, Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.session import Base

ACTS = ("INSERT", "UPDATE", "DELETE")


class RevisionMark(StrEnum):
    """What changes when a row does; the value is its column in ``public_revision``."""

    RECORDS = "value"
    """All that public pages show, but for NUMBERS."""
    NUMBERS = "numbers"
    """How many matters there are, and how they stand: shown by pages that declare it."""


@dataclass(frozen=True)
class Watch:
    """Which changes of a table are noted."""

    mark: RevisionMark = RevisionMark.RECORDS
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
COUNTED = watched_as(Watch(RevisionMark.NUMBERS))
"""Of a table that shows on no page but in numbers."""


class PublicRevision(Base):
    """The one row. The values say nothing but that they are others; they never come again."""

    __tablename__ = "public_revision"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(20))
    numbers: Mapped[str] = mapped_column(String(20), server_default="0")


class RevisionValues(NamedTuple):
    """What ``public_revision`` says at a moment."""

    records: str
    numbers: str


CURRENT = "SELECT value, numbers FROM public_revision"


def current(engine: Engine) -> RevisionValues | None:
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
    return RevisionValues(*row) if row else None


def watches_of(table: Table) -> tuple[Watch, ...]:
    """How the table is watched; a public one throughout."""
    found: tuple[Watch, ...] = table.info.get("watches", (Watch(),))
    return found
