"""What is overdue today, by body: open matters past the end of a running period."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.accounts.models import Bureau
from app.complaints.models import Matter
from app.complaints.rules import OPEN
from app.core import clock
from app.core.db import db


@dataclass(frozen=True)
class LateNow:
    """A body, how many of its matters are late today, and the last day of the one late longest."""

    bureau: str
    count: int
    since: date | None


def late_now() -> list[LateNow]:
    """The bodies with late matters, the most first; of whatever year, a clock that stops is not."""
    count = func.count()
    statement = (
        select(Bureau.name, count, func.min(Matter.due_on))
        .join(Bureau, Bureau.id == Matter.bureau_id)
        .where(Matter.status.in_(OPEN), Matter.due_on < clock.today())
        .group_by(Bureau.id, Bureau.name)
        .order_by(count.desc(), Bureau.name)
    )
    return [LateNow(row[0], row[1], row[2]) for row in db.session.execute(statement)]
