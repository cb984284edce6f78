"""Facts about this installation that are kept in the database, such as: is it a demonstration."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, db

DEMO = "demo"


class SiteFact(Base):
    """One fact by name."""

    __tablename__ = "site_facts"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def is_demo() -> bool:
    """Whether the records shown here are invented."""
    return db.session.get(SiteFact, DEMO) is not None
