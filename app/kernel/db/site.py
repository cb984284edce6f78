"""What the database keeps about the site itself: facts, running numbers, which migration it has.

Facts are such as: is it a demonstration. Numbers run without gaps or doubles, per name and period,
such as 20261124-00386. Migrations are numbered, so that what is lacking is told without Alembic,
which reads each of them.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import String, column, delete, func, inspect, select, table
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db.changes import TransactionNotes
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db, insert_or

DEMO = "demo"
BACKED_UP_AT = "backed_up_at"
ALL = "SELECT name, value FROM site_facts"
"""Asked in words that need no compiling: nearly every request asks."""
MIGRATIONS = Path(__file__).parents[3] / "migrations" / "versions"
_APPLIED = table("alembic_version", column("version_num"))


class SiteFact(Base):
    """One fact by name."""

    __tablename__ = "site_facts"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def facts() -> Mapping[str, str]:
    """All facts by name, read once in a transaction."""
    return _facts.of(db.session())


def state_fact(name: str, value: str) -> None:
    """Put a fact, or its new value, into the current transaction."""
    stated = insert_or(SiteFact).values(name=name, value=value)
    db.session.execute(stated.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
    _facts.forget(db.session())


def forget_fact(name: str) -> None:
    """Take a fact away, if it is there, in the current transaction."""
    db.session.execute(delete(SiteFact).where(SiteFact.name == name))
    _facts.forget(db.session())


def claim_fact(name: str, value: str) -> bool:
    """Put a fact into the current transaction, unless it is so already; returns whether it was not.

    Of several processes that claim the same at once, one is told so, once it commits.
    """
    stated = insert_or(SiteFact).values(name=name, value=value)
    claim = stated.on_conflict_do_update(
        index_elements=["name"], set_={"value": value}, where=SiteFact.value != value
    )
    claimed = db.session.scalar(claim.returning(SiteFact.name)) is not None
    _facts.forget(db.session())
    return claimed


def is_demo() -> bool:
    """Whether the records shown here are invented."""
    return DEMO in facts()


def last_backup_at() -> datetime | None:
    """When the last backup that lacks nothing was begun; None before the first."""
    stated = facts().get(BACKED_UP_AT)
    return datetime.fromisoformat(stated) if stated else None


def _read() -> Mapping[str, str]:
    return dict(db.session.connection().exec_driver_sql(ALL).all())


_facts = TransactionNotes(_read)


class SerialCounter(Base):
    """The last number given out for a name in a period."""

    __tablename__ = "serial_counters"
    __table_args__ = NOT_PUBLIC

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    value: Mapped[int]


def next_serial(name: str, period: str) -> int:
    """The next number of ``name`` in ``period``, from 1.

    Part of the caller's transaction: a rollback gives the number back, and until the commit
    others who ask for the same counter wait.
    """
    counted = (
        insert_or(SerialCounter)
        .values(name=name, period=period, value=1)
        .on_conflict_do_update(
            index_elements=["name", "period"], set_={"value": SerialCounter.value + 1}
        )
        .returning(SerialCounter.value)
    )
    return int(db.session.execute(counted).scalar_one())


def daily_number(name: str) -> str:
    """The next number of ``name`` on this day of the city: ``20261124-00386``."""
    day = f"{clock.today():%Y%m%d}"
    return f"{day}-{next_serial(name, day):05d}"


def yearly_number(name: str) -> str:
    """The next number of ``name`` in this year of the city: ``2026-00386``."""
    year = f"{clock.today():%Y}"
    return f"{year}-{next_serial(name, year):05d}"


@cache
def newest_migration() -> str:
    """The number of the last migration that there is."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("[0-9]*.py"))


def is_current() -> bool:
    """Whether the last migration has been applied to the database, and none that is newer."""
    return applied_migration() == newest_migration()


def is_sufficient() -> bool:
    """Whether the last migration has been applied; newer ones don't matter.

    While hosts are upgraded one after the other, those that still run the release before work on
    the schema of the next one: a migration takes nothing away that the release before uses.
    """
    return (applied_migration() or "") >= newest_migration()


def is_ahead() -> bool:
    """Whether the database has migrations that this code doesn't know."""
    return (applied_migration() or "") > newest_migration()


def applied_migration() -> str | None:
    """The number of the last migration that the database has; None for one without tables."""
    if not inspect(db.session.connection()).has_table(_APPLIED.name):
        return None
    applied: str | None = db.session.scalar(select(func.max(_APPLIED.c.version_num)))
    return applied
