"""Published penalties of the last five years, by field and year; kept by year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import extract, func, or_, select

from app.aggregates.queries import Sheets
from app.cases.models import CaseDisclosure
from app.cases.rules import CaseField
from app.core import clock
from app.core.db import db
from app.publishing.queries import in_year, published

CASES = "cases"
"""The kind under which they are kept."""
YEARS = 5


@dataclass(frozen=True)
class CaseCount:
    """Published penalties of a field in a year."""

    field: CaseField
    year: int
    count: int
    amount_cents: int


def case_scopes() -> list[str]:
    """The years that are shown."""
    present = clock.today().year
    return [str(year) for year in range(present - YEARS + 1, present + 1)]


def count_cases(wanted: Mapping[str, Collection[str] | None]) -> dict[str, dict[str, list[int]]]:
    """What is to be kept of these years: by field how many there are, and their amount."""
    years = [int(year) for year in wanted]
    decided = extract("year", CaseDisclosure.decided_on)
    amount = func.sum(CaseDisclosure.fine_cents + CaseDisclosure.confiscated_cents)
    statement = (
        select(CaseDisclosure.field, decided, func.count(), amount)
        .where(
            published(CaseDisclosure),
            or_(*(in_year(CaseDisclosure.decided_on, year) for year in years)),
        )
        .group_by(CaseDisclosure.field, decided)
    )
    found: dict[str, dict[str, list[int]]] = {year: {} for year in wanted}
    for row in db.session.execute(statement):
        found[str(int(row[1]))][row[0].value] = [row[2], int(row[3] or 0)]
    return found


def case_counts(sheets: Sheets) -> list[CaseCount]:
    """The penalties among what was read."""
    return [
        CaseCount(CaseField(field), int(year), *numbers)
        for (kind, year), sheet in sorted(sheets.items())
        if kind == CASES
        for field, numbers in sorted(sheet.parts.items())
    ]
