"""Results of surveys, as the public may see them, and the promises that they answer."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db.cache import remembered
from app.kernel.db.session import db
from app.publishing.life.queries import published
from app.records.indicators.models import Indicator
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind

MEASURE = "surveys"
"""Name of the computation by which indicators have the values of surveys."""
NEWEST = (SurveyResult.period_ends_on.desc(), SurveyResult.id.desc())


class SurveyedShare(NamedTuple):
    """What a survey counted of a promise, in people."""

    id: int
    title: str
    period: str
    satisfied: int
    sample_size: int
    population: int | None


def surveyed_promises() -> list[tuple[str, str]]:
    """Pairs of id and name of the promises that surveys answer."""
    rows = _promises(Indicator.id, Indicator.code, Indicator.name)
    return [(str(row.id), f"{row.code}　{row.name}") for row in rows]


def promise_keys() -> dict[str, int]:
    """The keys of the promises that surveys answer, by code."""
    return {row.code: row.id for row in _promises(Indicator.id, Indicator.code)}


def results_of(indicator_id: int) -> list[SurveyResult]:
    """What surveys found on a promise, the newest period first."""
    statement = select(SurveyResult).options(joinedload(SurveyResult.indicator))
    answers = SurveyResult.indicator_id == indicator_id, published(SurveyResult)
    return list(db.session.scalars(statement.where(*answers).order_by(*NEWEST)))


def by_promise() -> dict[int, list[SurveyedShare]]:
    """By the id of a promise what surveys counted, the newest period first; read once for all."""
    return remembered("surveys.by_promise", _by_promise)


def _by_promise() -> dict[int, list[SurveyedShare]]:
    columns = (getattr(SurveyResult, name) for name in SurveyedShare._fields)
    statement = select(SurveyResult.indicator_id, *columns).where(
        published(SurveyResult),
        SurveyResult.indicator_id.is_not(None),
        SurveyResult.kind == ResultKind.SHARE,
    )
    found: dict[int, list[SurveyedShare]] = {}
    rows: Iterable[Any] = db.session.execute(statement.order_by(*NEWEST))
    for indicator_id, *rest in rows:
        found.setdefault(indicator_id, []).append(SurveyedShare(*rest))
    return found


def _promises(*columns: Any) -> Iterable[Any]:
    statement = select(*columns).where(Indicator.measure == MEASURE)
    return db.session.execute(statement.order_by(Indicator.position))
