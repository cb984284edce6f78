"""Matters whose category has been borne out: closed by the body that was responsible."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db.session import db
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import MatterStatus
from app.matters.complaints.routing.models import RoutingRule

AT_ONCE = 200


@dataclass(frozen=True)
class Decided:
    """What was written, decrypted in memory only, and the categories that it can belong to."""

    title: str
    narrative: str
    categories: tuple[str, ...]


def decided_matters(on: date) -> Iterator[Decided]:
    """Each closed submission once, the newest first.

    Where the body that closed it is not responsible for the category that the reporter chose, it
    was routed anew: then it belongs to one of the categories of that body.
    """
    led = _categories_by_body(on)
    query = (
        select(Submission)
        .where(
            Submission.subject_bureau_id.is_(None),
            Submission.matters.any(Matter.status == MatterStatus.CLOSED),
        )
        .options(selectinload(Submission.matters), joinedload(Submission.category))
        .order_by(Submission.id.desc())
        .execution_options(yield_per=AT_ONCE)
    )
    for submission in db.session.scalars(query):
        closing = next((each for each in submission.matters if _bears_out(each)), None)
        if closing is None:
            continue
        categories = _possible(submission.category, led.get(closing.bureau_id, ()))
        if categories:
            yield Decided(submission.title, submission.narrative, categories)


def _bears_out(matter: Matter) -> bool:
    return (
        matter.status is MatterStatus.CLOSED and matter.outcome is not MatterOutcome.NOT_COMPETENT
    )


def _possible(chosen: ComplaintCategory, led: Sequence[str]) -> tuple[str, ...]:
    if chosen.code in led and chosen.parent_code is not None:
        return (chosen.code,)
    return tuple(led)


def _categories_by_body(on: date) -> dict[int, list[str]]:
    """The categories of the second level that each body leads by the rules in force."""
    rules = db.session.execute(
        select(RoutingRule.lead_bureau_id, RoutingRule.category_code)
        .join(ComplaintCategory, ComplaintCategory.code == RoutingRule.category_code)
        .where(
            ComplaintCategory.parent_code.is_not(None),
            ComplaintCategory.is_in_scope,
            RoutingRule.valid_from <= on,
            (RoutingRule.valid_until.is_(None)) | (RoutingRule.valid_until >= on),
        )
        .distinct()
    )
    led: dict[int, list[str]] = {}
    for bureau, category in rules:
        led.setdefault(bureau, []).append(category)
    return led
