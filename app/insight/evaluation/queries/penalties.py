"""Published penalties of the last five years, by field and year; kept by year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, cast, extract, func, or_, select

from app.kernel import clock
from app.kernel.aggregates.kinds import Contribution, CountedRows, Fact, SummedKind, Which
from app.kernel.aggregates.queries import CountsByScope
from app.kernel.db.session import db
from app.publishing.life.queries import in_year, published
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from app.records.cases.rules import CaseField

CASES = "cases"
"""The kind under which they are kept."""
YEARS = 5
COUNTED = (
    "status",
    "published_on",
    "publish_until",
    "decided_on",
    "field",
    "fine_cents",
    "confiscated_cents",
)


@dataclass(frozen=True)
class CaseCount:
    """Published penalties of a field in a year, and their amount in 分."""

    field: CaseField
    year: int
    count: int
    amount_cents: int


def case_scopes() -> list[str]:
    """The years that are shown."""
    present = clock.today().year
    return [str(year) for year in range(present - YEARS + 1, present + 1)]


def summed_kind() -> SummedKind:
    """What is to be kept of penalties: by year and field how many, and their amount in 分."""
    return SummedKind(
        name=CASES,
        model=Case,
        facts=_facts,
        shares=_shares,
        count=_count,
        scopes=case_scopes,
        rows={Case: CountedRows(COUNTED, lambda case: (case.id,))},
    )


def _count(years: Iterable[str]) -> dict[str, dict[str, dict[str, int]]]:
    """The penalties of these years, by field, that are public today."""
    decided = extract("year", Case.decided_on)
    amount = func.sum(_CENTS)
    statement = (
        select(Case.field, decided, func.count(), amount)
        .where(
            published(Case),
            or_(*(in_year(Case.decided_on, int(year)) for year in years)),
        )
        .group_by(Case.field, decided)
    )
    found: dict[str, dict[str, dict[str, int]]] = {year: {} for year in years}
    for field, year, count, cents in db.session.execute(statement):
        sums = {"count": count, **({"cents": int(cents)} if cents else {})}
        found[str(int(year))][field.value] = sums
    return found


_CENTS = Case.fine_cents + Case.confiscated_cents


def _facts(which: Which) -> Iterator[Select[Any]]:
    """Field, amount, and the days of the decision and of publication, of approved penalties."""
    columns = (
        Case.field,
        Case.decided_on,
        _CENTS,
        Case.published_on,
        Case.publish_until,
    )
    words: list[Any] = [cast(column, String) for column in columns]
    yield select(Case.id, *words).where(
        which(Case.id),
        Case.status == PublicationStatus.PUBLISHED,
        Case.published_on.is_not(None),
    )


def _shares(fact: Fact) -> Iterator[Contribution]:
    """A penalty counts from the first to the last day of its publication."""
    field, decided, cents, first, *last = (str(one) for one in fact)
    until = date.fromisoformat(last[0]) + clock.ONE_DAY if last else None
    for name, n in (("count", 1), ("cents", int(cents))):
        yield Contribution(decided[:4], field, (name,), n, date.fromisoformat(first), until)


def case_counts(sheets: CountsByScope) -> list[CaseCount]:
    """The penalties among what was read."""
    return [
        CaseCount(CaseField(field), int(year), numbers["count"], numbers.get("cents", 0))
        for (kind, year), sheet in sorted(sheets.items())
        if kind == CASES
        for field, numbers in sorted(sheet.parts.items())
    ]
