"""How much of a period is left, in working days."""

from dataclasses import dataclass
from datetime import date

from app.kernel.working_days import Calendar, working_days_between

SOON_DAYS = 3


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
