"""The city's working-day calendar as a table that an administrator can correct.

Only announced days are rows: holidays, and weekend days worked in exchange. It is first
filled from ``chinesecalendar``; a year that this does not know yet gets no rows, so counts
through it are flagged as provisional until someone enters them.
"""

from collections.abc import Iterable
from datetime import date

import chinese_calendar
from flask import g
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db.cache import Remembered, remembered
from app.kernel.db.reference import Loaded
from app.kernel.db.session import Base, db
from app.kernel.working_days import SATURDAY, Calendar, NamedDay

LIBRARY = "chinesecalendar"
FIRST_YEAR = 2011
HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


class CalendarDay(Remembered, Base):
    """A day whose rule is announced. ``source`` tells the library's rows from people's."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    note: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(60))


def city_calendar() -> Calendar:
    """The calendar in the table: looked up once per request or command, read when it changed."""
    if "city_calendar" not in g:
        g.city_calendar = remembered("city_calendar", _read_calendar)
    calendar: Calendar = g.city_calendar
    return calendar


def _read_calendar() -> Calendar:
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.is_working, CalendarDay.note))
    return Calendar.of({row.day: NamedDay(row.is_working, row.note) for row in rows})


def forget_calendar() -> None:
    """Read the table anew when the calendar is asked for next: it has changed, or may have."""
    g.pop("city_calendar", None)


def load_calendar(years: Iterable[int]) -> Loaded:
    """Put the announced days of ``years`` into the table; the caller commits.

    Rows that a person entered or corrected are left alone.
    """
    known = {row.day: row for row in db.session.scalars(select(CalendarDay))}
    announced = announced_days(years)
    added = changed = 0
    for day, named in announced.items():
        row = known.get(day)
        if row is None:
            db.session.add(
                CalendarDay(day=day, is_working=named.is_working, note=named.note, source=LIBRARY)
            )
            added += 1
        elif row.source == LIBRARY and NamedDay(row.is_working, row.note) != named:
            row.is_working, row.note = named.is_working, named.note
            changed += 1
    forget_calendar()
    return Loaded("calendar days", len(announced), added, changed)


def load_reference_data() -> Loaded:
    """Bring the calendar up to date, from the year of the policy to the next."""
    loaded = load_calendar(range(FIRST_YEAR, clock.today().year + 2))
    db.session.commit()
    return loaded


def announced_days(years: Iterable[int]) -> dict[date, NamedDay]:
    """The days of ``years`` that the library knows by name; none for a year it doesn't know."""
    chosen = set(years)
    known = {**chinese_calendar.holidays, **chinese_calendar.workdays}
    return {
        day: _named(day, HOLIDAYS.get(name, name))
        for day, name in sorted(known.items())
        if day.year in chosen
    }


def _named(day: date, holiday: str) -> NamedDay:
    is_working = day in chinese_calendar.workdays
    exchanged = is_working and day.weekday() >= SATURDAY
    return NamedDay(is_working, f"调休上班（{holiday}）" if exchanged else holiday)
