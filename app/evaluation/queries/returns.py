"""How often bodies send matters back, and how soon the coordination office decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, not_, or_, select

from app.accounts.models import Bureau
from app.complaints.models import MatterReturn
from app.core import clock
from app.core.db import db
from app.evaluation.suppression import SMALLEST


@dataclass(frozen=True)
class BodyReturns:
    """What a body returned in a year. These are acts of bodies: nothing is kept back."""

    name: str
    returned: int
    kept: int
    """Those that it had to handle after all."""
    waiting: int
    timed: int
    """Those that the coordination office has decided, or should have."""
    late: int

    @property
    def moved(self) -> int:
        """Those that another body got."""
        return self.returned - self.kept - self.waiting


@dataclass(frozen=True)
class Returns:
    """The returns of a year: of each body, the most first, and how soon they were decided."""

    bodies: Sequence[BodyReturns] = ()

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(body.returned for body in self.bodies)

    @property
    def rate(self) -> float | None:
        """Share that the office decided in time; None where too few are due to say it."""
        timed = sum(body.timed for body in self.bodies)
        late = sum(body.late for body in self.bodies)
        return (timed - late) / timed if timed >= SMALLEST else None


def returns_of(year: int) -> Returns:
    """The returns of ``year``; one statement."""
    waits = MatterReturn.decided_on.is_(None)
    is_late = func.coalesce(MatterReturn.decided_on, clock.today()) > MatterReturn.due_on
    total = func.count()
    statement = (
        select(
            Bureau.name,
            total,
            _number_of(MatterReturn.decided_bureau_id == MatterReturn.from_bureau_id),
            _number_of(waits),
            _number_of(or_(not_(waits), is_late)),
            _number_of(is_late),
        )
        .join(Bureau, Bureau.id == MatterReturn.from_bureau_id)
        .where(MatterReturn.returned_on.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(Bureau.id, Bureau.name)
        .order_by(total.desc(), Bureau.name)
    )
    return Returns([BodyReturns(*row) for row in db.session.execute(statement)])


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
