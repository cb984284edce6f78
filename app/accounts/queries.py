"""Districts and bodies, as lists of records offer them for choice."""

from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Bureau, District
from app.core.db import db

Options = list[tuple[str, str]]


def district_options() -> Options:
    """Pairs of code and name of all districts, in the order people list them."""
    rows = db.session.execute(select(District.code, District.name).order_by(District.position))
    return [(code, name) for code, name in rows]


def bureau_options(
    column: InstrumentedAttribute[Any], *, chosen: int | None = None
) -> list[tuple[str, str]]:
    """Pairs of id and name of the bodies that stand in ``column``, and of the one chosen.

    Asks the column's index once per body, so that the table's size does not matter.
    """
    statement = (
        select(Bureau.id, Bureau.name)
        .where(or_(exists().where(column == Bureau.id), Bureau.id == chosen))
        .order_by(Bureau.level, Bureau.name)
    )
    return [(str(key), name) for key, name in db.session.execute(statement)]
