"""How bodies publish what they decided: figures of a year, and the rows they come from.

Counted from all records that were ever public, those that have left included; nothing is told of
the parties. A year is that of the decisions. The figures are sums, see ``scoring``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, func, select

from app.insight.evaluation.queries.disclosed import KINDS, DisclosedKind, limit_of
from app.insight.evaluation.queries.scoring import (
    NO_LONGER_DRAFTS,
    UNKNOWN_BODY,
    YEARS,
    is_about,
    last_withdrawals,
    name_of,
    taken,
)
from app.insight.evaluation.rules import DisclosureScore
from app.kernel import clock
from app.kernel.aggregates.queries import current_counts
from app.kernel.db.cache import remembered
from app.kernel.db.session import db
from app.people.models import Bureau
from app.people.queries import bureau_names
from app.publishing.life.models import ChangeNote, Withdrawal
from app.publishing.life.queries import in_year

UNKNOWN = "未对应到部门的机关"
"""Stands for deciding bodies that the site does not know."""


@dataclass(frozen=True)
class BodyScore:
    """The score of one body; ``bureau_id`` is None for all whom the site does not know."""

    bureau_id: int | None
    name: str
    score: DisclosureScore = field(default_factory=DisclosureScore)


@dataclass(frozen=True)
class Scorecard:
    """The scores of a year: together, and by body, the most punctual first."""

    year: int
    whole: DisclosureScore
    bodies: Sequence[BodyScore]


@dataclass(frozen=True)
class ScoredRecord:
    """One of the records behind the figures: what is counted of it, and nothing that names it."""

    body: str
    kind: DisclosedKind
    decided_on: date
    published_on: date
    working_days: int
    gaps: Sequence[str]
    corrections: int
    revoked_on: date | None
    due_on: date | None
    withdrawn_on: date | None
    is_late_withdrawal: bool

    @property
    def limit(self) -> int | None:
        """The working days that were allowed (双公示); None where no rule holds."""
        return limit_of(self.kind.value, self.decided_on)


def scorecard(year: int) -> Scorecard:
    """The scores of ``year``, read anew only when a record has changed or a day has begun."""
    return remembered(("scorecard", year), partial(_read, year))


def scored_years() -> list[int]:
    """Years of decisions that were ever public, the newest first; at least the present one."""
    known, present = _known().years, clock.today().year
    return list(range(present, min(known | {present}) - 1, -1))


def bodies_of_scorecards() -> list[tuple[str, str]]:
    """Pairs of number and name of the bodies that stand in any scorecard."""
    return sorted(((str(key), name) for key, name in _known().names.items()), key=itemgetter(1))


def scored_records(year: int, bureau_id: int | None = None) -> Iterator[ScoredRecord]:
    """The records behind the figures of ``year``, of one body or of all, by kind and decision."""
    for kind in KINDS:
        withdrawals = {row.Withdrawal.record_id: row.Withdrawal for row in _withdrawals(kind, year)}
        statement = _records_of(kind, year)
        if bureau_id is not None:
            statement = statement.where(kind.model.deciding_bureau_id == bureau_id)
        for row in db.session.execute(statement.execution_options(yield_per=1000)):
            yield _scored(kind, row, withdrawals.get(row.id))


def _read(year: int) -> Scorecard:
    whole, scores = DisclosureScore(), defaultdict[int | None, DisclosureScore](DisclosureScore)
    known = _known()
    for parts in known.present if year == clock.today().year else _sheets(str(year)):
        for part, counts in parts.items():
            for score in (whole, scores[None if part == UNKNOWN_BODY else int(part)]):
                score.take(counts)
    return Scorecard(year, whole, _named(scores, known.names))


def _sheets(*scopes: str) -> list[Mapping[str, Any]]:
    """What is kept of these scopes, of each kind of record, one scope after the other."""
    found = current_counts({name_of(kind): scopes for kind in KINDS})
    return [found[name_of(kind), scope].parts for scope in scopes for kind in KINDS]


def _named(
    scores: Mapping[int | None, DisclosureScore], names: Mapping[int, str]
) -> list[BodyScore]:
    made = [BodyScore(key, names.get(key or 0, UNKNOWN), score) for key, score in scores.items()]
    return sorted(made, key=_place)


def _place(body: BodyScore) -> tuple[bool, float, int, str]:
    rate = body.score.rate
    return (rate is None, -(rate or 0), -body.score.records, body.name)


def _withdrawals(kind: DisclosedKind, year: int) -> Iterable[Any]:
    """What had to leave, with the last such decision on each record: they are few."""
    statement = select(Withdrawal).join(kind.model, is_about(Withdrawal, kind))
    return db.session.execute(statement.where(_were_public(kind, year), last_withdrawals(kind)))


def _were_public(kind: DisclosedKind, year: int) -> Any:
    model = kind.model
    return and_(
        model.status.in_(NO_LONGER_DRAFTS),
        model.published_on <= clock.today(),
        in_year(model.decided_on, year),
    )


def _records_of(kind: DisclosedKind, year: int) -> Select[Any]:
    model = kind.model
    noted = select(func.count()).where(is_about(ChangeNote, kind)).correlate(model)
    return (
        select(
            model.id,
            func.coalesce(Bureau.name, UNKNOWN).label("body"),
            model.decided_on,
            model.published_on,
            model.withdrawn_on,
            noted.scalar_subquery().label("corrections"),
            *(gap.label(f"gap_{place}") for place, gap in enumerate(kind.gaps.values())),
        )
        .outerjoin(Bureau, Bureau.id == model.deciding_bureau_id)
        .where(_were_public(kind, year))
        .order_by(model.decided_on, model.id)
    )


def _scored(kind: DisclosedKind, row: Any, withdrawal: Withdrawal | None) -> ScoredRecord:
    empty = [words for n, words in enumerate(kind.gaps) if getattr(row, f"gap_{n}")]
    return ScoredRecord(
        body=row.body,
        kind=kind,
        decided_on=row.decided_on,
        published_on=row.published_on,
        working_days=taken(row.decided_on, row.published_on),
        gaps=empty,
        corrections=row.corrections,
        revoked_on=withdrawal.revoked_on if withdrawal else None,
        due_on=withdrawal.due_on if withdrawal else None,
        withdrawn_on=row.withdrawn_on,
        is_late_withdrawal=bool(withdrawal and withdrawal.is_late),
    )


@dataclass(frozen=True)
class _ScoredYears:
    """The years of decisions that were ever public, the bodies by their names, and what is kept of
    the present year, which is asked for most.
    """

    years: frozenset[int]
    names: Mapping[int, str]
    present: Sequence[Mapping[str, Any]]


def _known() -> _ScoredYears:
    return remembered("scored years", _read_known)


def _read_known() -> _ScoredYears:
    both = _sheets(YEARS, str(clock.today().year))
    sheets, present = both[: len(KINDS)], both[len(KINDS) :]
    years = frozenset(int(year) for parts in sheets for year in parts)
    keys = {key for parts in sheets for bodies in parts.values() for key in bodies}
    names = {int(key): bureau_names()[int(key)] for key in keys - {UNKNOWN_BODY}}
    return _ScoredYears(years, names, present)
