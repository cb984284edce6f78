"""Which body decides about a record: the one that made it, or who took over its duties."""

from datetime import date

from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.matter.queries import coordination_office, serving_bureau
from app.matters.redress.queries.records import Contested
from app.people.models import Bureau, BureauSuccession
from app.people.places import body_finder

MOST_SUCCESSIONS = 5


def deciding_bureau(held: Contested, on: date) -> Bureau:
    """The body that handles what is applied for against the record (谁认定谁修复).

    Where it is none of the city's, or left no single successor, the coordination office does.
    """
    decided = held.bureau_id
    if decided is None:
        named = body_finder().find(held.body)
        decided = named.id if named else None
    for _ in range(MOST_SUCCESSIONS):
        if decided is None:
            break
        if serving := serving_bureau(decided, on):
            return serving
        decided = _successor(decided)
    return coordination_office()


def _successor(bureau_id: int) -> int | None:
    heirs = db.session.scalars(
        select(BureauSuccession.successor_id).where(BureauSuccession.predecessor_id == bureau_id)
    ).all()
    return heirs[0] if len(heirs) == 1 else None
