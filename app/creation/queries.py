"""Applications as staff see them, notices and badges as the public does."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Bureau, District, Staff
from app.core import clock
from app.core.db import db
from app.core.errors import GoneError, NotFoundError
from app.core.paging import Page, paginate
from app.creation.models import CreationApplication as Application
from app.creation.models import CreationEvidence
from app.creation.rules import CreationKind, CreationState

WHOLE = (
    joinedload(Application.district),
    joinedload(Application.bureau),
    joinedload(Application.lead_bureau),
    selectinload(Application.evidence),
    selectinload(Application.scores),
    selectinload(Application.objections),
)


@dataclass(frozen=True)
class Coverage:
    """A district with how many badges of each kind hold there today."""

    code: str
    name: str
    counts: Counter[CreationKind]

    @property
    def is_strong(self) -> bool:
        """Whether the district itself holds the badge of a strong county."""
        return bool(self.counts[CreationKind.COUNTY])


def applications(staff: Staff, *, page: int) -> Page[Application]:
    """A page of the applications that the person has to do with, newest first."""
    statement = select(Application).options(joinedload(Application.district))
    return paginate(statement.where(_seen(staff)).order_by(Application.id.desc()), page=page)


def application(staff: Staff, number: str) -> Application:
    """The application with all that belongs to it; NotFoundError for another body's."""
    found = db.session.scalars(_whole(number).where(_seen(staff))).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def public_application(number: str) -> Application:
    """One that was under notice; GoneError for a badge that has ended.

    One that an objection ended stays, so that who objected can read the answer.
    """
    found = db.session.scalars(_whole(number)).one_or_none()
    if found is None or found.notice_from is None:
        raise NotFoundError
    if found.valid_until is not None and found.valid_until < clock.today():
        raise GoneError
    return found


def notices() -> list[Application]:
    """What is under notice, and what waits for its award or for an answer."""
    statement = select(Application).where(Application.state == CreationState.NOTICE)
    whole = statement.options(joinedload(Application.district))
    return list(db.session.scalars(whole.order_by(Application.notice_until, Application.id)))


def badges(kind: CreationKind | None, district: str, *, page: int) -> Page[Application]:
    """A page of the badges that hold today, newest first."""
    return paginate(_badges(kind, district), page=page)


def all_badges(kind: CreationKind | None, district: str) -> Iterator[Application]:
    """The same in full, for a download."""
    yield from db.session.scalars(_badges(kind, district))


def coverage() -> list[Coverage]:
    """The districts in their order, with the badges that hold today."""
    counts: dict[str, Counter[CreationKind]] = {}
    columns = (Application.district_code, Application.kind)
    counted = select(*columns, func.count()).where(_holds()).group_by(*columns)
    for code, kind, number in db.session.execute(counted):
        counts.setdefault(code, Counter())[kind] = number
    districts = db.session.scalars(select(District).order_by(District.position))
    return [Coverage(one.code, one.name, counts.get(one.code, Counter())) for one in districts]


def was_ever(kind: CreationKind) -> bool:
    """Whether anyone ever applied for a badge of this kind."""
    return db.session.scalar(select(Application.id).where(Application.kind == kind)) is not None


def lead_bureau(code: str) -> Bureau:
    """The body that scores; raises NotFoundError."""
    found = db.session.scalars(select(Bureau).where(Bureau.code == code)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def evidence_files() -> set[str]:
    """The ids of all stored files that a row remembers."""
    return set(db.session.scalars(select(CreationEvidence.upload_id)))


def locked(key: int) -> Application:
    """The application as it is now; until the commit nobody else changes it."""
    statement = select(Application).where(Application.id == key).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _whole(number: str) -> Select[Application]:
    return select(Application).where(Application.number == number).options(*WHOLE)


def _seen(staff: Staff) -> ColumnElement[bool]:
    """Their own body's; those sent in, for the body that scores; all, for the office."""
    if staff.bureau.is_coordination_office:
        return true()
    sent = and_(
        Application.lead_bureau_id == staff.bureau_id, Application.state != CreationState.DRAFT
    )
    return or_(Application.bureau_id == staff.bureau_id, sent)


def _holds() -> ColumnElement[bool]:
    today = clock.today()
    return and_(Application.state == CreationState.AWARDED, Application.valid_until >= today)


def _badges(kind: CreationKind | None, district: str) -> Select[Application]:
    statement = select(Application).options(joinedload(Application.district)).where(_holds())
    if kind:
        statement = statement.where(Application.kind == kind)
    if district:
        statement = statement.where(Application.district_code == district)
    return statement.order_by(Application.awarded_on.desc(), Application.id.desc())
