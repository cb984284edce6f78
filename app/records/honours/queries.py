"""Honours in numbers and what the policy wanted of them, the red entries that rest on them,
and what keeps them from being shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Select, String, case, cast, func, select, true

from app.kernel import clock
from app.kernel.db.cache import remembered
from app.kernel.db.reference import read_data
from app.kernel.db.session import db
from app.people.queries import district_options
from app.publishing.life.listing import Criterion
from app.publishing.life.models import Publication
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.credit.models import CreditEntry
from app.records.credit.queries import black_entries, off_black_list
from app.records.credit.rules import ListKind
from app.records.honours.models import Honour, HonourEntry
from app.records.honours.rules import Goal, HonourGrade, HonourKind
from app.records.indicators.measures import Computed, RowsLink, year_so_far
from app.records.indicators.models import Indicator
from app.records.indicators.queries.promises import Tracked, indicators, with_newest
from app.records.record_links.queries import linked

Options = dict[str, list[tuple[str, str]]]
Slices = Select[*tuple[Any, ...]]
DIMENSIONS = ("kind", "grade", "district", "grantor", "year")


@dataclass(frozen=True)
class Slice:
    """Honours that are alike in all that is filtered by: how many are shown, and how many were."""

    kind: HonourKind
    grade: HonourGrade
    district: str | None
    grantor: str
    year: int
    shown: int
    approved: int


@dataclass(frozen=True)
class TrackedGoal:
    """A promise with its goal and what has become of it."""

    tracked: Tracked
    goal: Goal

    @property
    def percent(self) -> float:
        """How much of what was promised there is, in percent, as far as a bar shows it."""
        newest, target = self.tracked.newest, self.tracked.indicator.target
        return float(100 * newest.number / int(target)) if newest and target else 0.0


def slices() -> list[Slice]:
    """All honours that were ever approved, counted by all that the list filters by."""
    return remembered("honours.slices", lambda: _counted(_slices()))


def choices() -> Options:
    """What the filters offer: what there is among the honours that are shown."""
    found = [one for one in slices() if one.shown]
    return {name: _choices(name, found) for name in DIMENSIONS}


def counted_choices(filters: Any, typed: Criterion) -> Options:
    """The same, each with how many honours it would leave beside the other filters.

    ``typed`` is what is asked of honours for the words that people type.
    """
    all_slices = _counted(_holding(filters.q, typed)) if filters.q else slices()
    found = [one for one in all_slices if one.shown]
    return {
        name: _with_counts(offered, _left(found, filters, name))
        for name, offered in choices().items()
    }


def by_kind_and_grade() -> list[tuple[HonourKind, list[tuple[HonourGrade, int]], int]]:
    """Each kind with how many are shown today, by grade and together."""
    counts: Counter[tuple[HonourKind, HonourGrade]] = Counter()
    for one in slices():
        counts[one.kind, one.grade] += one.shown
    return [
        (kind, [(grade, counts[kind, grade]) for grade in HonourGrade], sum(row))
        for kind in HonourKind
        for row in [[counts[kind, grade] for grade in HonourGrade]]
    ]


def counted(goal: Goal) -> int | None:
    """How many honours, or holders, a goal counts today; None where none was ever registered."""
    of_goal = [one for one in slices() if one.kind is goal.kind and goal.grade in (None, one.grade)]
    if not any(one.approved for one in of_goal):
        return None
    return _holders(goal) if goal.by_holder else sum(one.shown for one in of_goal)


def promised_number(indicator: Indicator) -> list[Computed]:
    """What there is today as the value of a promise.

    Nothing where no such honour was ever registered: that is 未报.
    """
    goal = goals()[indicator.code]
    number = counted(goal)
    if number is None:
        return []
    rows = {"kind": goal.kind.value} | ({"grade": goal.grade.value} if goal.grade else {})
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(clock.today().year),
            number=Decimal(number),
            remark=f"公示中的{goal.label} {number:,} {indicator.unit}",
            rows=RowsLink("honours.index", rows),
        )
    ]


def standings() -> list[TrackedGoal]:
    """The promises that honours keep, each with what there is today."""
    rows = with_newest(indicators().where(Indicator.code.in_(list(goals()))))
    return [TrackedGoal(row, goals()[row.indicator.code]) for row in rows]


def _slices() -> Slices:
    shown = func.coalesce(func.sum(case((published(Honour), 1), else_=0)), 0)
    alike = (Honour.kind, Honour.grade, Honour.district_code, Honour.grantor, Honour.year)
    statement = select(*alike, shown, func.count()).group_by(*alike)
    return statement.where(Honour.status == PublicationStatus.PUBLISHED)


def _holding(words: str, typed: Criterion) -> Slices:
    return _slices().where(typed.condition).params(typed.values(words))


def _counted(statement: Slices) -> list[Slice]:
    return [Slice(*row) for row in db.session.execute(statement)]


def _holders(goal: Goal) -> int:
    def ask() -> int:
        holder = func.coalesce(cast(Honour.company_id, String), Honour.party_name)
        of_grade = Honour.grade == goal.grade if goal.grade else true()
        conditions = (published(Honour), Honour.kind == goal.kind, of_grade)
        return db.session.scalar(select(func.count(holder.distinct())).where(*conditions)) or 0

    return remembered(("honours.holders", goal), ask)


def _choices(name: str, counted: Iterable[Slice]) -> list[tuple[str, str]]:
    there = {getattr(one, name) for one in counted}
    match name:
        case "kind":
            return [(kind.value, kind.label) for kind in HonourKind if kind in there]
        case "grade":
            return [(grade.value, grade.label) for grade in HonourGrade if grade in there]
        case "district":
            return district_options()
        case "year":
            return [(str(year), f"{year} 年") for year in sorted(there, reverse=True)]
        case _:
            return [(body, body) for body in sorted(there)]


def _left(counted: Iterable[Slice], filters: Any, but: str) -> Counter[str]:
    """How many honours each value of ``but`` has, as all other filters have it."""
    chosen = [(name, getattr(filters, name)) for name in DIMENSIONS if name != but]
    counts: Counter[str] = Counter()
    for one in counted:
        if all(not value or getattr(one, name) == value for name, value in chosen):
            counts[str(getattr(one, but) or "")] += one.shown
    return counts


def _with_counts(choices: Iterable[tuple[str, str]], counts: Counter[str]) -> list[tuple[str, str]]:
    return [(value, f"{label}（{counts[value]:,}）") for value, label in choices]


@dataclass(frozen=True)
class Suspension:
    """The entries of the black list that suspend an honour, or soon will."""

    entries: Sequence[CreditEntry]

    @property
    def has_begun(self) -> bool:
        """Whether one of these approved entries is public already."""
        today = clock.today()
        return any((entry.published_on or date.max) <= today for entry in self.entries)


def suspension_of(honour: Honour) -> Suspension | None:
    """What suspends the honour, or soon will; None where nothing does."""
    entries = black_entries(honour.company_id)
    return Suspension(entries) if entries else None


def beside_black(black_keys: Sequence[int]) -> list[int]:
    """Keys of the honours whose holders have these entries of the black list."""
    listed = select(CreditEntry.company_id).where(
        CreditEntry.id.in_(black_keys), CreditEntry.list == ListKind.BLACK
    )
    return list(db.session.scalars(select(Honour.id).where(Honour.company_id.in_(listed))))


def returning_keys() -> list[int]:
    """Keys of the honours that may have come back in the last 31 days."""
    statement = select(Honour.id).where(Honour.company_id.in_(off_black_list()))
    return list(db.session.scalars(statement))


def entries_on(record: Publication, *, is_public: bool = False) -> Sequence[CreditEntry]:
    """The entries that rest on the record, if it is an honour: all, or what anyone may see."""
    return linked(record, HonourEntry.honour, HonourEntry.entry, is_public=is_public)


def honours_under(record: Publication, *, is_public: bool = False) -> Sequence[Honour]:
    """The honours that the record rests on, if it is an entry: all, or what anyone may see."""
    return linked(record, HonourEntry.entry, HonourEntry.honour, is_public=is_public)


def can_be_listed(record: Publication) -> bool:
    """Whether the record is an honour of a company on which no entry rests yet."""
    is_company = isinstance(record, Honour) and record.company_id is not None
    return is_company and not entries_on(record)


FILE = Path(__file__).parent / "data" / "goals.json"


@cache
def goals() -> Mapping[str, Goal]:
    """By the code of the indicator what it counts, in the order of the policy."""
    return {
        entry["indicator"]: Goal(
            kind=HonourKind(entry["kind"]),
            grade=HonourGrade(entry["grade"]) if entry.get("grade") else None,
            by_holder=entry.get("by_holder", False),
        )
        for entry in read_data(FILE)["goals"]
    }
