"""How soon a record must leave the site once its decision no longer stands."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data
from app.kernel.working_days import Calendar, add_working_days

RULES = Path(__file__).parent / "data" / "withdrawal_terms.json"


@dataclass(frozen=True)
class WithdrawalTerm:
    """Working days to take a record down, and the law that says so."""

    since: date
    days: int
    basis: str

    def due_on(self, revoked_on: date, calendar: Calendar) -> date:
        """The last day, by the city's calendar, on which the record may still leave in time.

        The day of the decision is not counted, nor are days on which offices are closed.
        """
        return add_working_days(revoked_on, self.days, calendar)


def withdrawal_term(revoked_on: date) -> WithdrawalTerm:
    """The rule for what was revoked or changed on this day.

    Since 2021-07-15 three working days (Administrative Penalty Law, articles 48 and 85), before
    it the five of the province; ``basis`` names each.
    """
    return next(term for term in _terms() if term.since <= revoked_on)


@cache
def _terms() -> list[WithdrawalTerm]:
    terms = [
        WithdrawalTerm(date.fromisoformat(rule["since"]), rule["days"], rule["basis"])
        for rule in read_data(RULES)["rules"]
    ]
    return sorted(terms, key=lambda term: term.since, reverse=True)
