"""Running numbers without gaps or doubles, per name and period, such as 20261124-00386."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db, insert_or


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
