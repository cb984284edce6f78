"""Applications as staff see them, notices and badges as the public does."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Bureau, Staff
from app.core import clock
from app.core.db import db
from app.core.errors import GoneError, NotFoundError
from app.core.paging import Page, paginate
from app.creation.models import CreationApplication as Application
from app.creation.models import CreationEvidence
from app.creation.rules import CreationKind, CreationState
from app.search.documents import SearchDocument, SearchKind, present

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


def search_documents(keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
    """Notices, and badges that hold, for the search index: all, or those in ``keys``."""
    among = true() if keys is None else Application.id.in_(keys)
    whole = select(Application).options(*BODIES).where(_is_public(), among)
    for found in db.session.scalars(whole.order_by(Application.id)):
        if found.notice_from is not None:
            yield _document(found, found.notice_from)


def evidence_files() -> set[str]:
    """The ids of all stored files that a row remembers."""
    return set(db.session.scalars(select(CreationEvidence.upload_id)))


def locked(key: int) -> Application:
    """The application as it is now; until the commit nobody else changes it."""
    statement = select(Application).where(Application.id == key).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _document(found: Application, since: date) -> SearchDocument:
    is_badge = found.state is CreationState.AWARDED
    day = found.valid_until if is_badge else found.notice_until
    return SearchDocument(
        kind=SearchKind.CREATION,
        key=found.id,
        ref=found.number,
        title=found.title,
        names=(found.applicant,),
        numbers=(found.number,),
        texts=(("创建情况", found.statement),),
        district=found.district_code,
        bureau_id=found.lead_bureau_id,
        bureau_name=found.lead_bureau.name,
        category=found.kind.label,
        status=found.state.label,
        year=found.year,
        on=found.awarded_on or since,
        rank=4,
        visible_from=since,
        visible_until=found.valid_until,
        facts=present(
            found.number, found.district.name, f"{'有效期至' if is_badge else '公示至'} {day}"
        ),
    )


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


def holds() -> ColumnElement[bool]:
    """A badge that has not ended."""
    today = clock.today()
    return and_(Application.state == CreationState.AWARDED, Application.valid_until >= today)


def _is_public() -> ColumnElement[bool]:
    return or_(Application.state == CreationState.NOTICE, holds())


def _badges(kind: CreationKind | None, district: str) -> Select[Application]:
    statement = select(Application).options(joinedload(Application.district)).where(holds())
    if kind:
        statement = statement.where(Application.kind == kind)
    if district:
        statement = statement.where(Application.district_code == district)
    return statement.order_by(Application.awarded_on.desc(), Application.id.desc())
