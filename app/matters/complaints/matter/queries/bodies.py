"""Bodies that can be responsible for a matter."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from app.kernel.db.session import db
from app.people.models import Bureau


def _serving(on: date) -> ColumnElement[bool]:
    return and_(
        Bureau.valid_from <= on, or_(Bureau.valid_until.is_(None), Bureau.valid_until >= on)
    )


def serving_bureaus(on: date) -> Sequence[Bureau]:
    """All bodies in office on a day: the city's first, then by district."""
    return db.session.scalars(
        select(Bureau)
        .where(_serving(on))
        .order_by(Bureau.district_code.is_not(None), Bureau.district_code, Bureau.name)
    ).all()


def serving_bureau(bureau_id: int, on: date) -> Bureau | None:
    """The body, if it is in office on ``on``."""
    return db.session.scalar(select(Bureau).where(Bureau.id == bureau_id, _serving(on)))


def coordination_office() -> Bureau:
    """The 质量强市办 of today; reference data always holds exactly one."""
    return db.session.scalars(
        select(Bureau)
        .where(Bureau.is_coordination_office, Bureau.valid_until.is_(None))
        .order_by(Bureau.valid_from.desc())
    ).one()


def bureau_by_code(code: str) -> Bureau | None:
    """The body with this code, whenever it served."""
    return db.session.scalar(select(Bureau).where(Bureau.code == code))
