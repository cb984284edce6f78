"""Facts about this installation that are kept in the database, such as: is it a demonstration."""

from collections.abc import Mapping

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.changes import Notes
from app.kernel.db.session import Base, db, insert_or

DEMO = "demo"
ALL = "SELECT name, value FROM site_facts"
"""Asked in words that need no compiling: nearly every request asks."""


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


def is_demo() -> bool:
    """Whether the records shown here are invented."""
    return DEMO in facts()


def _read() -> Mapping[str, str]:
    return dict(db.session.connection().exec_driver_sql(ALL).all())


_facts = Notes(_read)
