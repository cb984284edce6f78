"""One act on many matters: each is checked, done and told in the log on its own.

What can't be done to one of them keeps none of the others back, and is told with its reason.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.kernel import audit
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, DomainError, NotFoundError
from app.matters.complaints.models import Matter
from app.matters.complaints.queries import desk
from app.matters.complaints.rules import Act
from app.people.models import Staff

STALE = "您打开页面之后，该事项已有新的进展，没有改动。请单独打开它再决定。"
NOT_THERE = "没有这件事项，或者它已不在贵单位。"


@dataclass(frozen=True)
class Chosen:
    """A matter as it was when it was chosen."""

    number: str
    version: int


@dataclass(frozen=True)
class Result:
    """What became of one of them; ``problem`` says why nothing did."""

    number: str
    problem: str = ""


def in_bulk(
    *, act: Act, chosen: Sequence[Chosen], staff: Staff, deed: Callable[[Matter], None]
) -> list[Result]:
    """Do ``deed``, a service with its own commit, to each of the matters."""
    return [_one(act, one, staff, deed) for one in chosen]


def _one(act: Act, one: Chosen, staff: Staff, deed: Callable[[Matter], None]) -> Result:
    try:
        matter = desk.matter_of(staff, one.number, for_update=True)
        if matter is None:
            raise NotFoundError(NOT_THERE)
        if matter.version != one.version:
            raise ConflictError(STALE)
        deed(matter)
    except DomainError as error:
        db.session.rollback()
        audit.record(
            f"matter.{act.value}",
            actor=staff.as_actor(),
            object_type="matter",
            object_id=one.number,
            result=audit.Result.DENIED,
            reason=error.message,
        )
        db.session.commit()
        return Result(one.number, error.message)
    return Result(one.number)
