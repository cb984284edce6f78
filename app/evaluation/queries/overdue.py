"""What is overdue today, by body: open matters past the end of a running period."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.accounts.models import Bureau
from app.complaints.models import Matter
from app.complaints.rules import OPEN
from app.core import clock
from app.core.db import db
from app.evaluation.queries.handling import bodies_kept_back


@dataclass(frozen=True)
class LateNow:
    """A body, how many of its matters are late today, and the last day of the one late longest."""

    bureau: str
    count: int | None
    since: date | None
    """Both None where it is not told how many matters the body has: see ``suppression``."""


def late_now() -> list[LateNow]:
    """The bodies with late matters, the most first; of whatever year, a clock that stops is not.

    Lateness is an act of the body and told as it is, but not of bodies with one or two matters.
    """
    kept = bodies_kept_back(clock.today().year)
    count = func.count()
    statement = (
        select(Bureau.id, Bureau.name, count, func.min(Matter.due_on))
        .join(Bureau, Bureau.id == Matter.bureau_id)
        .where(Matter.status.in_(OPEN), Matter.due_on < clock.today())
        .group_by(Bureau.id, Bureau.name)
        .order_by(count.desc(), Bureau.name)
    )
    rows = db.session.execute(statement).all()
    told = [LateNow(row[1], row[2], row[3]) for row in rows if row[0] not in kept]
    return told + [LateNow(row[1], None, None) for row in rows if row[0] in kept]
