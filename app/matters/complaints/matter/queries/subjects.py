"""Whom answers are about: the company, the project or the body."""

from sqlalchemy import or_, select

from app.kernel.db.session import db
from app.matters.complaints.matter.answers import Subject, SubjectKind
from app.matters.complaints.matter.queries.bodies import bureau_by_code
from app.people.models import Bureau
from app.publishing.life.queries import published
from app.records.companies.models import Company
from app.records.projects.models import KeyProject

SHORTEST_NAME = 5
"""Shorter names of bodies (公安局) could be those of any city, or part of other words."""


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


def project_by_code(code: str) -> KeyProject | None:
    """The published key project with this code."""
    return db.session.scalar(
        select(KeyProject).where(KeyProject.code == code, published(KeyProject))
    )


def company_by_ref(ref: str) -> Company | None:
    """The company by its code, old number, or ``id12``."""
    if ref.startswith("id") and ref[2:].isdecimal():
        return db.session.get(Company, int(ref[2:]))
    return db.session.scalar(
        select(Company).where(or_(Company.uscc == ref, Company.registration_number == ref))
    )
