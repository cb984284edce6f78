"""What each matter counts in the figures of handling: its facts, and what they add to.

A fact is: what is told, track, body, district, category, day, and up to two things more. What
depends on the day, such as lateness, counts from that day on.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, case, extract, null, select

from app.insight.evaluation.queries.counting import (
    ENDED,
    HANDLING,
    LATE,
    NONE,
    PUBLIC,
    became,
    count,
    few_in,
    scope_of,
    scopes,
    text,
    yes_or_no,
)
from app.insight.evaluation.rules import MATTERS, Dimension
from app.insight.evaluation.sheets import DUE, UNDECIDED, path_of
from app.kernel import clock
from app.kernel.aggregates.kinds import Contribution, CountedRows, Fact, SummedKind, Which, whole
from app.kernel.db.session import db
from app.matters.complaints.matter.models.answers import Rating, Review
from app.matters.complaints.matter.models.clocks import MatterDeadline
from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import CheckState, ReviewResult
from app.matters.complaints.matter.rules.states import OPEN, MatterStep
from app.matters.complaints.publication.queries import is_public


def facts(which: Which) -> Iterator[Select[Any]]:
    """The statements that give the facts of matters, one for each thing that is told."""
    for statement in (*_of_matters(), *_of_acts()):
        yield statement.where(which(Matter.id))


def _facts_of(
    what: str, on: Any, *more: Any, body: Any = Matter.bureau_id, join: Any = None
) -> Select[Any]:
    columns = (
        Matter.kind,
        body,
        Submission.district_code,
        Submission.category_code,
        on,
        *(*more, null(), null())[:2],
    )
    found = select(Matter.id, text(what), *(text(column) for column in columns))
    found = found.join(Matter.submission)
    return found if join is None else found.join(join)


def _of_matters() -> Iterator[Select[Any]]:
    yield _facts_of("received", Matter.received_on)
    is_waiting = and_(Matter.status.in_(OPEN), Matter.due_on.is_not(None))
    yield _facts_of("late", Matter.received_on, Matter.due_on).where(is_waiting)
    has_ended = Matter.status.in_(ENDED)
    taken = (yes_or_no(Matter.met_deadline), Matter.working_days_taken)
    yield _facts_of("ended", Matter.closed_on, *taken).where(has_ended)
    checked = _facts_of("waived", Matter.closed_on, join=Matter.checks)
    yield checked.where(has_ended, ClosingCheck.state == CheckState.WAIVED)
    yield _facts_of("rated", Matter.closed_on, Rating.satisfaction, join=Matter.rating)
    yield _facts_of(PUBLIC, Matter.closed_on).where(is_public())


def _of_acts() -> Iterator[Select[Any]]:
    """What happened to matters, on a day of its own; of a review its moment, in seconds."""
    reopened = _facts_of("reopened", extract("epoch", Review.decided_at), join=Matter.reviews)
    yield reopened.where(Review.result == ReviewResult.CHANGED)
    is_late = case((MatterReturn.decided_on > MatterReturn.due_on, "1"), else_="0")
    until = case((MatterReturn.decided_on.is_(None), text(MatterReturn.due_on)), else_=is_late)
    of_body = {"body": MatterReturn.from_bureau_id, "join": Matter.returns}
    yield _facts_of("returned", MatterReturn.returned_on, became(), until, **of_body)
    met_on = MatterDeadline.met_on
    in_time = yes_or_no(met_on <= MatterDeadline.due_on)
    accepted = _facts_of("accepted", met_on, in_time, join=Matter.deadlines)
    yield accepted.where(MatterDeadline.step == MatterStep.ACCEPT)


def shares(fact: Fact) -> Iterator[Contribution]:
    """What a fact adds: to its body, district, category and month, in the year of its day; and to
    what is told beside them.
    """
    what, track, body, district, category, on, first, second = whole(fact)
    if on is None:
        return
    day = _day(str(what), on)
    yield from _beside(str(what), str(track), str(body), day.year, first)
    if what == PUBLIC:
        return
    places = (
        (Dimension.BUREAU, body),
        (Dimension.DISTRICT, district),
        (Dimension.CATEGORY, category),
        (Dimension.MONTH, str(day.month)),
    )
    for names, since, until in _paths(str(what), first, second):
        path = (str(track), *names)
        for dimension, value in places:
            yield Contribution(scope_of(dimension, day.year), value or NONE, path, 1, since, until)


def _beside(
    what: str, track: str, body: str, year: int, due_on: str | None
) -> Iterator[Contribution]:
    """What is told of no year, or of no more than how many there were."""
    if what in MATTERS:
        yield Contribution(few_in(year), body, (track, *path_of(what, None, None)))
    elif what == "late":
        yield Contribution(LATE, body, (track, *path_of(DUE, due_on)), 1, _after(due_on))
    elif what == PUBLIC:
        yield Contribution(PUBLIC, track, (track, PUBLIC))


@lru_cache(maxsize=4000)
def _day(what: str, on: str) -> date:
    """The day in the city; of a review the moment is told, in seconds."""
    if what != "reopened":
        return date.fromisoformat(on)
    return clock.city_date(datetime.fromtimestamp(int(float(on)), UTC))


def _paths(
    what: str, first: str | None, second: str | None
) -> Iterator[tuple[tuple[str, ...], date | None, date | None]]:
    """Under which names a fact counts, each with the days from which and until which it does."""
    if what == "late":
        yield path_of(what), _after(first), None
    elif what == "returned" and first == UNDECIDED:
        yield path_of(what, UNDECIDED, "0"), None, _after(second)
        yield path_of(what, UNDECIDED, "1"), _after(second), None
    else:
        yield path_of(what, first, second), None, None


def _after(due_on: str | None) -> date:
    return date.fromisoformat(str(due_on)) + clock.ONE_DAY


def _own(matter: Matter) -> Iterable[int]:
    return (matter.id,)


def _of_matter(row: Any) -> Iterable[int]:
    return (row.matter_id,)


def _of_submission(submission: Submission) -> Iterable[int]:
    statement = select(Matter.id).where(Matter.submission_id == submission.id)
    return db.session.scalars(statement).all()


ITEMS: dict[type, Callable[[Any], Iterable[int]]] = {
    Matter: _own,
    Submission: _of_submission,
}
COLUMNS: dict[type, tuple[str, ...]] = {
    Matter: (
        "bureau_id",
        "kind",
        "status",
        "received_on",
        "due_on",
        "closed_on",
        "met_deadline",
        "working_days_taken",
        "is_public",
        "public_title",
    ),
    Submission: ("district_code", "category_code", "consents_to_publication"),
    MatterReturn: ("from_bureau_id", "returned_on", "decided_on", "decided_bureau_id", "due_on"),
    MatterDeadline: ("step", "met_on", "due_on"),
    Review: ("decided_at", "result"),
    Rating: ("satisfaction",),
    ClosingCheck: ("state",),
}
"""The columns that are counted, or by which is counted."""


def summed_kind() -> SummedKind:
    """What is to be kept of how matters are handled, from all models that are counted."""
    return SummedKind(
        name=HANDLING,
        model=Matter,
        facts=facts,
        shares=shares,
        count=count,
        scopes=scopes,
        rows={
            model: CountedRows(columns, ITEMS.get(model, _of_matter))
            for model, columns in COLUMNS.items()
        },
        version=2,
    )
