"""Bodies that can be responsible for a matter."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from app.kernel.db.session import db
from app.matters.complaints.answers import Subject, SubjectKind
from app.people.models import Bureau

SHORTEST_NAME = 5
"""Shorter names of bodies (公安局) could be those of any city, or part of other words."""


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


def named_body(subject: Subject | None) -> Bureau | None:
    """The body that a subject names: chosen from the list, or in words, by its full name.

    Of an official the longest name of a body in the words counts; where a company was asked for,
    only a name that is nothing but the body's.
    """
    if subject is None:
        return None
    if subject.bureau:
        return bureau_by_code(subject.bureau)
    if subject.who is SubjectKind.OFFICIAL:
        return _body_in(subject.official)
    if subject.company or len(subject.name) < SHORTEST_NAME:
        return None
    return db.session.scalars(
        select(Bureau)
        .where(or_(Bureau.name == subject.name, Bureau.short_name == subject.name))
        .order_by(Bureau.valid_until.is_not(None), Bureau.id)
        .limit(1)
    ).first()


def _body_in(words: str) -> Bureau | None:
    named = [
        (len(name), body.valid_until is None, -body.id, body)
        for body in (db.session.scalars(select(Bureau)) if words else ())
        for name in (body.name, body.short_name, *body.aliases)
        if len(name) >= SHORTEST_NAME and name in words
    ]
    return max(named, key=lambda one: one[:3])[-1] if named else None


def bureau_by_code(code: str) -> Bureau | None:
    """The body with this code, whenever it served."""
    return db.session.scalar(select(Bureau).where(Bureau.code == code))
