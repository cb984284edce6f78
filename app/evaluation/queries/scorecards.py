"""How bodies publish what they decided: figures of a year, and the rows they come from.

Counted from all records that were ever public, those that have left included; nothing is told of
the parties. A year is that of the decisions.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from app.accounts.models import Bureau
from app.core import clock
from app.core.calendar import city_calendar
from app.core.db import db
from app.core.remembered import remembered
from app.core.working_days import numbered
from app.evaluation.periods import limit_of
from app.evaluation.queries.disclosed import KINDS, Kind
from app.evaluation.rules import Score
from app.publishing.models import ChangeNote, Withdrawal
from app.publishing.queries import in_year
from app.publishing.rules import PublicationStatus, WithdrawalState

UNKNOWN = "未对应到部门的机关"
"""Stands for deciding bodies that the site does not know."""

Days = dict[date, int]
NO_LONGER_DRAFTS = tuple(set(PublicationStatus) - {PublicationStatus.DRAFT})


@dataclass(frozen=True)
class BodyScore:
    """The score of one body; ``bureau_id`` is None for all whom the site does not know."""

    bureau_id: int | None
    name: str
    score: Score = field(default_factory=Score)


@dataclass(frozen=True)
class Scorecard:
    """The scores of a year: together, and by body, the most punctual first."""

    year: int
    whole: Score
    bodies: Sequence[BodyScore]


@dataclass(frozen=True)
class ScoredRecord:
    """One of the records behind the figures: what is counted of it, and nothing that names it."""

    body: str
    kind: Kind
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
        """The working days that were allowed."""
        return limit_of(self.kind.value, self.decided_on)


def scorecard(year: int) -> Scorecard:
    """The scores of ``year``, counted anew only when a record has changed or a day has begun."""
    return remembered(("scorecard", year), partial(_count, year))


def scored_years() -> list[int]:
    """Years of decisions that were ever public, the newest first; at least the present one."""
    return remembered("scored years", _years)


def bodies_of_scorecards() -> list[tuple[str, str]]:
    """Pairs of number and name of the bodies that stand in any scorecard."""
    return remembered("scored bodies", _bodies)


def scored_records(year: int, bureau_id: int | None = None) -> Iterator[ScoredRecord]:
    """The records behind the figures of ``year``, of one body or of all, by kind and decision."""
    numbers = _numbers(year)
    for kind in KINDS:
        withdrawals, table = _withdrawals(year, kind), kind.model.__tablename__
        statement = _records_of(kind, year)
        if bureau_id is not None:
            statement = statement.where(kind.model.deciding_bureau_id == bureau_id)
        for row in db.session.execute(statement.execution_options(yield_per=1000)):
            yield _scored(kind, row, withdrawals.get((table, row.id)), numbers)


def _count(year: int) -> Scorecard:
    scores: defaultdict[int | None, Score] = defaultdict(Score)
    whole, numbers = Score(), _numbers(year)
    for row in db.session.execute(union_all(*(_groups(kind, year) for kind in KINDS))):
        for score in (whole, scores[row.bureau_id]):
            score.count(
                row.n,
                days=_taken(numbers, row.decided_on, row.published_on),
                limit=limit_of(row.kind, row.decided_on),
                missing=row.missing,
                incomplete=row.incomplete,
            )
    for row in db.session.execute(union_all(*(_corrections(kind, year) for kind in KINDS))):
        for score in (whole, scores[row.bureau_id]):
            score.corrections += row.n
    for row in _withdrawals(year, *KINDS).values():
        for score in (whole, scores[row.bureau_id]):
            score.revoked += 1
            score.late_withdrawals += row.Withdrawal.is_late
    return Scorecard(year, whole, _named(scores))


def _named(scores: dict[int | None, Score]) -> list[BodyScore]:
    found = db.session.execute(select(Bureau.id, Bureau.name).where(Bureau.id.in_(scores)))
    names = {row.id: row.name for row in found}
    made = [BodyScore(key, names.get(key or 0, UNKNOWN), score) for key, score in scores.items()]
    return sorted(made, key=_place)


def _place(body: BodyScore) -> tuple[bool, float, int, str]:
    rate = body.score.rate
    return (rate is None, -(rate or 0), -body.score.records, body.name)


def _were_public(kind: Kind, year: int) -> ColumnElement[bool]:
    model = kind.model
    return and_(
        model.status.in_(NO_LONGER_DRAFTS),
        model.published_on <= clock.today(),
        in_year(model.decided_on, year),
    )


def _groups(kind: Kind, year: int) -> Select[Any]:
    """Numbers of records that are alike in body, decision day and publication day."""
    model = kind.model
    alike = (model.deciding_bureau_id, model.decided_on, model.published_on)
    gaps = _number_of(kind)
    return (
        select(
            literal(kind.value).label("kind"),
            model.deciding_bureau_id.label("bureau_id"),
            model.decided_on.label("decided_on"),
            model.published_on.label("published_on"),
            func.count().label("n"),
            func.sum(gaps).label("missing"),
            func.sum(case((gaps > 0, 1), else_=0)).label("incomplete"),
        )
        .where(_were_public(kind, year))
        .group_by(*alike)
    )


def _number_of(kind: Kind) -> ColumnElement[int]:
    """How many fields of a record are empty."""
    gaps = [case((gap, 1), else_=0) for gap in kind.gaps.values()]
    return sum(gaps[1:], start=type_coerce(gaps[0], Integer))


def _corrections(kind: Kind, year: int) -> Select[Any]:
    model = kind.model
    return (
        select(model.deciding_bureau_id.label("bureau_id"), func.count().label("n"))
        .join(ChangeNote, _is_about(ChangeNote, kind))
        .where(_were_public(kind, year))
        .group_by(model.deciding_bureau_id)
    )


def _withdrawals(year: int, *kinds: Kind) -> dict[tuple[str, int], Any]:
    """What had to leave, with the last such decision on each record: they are few."""
    bodies = (kind.model.deciding_bureau_id for kind in kinds)
    statement = select(Withdrawal, func.coalesce(*bodies, null()).label("bureau_id"))
    for kind in kinds:
        about = and_(_is_about(Withdrawal, kind), _were_public(kind, year))
        statement = statement.outerjoin(kind.model, about)
    found = statement.where(
        Withdrawal.state != WithdrawalState.REFUSED,
        or_(*(kind.model.id.is_not(None) for kind in kinds)),
    )
    rows = db.session.execute(found.order_by(Withdrawal.id))
    return {(row.Withdrawal.kind, row.Withdrawal.record_id): row for row in rows}


def _records_of(kind: Kind, year: int) -> Select[Any]:
    model = kind.model
    noted = select(func.count()).where(_is_about(ChangeNote, kind)).correlate(model)
    return (
        select(
            model.id,
            func.coalesce(Bureau.name, UNKNOWN).label("body"),
            *(model.decided_on, model.published_on, model.withdrawn_on),
            noted.scalar_subquery().label("corrections"),
            *(gap.label(f"gap_{place}") for place, gap in enumerate(kind.gaps.values())),
        )
        .outerjoin(Bureau, Bureau.id == model.deciding_bureau_id)
        .where(_were_public(kind, year))
        .order_by(model.decided_on, model.id)
    )


def _scored(kind: Kind, row: Any, leaving: Any, numbers: Days) -> ScoredRecord:
    withdrawal: Withdrawal | None = leaving.Withdrawal if leaving else None
    empty = [words for n, words in enumerate(kind.gaps) if getattr(row, f"gap_{n}")]
    return ScoredRecord(
        body=row.body,
        kind=kind,
        decided_on=row.decided_on,
        published_on=row.published_on,
        working_days=_taken(numbers, row.decided_on, row.published_on),
        gaps=empty,
        corrections=row.corrections,
        revoked_on=withdrawal.revoked_on if withdrawal else None,
        due_on=withdrawal.due_on if withdrawal else None,
        withdrawn_on=row.withdrawn_on,
        is_late_withdrawal=bool(withdrawal and withdrawal.is_late),
    )


def _is_about(model: Any, kind: Kind) -> ColumnElement[bool]:
    return and_(model.kind == kind.model.__tablename__, model.record_id == kind.model.id)


def _numbers(year: int) -> Days:
    """Working days numbered from the first day of the year to the present one."""
    return numbered(date(year, 1, 1), clock.today(), city_calendar())


def _taken(numbers: Days, decided_on: date, published_on: date) -> int:
    """Working days from one to the other; none where a file has them the wrong way round."""
    if published_on <= decided_on:
        return 0
    return numbers[published_on] - numbers[decided_on]


def _years() -> list[int]:
    ends = [select(func.min(kind.model.decided_on)).scalar_subquery() for kind in KINDS]
    oldest = [day for day in db.session.execute(select(*ends)).one() if day is not None]
    present = clock.today().year
    return list(range(present, min([present, *(day.year for day in oldest)]) - 1, -1))


def _bodies() -> list[tuple[str, str]]:
    keys = union_all(*(select(kind.model.deciding_bureau_id).distinct() for kind in KINDS))
    found = select(Bureau.id, Bureau.name).where(Bureau.id.in_(keys)).order_by(Bureau.name)
    return [(str(key), name) for key, name in db.session.execute(found)]
