"""Working days: counting them over a calendar, day by day, and what is left of a period in them.

Pure arithmetic. The day on which something arrives is not counted, the first working day after
it is day one (Civil Code, article 201).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)
PROVISIONAL_NOTE = "暂按周末"
PAUSED_NOTE = "暂停计时"

Pause = tuple[date, date]
"""First and last day of a stop of the clock, both included."""
SOON_DAYS = 3
"""In working days."""


@dataclass(frozen=True)
class NamedDay:
    """A day whose rule is announced: a holiday, or a weekend day worked in exchange."""

    is_working: bool
    note: str


@dataclass(frozen=True)
class CountedDay:
    """One day of a count: whether it counted, why, and the working days counted after it."""

    day: date
    counts: bool
    note: str
    number: int
    is_provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The announced days; every other day follows the weekday rule.

    A year without a single announced day is not announced yet: there the weekday rule is
    provisional, and everything counted through it is flagged.
    """

    named: Mapping[date, NamedDay]
    years: frozenset[int]

    @classmethod
    def of(cls, named: Mapping[date, NamedDay]) -> "Calendar":
        """A calendar of these announced days."""
        return cls(dict(named), frozenset(day.year for day in named))

    def is_working(self, day: date) -> bool:
        """Whether offices are open on ``day``."""
        known = self.named.get(day)
        return known.is_working if known else day.weekday() < SATURDAY

    def is_provisional(self, day: date) -> bool:
        """Whether the year of ``day`` has no announced holidays yet."""
        return day.year not in self.years

    def note(self, day: date) -> str:
        """Why the day counts or does not, in words for people."""
        if known := self.named.get(day):
            return known.note
        word = "工作日" if day.weekday() < SATURDAY else "周末"
        return f"{word}（{PROVISIONAL_NOTE}）" if self.is_provisional(day) else word


def add_working_days(
    start: date, days: int, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> date:
    """The ``days``-th working day after ``start``, days inside ``pauses`` left out.

    Civil Code, article 201: ``start`` is not counted. ValueError for negative ``days``.
    """
    last = start
    for step in _count(start, days, calendar, pauses):
        last = step.day
    return last


def explain(
    start: date, days: int, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> list[CountedDay]:
    """Each day after ``start`` to the last of ``days`` working days, with its reason."""
    return list(_count(start, days, calendar, pauses))


def working_days_between(
    start: date, end: date, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> int:
    """Working days after ``start`` up to and including ``end``; negative for an earlier ``end``."""
    if end < start:
        return -working_days_between(end, start, calendar, pauses)
    days = (start + ONE_DAY * offset for offset in range(1, (end - start).days + 1))
    return sum(1 for day in days if calendar.is_working(day) and not is_paused(day, pauses))


def numbered(first: date, last: date, calendar: Calendar) -> dict[date, int]:
    """Each day of a span with its number in working days: for those who count many periods.

    The difference of two days' numbers is ``working_days_between`` them.
    """
    number, days = 0, {}
    for offset in range((last - first).days + 1):
        day = first + ONE_DAY * offset
        number += calendar.is_working(day)
        days[day] = number
    return days


def on_or_after(day: date, calendar: Calendar) -> date:
    """``day`` itself, or the next working day: where a period in calendar days really ends.

    Civil Code, article 203: a period whose last day is a holiday ends on the day after it.
    """
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def _count(
    start: date, days: int, calendar: Calendar, pauses: Sequence[Pause]
) -> Iterator[CountedDay]:
    if days < 0:
        raise ValueError("a period of working days is not negative")
    number, day = 0, start
    while number < days:
        day += ONE_DAY
        paused = is_paused(day, pauses)
        counts = calendar.is_working(day) and not paused
        number += counts
        note = PAUSED_NOTE if paused and calendar.is_working(day) else calendar.note(day)
        yield CountedDay(day, counts, note, number, calendar.is_provisional(day))


def is_paused(day: date, pauses: Sequence[Pause]) -> bool:
    """Whether the clock stands still on ``day``."""
    return any(first <= day <= last for first, last in pauses)


@dataclass(frozen=True)
class Remaining:
    """How much of a clock is left, in working days; negative when the date has passed."""

    due_on: date
    days: int

    @property
    def is_overdue(self) -> bool:
        """Whether the date has passed."""
        return self.days < 0

    @property
    def is_soon(self) -> bool:
        """Whether at most three working days are left, today's end included."""
        return 0 <= self.days <= SOON_DAYS


def remaining(due_on: date | None, today: date, calendar: Calendar) -> Remaining | None:
    """Working days from today to ``due_on``; None when no clock runs."""
    if due_on is None:
        return None
    return Remaining(due_on, working_days_between(today, due_on, calendar))


def share_over(start: date, due_on: date, today: date, calendar: Calendar) -> int:
    """How much of a period is over, as a whole percentage of its working days, at most 100."""
    whole = working_days_between(start, due_on, calendar)
    over = working_days_between(start, today, calendar)
    return min(100, round(100 * over / whole)) if whole else 100
