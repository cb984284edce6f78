"""The figures of the city's evaluation, counted from matters, ratings and published cases."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, select

from app.accounts.models import Bureau, District
from app.cases.models import CaseDisclosure
from app.cases.rules import CaseField
from app.complaints.models import ClosingCheck, Matter, Rating, Submission
from app.complaints.rules import OPEN, CheckState, ComplaintKind, MatterStatus, Satisfaction
from app.core import clock
from app.core.db import db
from app.evaluation.queries.returns import Returns, returns_of
from app.evaluation.rules import MATTERS, Tally
from app.evaluation.suppression import Column, kept_back, totals_kept_back
from app.publishing.queries import published

ENDED = (MatterStatus.CLOSED, MatterStatus.DECLINED)


@dataclass(frozen=True)
class CaseCount:
    """Published penalties of a field in a year."""

    field: CaseField
    year: int
    count: int
    amount_cents: int


@dataclass
class Evaluation:
    """The figures of one year, up to today."""

    year: int
    whole: Tally = field(default_factory=Tally)
    received: dict[ComplaintKind, int] = field(default_factory=dict)
    months: dict[int, Tally] = field(default_factory=dict)
    bureaus: list[tuple[str, Tally]] = field(default_factory=list)
    districts: list[tuple[District, Tally]] = field(default_factory=list)
    ratings: dict[Satisfaction, int] = field(default_factory=dict)
    median_before: float | None = None
    cases: list[CaseCount] = field(default_factory=list)
    returns: Returns = field(default_factory=Returns)
    tracks_kept_back: frozenset[Column] = frozenset()
    """Tracks of which it is not told how many were received."""

    def keep_back(self, places: "Places") -> None:
        """Say which counts, and which totals of the city, are not told."""
        places.mark()
        totals = {name: totals_kept_back(places.bureaus[name]) for name in MATTERS}
        self.tracks_kept_back = totals["received"]
        self.whole.hidden = frozenset(name for name in MATTERS if None in totals[name])

    def received_of(self, kind: ComplaintKind) -> int | None:
        """How many of a track were received, as it may be published."""
        return None if kind in self.tracks_kept_back else self.received.get(kind, 0)

    @property
    def rated(self) -> int:
        """How many matters were rated."""
        return sum(self.ratings.values())


ByTrack = dict[str, defaultdict[Any, dict[ComplaintKind, int]]]


def _none_yet() -> dict[ComplaintKind, int]:
    return dict.fromkeys(ComplaintKind, 0)


class Places:
    """Matters received and ended by body and by district, each by track."""

    def __init__(self) -> None:
        self.bureaus: ByTrack = {name: defaultdict(_none_yet) for name in MATTERS}
        self.districts: ByTrack = {name: defaultdict(_none_yet) for name in MATTERS}
        self.by_bureau: defaultdict[int, Tally] = defaultdict(Tally)
        self.by_district: defaultdict[str | None, Tally] = defaultdict(Tally)

    def count(self, name: str, row: Any) -> tuple[Tally, Tally]:
        """Take in ``row.n`` matters of a body, a district and a track; gives the tallies of both.

        What is kept back depends on tracks, what is shown does not: the tallies are of both.
        """
        self.bureaus[name][row.bureau_id][row.kind] += row.n
        self.districts[name][row.district_code][row.kind] += row.n
        return self.by_bureau[row.bureau_id], self.by_district[row.district_code]

    def mark(self) -> None:
        """Say in the tallies which of their counts are kept back."""
        tables: tuple[tuple[Mapping[Any, Tally], ByTrack], ...] = (
            (self.by_bureau, self.bureaus),
            (self.by_district, self.districts),
        )
        for tallies, counts in tables:
            hidden = {name: kept_back(counts[name]) for name in MATTERS}
            for key, tally in tallies.items():
                tally.hidden = frozenset(name for name in MATTERS if (key, None) in hidden[name])


def bodies_kept_back(year: int) -> set[int]:
    """The bodies of which it is not told how many matters of ``year`` they received, or ended."""
    places = Places()
    for row in _received(year):
        places.count("received", row)
    for row in _ended(year, year):
        places.count("ended", row)
    hidden = (kept_back(places.bureaus[name]) for name in MATTERS)
    return {key for cells in hidden for key, column in cells if column is None}


def years() -> list[int]:
    """Years in which matters were received, newest first; at least the present one."""
    oldest: date | None = db.session.scalar(select(func.min(Matter.received_on)))
    present = clock.today().year
    return list(range(present, min(oldest.year if oldest else present, present) - 1, -1))


def evaluation(year: int, *, in_full: bool = True) -> Evaluation:
    """All figures of ``year``, from a fixed number of statements.

    Without ``in_full`` only how matters were handled, which takes fewer.
    """
    made = Evaluation(year=year)
    places = Places()
    for row in _received(year):
        made.received[row.kind] = made.received.get(row.kind, 0) + row.n
        for tally in (made.whole, *places.count("received", row)):
            tally.received += row.n
            tally.overdue += row.overdue
    before = Tally()
    for row in _ended(year - 1, year):
        if row.year != year:
            before.count_ended(row.n, row.met_deadline, row.working_days_taken)
            continue
        month = made.months.setdefault(row.month, Tally())
        for tally in (made.whole, month, *places.count("ended", row)):
            tally.count_ended(row.n, row.met_deadline, row.working_days_taken)
            tally.waived += row.waived
    made.median_before = before.median_days
    made.keep_back(places)
    made.bureaus = _named_bureaus(places.by_bureau)
    made.districts = [(one, places.by_district[one.code]) for one in _districts()]
    if in_full:
        made.ratings = _ratings(year)
        made.cases = list(_cases())
        made.returns = returns_of(year)
    return made


def _of_year(column: ColumnElement[Any] | Any, year: int) -> ColumnElement[bool]:
    between: ColumnElement[bool] = column.between(date(year, 1, 1), date(year, 12, 31))
    return between


def _received(year: int) -> Iterator[Any]:
    """Matters received in the year, and how many of them are open and past their time."""
    groups = (Matter.bureau_id, Submission.district_code, Matter.kind)
    is_overdue = and_(Matter.status.in_(OPEN), Matter.due_on < clock.today())
    overdue = func.sum(case((is_overdue, 1), else_=0)).label("overdue")
    statement = (
        select(*groups, func.count().label("n"), overdue)
        .join(Matter.submission)
        .where(_of_year(Matter.received_on, year))
        .group_by(*groups)
    )
    yield from db.session.execute(statement)


def _ended(first: int, last: int) -> Iterator[Any]:
    """Matters that ended from one year to the other."""
    year, month = extract("year", Matter.closed_on), extract("month", Matter.closed_on)
    groups = (
        *(Matter.bureau_id, Submission.district_code),
        *(Matter.kind, Matter.met_deadline, Matter.working_days_taken),
    )
    waived = (
        select(func.count())
        .where(ClosingCheck.matter_id == Matter.id, ClosingCheck.state == CheckState.WAIVED)
        .correlate(Matter)
        .scalar_subquery()
    )
    counts = (func.count().label("n"), func.sum(waived).label("waived"))
    statement = (
        select(*groups, year.label("year"), month.label("month"), *counts)
        .join(Matter.submission)
        .where(
            Matter.status.in_(ENDED),
            Matter.closed_on.between(date(first, 1, 1), date(last, 12, 31)),
        )
        .group_by(*groups, year, month)
    )
    yield from db.session.execute(statement)


def _named_bureaus(tallies: dict[int, Tally]) -> list[tuple[str, Tally]]:
    """Bodies by their rate, best first; those without one after them."""
    rows = db.session.execute(select(Bureau.id, Bureau.name).where(Bureau.id.in_(tallies)))
    named = [(row.name, tallies[row.id]) for row in rows]
    return sorted(named, key=lambda pair: (-(pair[1].rate or 0), -pair[1].received, pair[0]))


def _districts() -> list[District]:
    return list(db.session.scalars(select(District).order_by(District.position)))


def _ratings(year: int) -> dict[Satisfaction, int]:
    statement = (
        select(Rating.satisfaction, func.count())
        .join(Matter, Matter.id == Rating.matter_id)
        .where(_of_year(Matter.closed_on, year))
        .group_by(Rating.satisfaction)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _cases() -> Iterator[CaseCount]:
    """Published penalties of the last five years, by field and year."""
    decided = extract("year", CaseDisclosure.decided_on)
    amount = func.sum(CaseDisclosure.fine_cents + CaseDisclosure.confiscated_cents)
    statement = (
        select(CaseDisclosure.field, decided, func.count(), amount)
        .where(
            published(CaseDisclosure),
            CaseDisclosure.decided_on >= date(clock.today().year - 4, 1, 1),
        )
        .group_by(CaseDisclosure.field, decided)
    )
    for row in db.session.execute(statement):
        yield CaseCount(row[0], int(row[1]), row[2], int(row[3] or 0))
