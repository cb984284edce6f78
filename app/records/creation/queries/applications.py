"""Applications as staff see them, notices and badges as the public does."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.kernel import clock
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import AnySelect, db
from app.kernel.errors import GoneError, NotFoundError
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.kernel.search.rows import RowSource
from app.people.models import Bureau, District, Staff
from app.records.creation.models import CreationApplication as Application
from app.records.creation.models import CreationEvidence
from app.records.creation.rules import CreationKind, CreationState, title_of

BODIES = (
    joinedload(Application.district),
    joinedload(Application.bureau),
    joinedload(Application.lead_bureau),
)
WHOLE = (
    *BODIES,
    selectinload(Application.evidence),
    selectinload(Application.scores),
    selectinload(Application.objections),
)


def applications(staff: Staff, *, page: int) -> Page[Application]:
    """A page of the applications that the person has to do with, newest first."""
    statement = select(Application).options(joinedload(Application.district))
    return paginate(statement.where(_visible_to(staff)).order_by(Application.id.desc()), page=page)


def application(staff: Staff, number: str) -> Application:
    """The application with all that belongs to it; NotFoundError for another body's."""
    found = db.session.scalars(_whole(number).where(_visible_to(staff))).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def public_application(number: str) -> Application:
    """One that was under notice, else NotFoundError; GoneError for a badge that has ended.

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


def lead_bureau(code: str) -> Bureau:
    """The body that scores; raises NotFoundError."""
    found = db.session.scalars(select(Bureau).where(Bureau.code == code)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def newest_public(*, limit: int) -> list[Application]:
    """Notices and badges that hold, the newest award or notice first."""
    since = func.coalesce(Application.awarded_on, Application.notice_from)
    whole = select(Application).where(_is_public()).options(joinedload(Application.district))
    return list(
        db.session.scalars(whole.order_by(since.desc(), Application.id.desc()).limit(limit))
    )


def evidence_files() -> set[str]:
    """The ids of all stored files that a row remembers."""
    return set(db.session.scalars(select(CreationEvidence.upload_id)))


def locked(key: int) -> Application:
    """The application as it is now; until the commit nobody else changes it."""
    statement = select(Application).where(Application.id == key).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _whole(number: str) -> Select[Application]:
    return select(Application).where(Application.number == number).options(*WHOLE)


def _visible_to(staff: Staff) -> ColumnElement[bool]:
    """Their own body's; those sent in, for the body that scores; all, for the office."""
    if staff.bureau.is_coordination_office:
        return true()
    sent = and_(
        Application.lead_bureau_id == staff.bureau_id, Application.state != CreationState.DRAFT
    )
    return or_(Application.bureau_id == staff.bureau_id, sent)


def holds(today: date | None = None) -> ColumnElement[bool]:
    """A badge that has not ended."""
    day = today or clock.today()
    return and_(Application.state == CreationState.AWARDED, Application.valid_until >= day)


def _is_public(today: date | None = None) -> ColumnElement[bool]:
    return or_(Application.state == CreationState.NOTICE, holds(today))


def _badges(kind: CreationKind | None, district: str) -> Select[Application]:
    statement = select(Application).options(joinedload(Application.district)).where(holds())
    if kind:
        statement = statement.where(Application.kind == kind)
    if district:
        statement = statement.where(Application.district_code == district)
    return statement.order_by(Application.awarded_on.desc(), Application.id.desc())


@lru_cache(maxsize=2)
def _columns(today: date) -> AnySelect:
    """What search reads of a notice, or of a badge that holds ``today``."""
    lead = aliased(Bureau)
    return (
        select(
            Application.id,
            Application.number,
            Application.applicant,
            Application.kind,
            Application.state,
            Application.statement,
            Application.year,
            Application.district_code,
            Application.lead_bureau_id,
            Application.notice_from,
            Application.notice_until,
            Application.awarded_on,
            Application.valid_until,
            District.name.label("district_name"),
            lead.name.label("lead_body"),
        )
        .join(Application.district)
        .join(Application.lead_bureau.of_type(lead))
        .where(_is_public(today), Application.notice_from.is_not(None))
    )


def _document(row: Any) -> SearchDocument:
    is_badge = row.state is CreationState.AWARDED
    day = row.valid_until if is_badge else row.notice_until
    return SearchDocument(
        kind=SearchKind.CREATION,
        key=row.id,
        ref=row.number,
        title=title_of(row.applicant, row.kind),
        names=(row.applicant,),
        numbers=(row.number,),
        texts=(("创建情况", row.statement),),
        district=row.district_code,
        bureau_id=row.lead_bureau_id,
        bureau_name=row.lead_body,
        category=row.kind.label,
        status=row.state.label,
        year=row.year,
        on=row.awarded_on or row.notice_from,
        rank=4,
        visible_from=row.notice_from,
        visible_until=row.valid_until,
        facts=present(
            row.number, row.district_name, f"{'有效期至' if is_badge else '公示至'} {day}"
        ),
    )


search_documents = RowSource(
    lambda: _columns(clock.today()), Application.id, partial(map, _document)
)
"""Notices, and badges that hold, as the search index knows them."""
