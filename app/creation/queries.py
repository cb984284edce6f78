"""Applications as staff see them, notices and badges as the public does."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Bureau, District, Staff
from app.core import clock
from app.core.db import db
from app.core.errors import GoneError, NotFoundError
from app.core.paging import Page, paginate
from app.core.remembered import remembered
from app.creation.models import CreationApplication as Application
from app.creation.models import CreationEvidence
from app.creation.rules import MEASURES, TOTALS, CreationKind, CreationState
from app.indicators.models import Indicator
from app.indicators.queries import promises
from app.indicators.rules import TargetState
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


@dataclass(frozen=True)
class Coverage:
    """A district with how many hold a badge of each kind there today."""

    code: str
    name: str
    counts: Counter[CreationKind]

    @property
    def is_strong(self) -> bool:
        """Whether the district itself holds the badge of a strong county."""
        return bool(self.counts[CreationKind.COUNTY])


@dataclass(frozen=True)
class Total:
    """How many there are of a kind: the number, and who says so where somebody had to report it."""

    code: str
    """Of the indicator that tells it; empty for districts, which the site knows."""
    number: int | None
    """None where nobody has reported it."""
    unit: str
    period: str = ""
    source: str = ""
    source_on: date | None = None


@dataclass(frozen=True)
class Covered:
    """How many of a kind hold a badge today, of how many there are, against the promise."""

    kind: CreationKind
    code: str
    """Of the promise."""
    target: str
    """In words."""
    aim: float
    """The same as a number, in percent."""
    held: int
    total: Total
    share: Decimal | None
    """In percent, to one place; None where it is not known of how many."""
    state: TargetState
    was_ever: bool
    """Whether anyone ever applied for such a badge."""


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
    """The districts in their order, with how many hold a badge of each kind today."""
    return remembered("creation.districts", _coverage)


def _coverage() -> list[Coverage]:
    counts: dict[str, Counter[CreationKind]] = {}
    columns = (Application.district_code, Application.kind)
    holders = func.count(Application.applicant.distinct())
    counted = select(*columns, holders).where(_holds()).group_by(*columns)
    for code, kind, number in db.session.execute(counted):
        counts.setdefault(code, Counter())[kind] = number
    districts = db.session.scalars(select(District).order_by(District.position))
    return [Coverage(one.code, one.name, counts.get(one.code, Counter())) for one in districts]


def covered() -> list[Covered]:
    """How much of what the policy wants to be covered is, by kind.

    No total is no total: where nobody has reported how many there are, there is no share.
    """
    return remembered("creation.covered", _covered)


def _covered() -> list[Covered]:
    districts = coverage()
    totals = {CreationKind.COUNTY: Total("", len(districts) or None, "个"), **_totals()}
    ever = set(db.session.scalars(select(Application.kind).distinct()))
    promised = {one.measure: one for one in promises.measured_by(MEASURES.values())}
    return [
        _held_against(promised[measure], kind, districts, totals[kind], was_ever=kind in ever)
        for kind, measure in MEASURES.items()
        if measure in promised and kind in totals
    ]


def _totals() -> dict[CreationKind, Total]:
    """The totals that bodies report, as the newest of their public values say."""
    found = {one.indicator.code: one for one in promises.totals()}
    return {kind: _total(found[code]) for kind, code in TOTALS.items() if code in found}


def _total(told: promises.Tracked) -> Total:
    indicator, newest = told.indicator, told.newest
    if newest is None:
        return Total(indicator.code, None, indicator.unit)
    return Total(
        code=indicator.code,
        number=int(newest.number) or None,
        unit=indicator.unit,
        period=newest.span.words,
        source=newest.source,
        source_on=newest.source_on,
    )


def _held_against(
    promise: Indicator,
    kind: CreationKind,
    districts: Sequence[Coverage],
    total: Total,
    *,
    was_ever: bool,
) -> Covered:
    held = sum(one.counts[kind] for one in districts)
    is_known = total.number and was_ever
    share = round(Decimal(100 * held) / Decimal(total.number or 1), 1) if is_known else None
    return Covered(
        kind=kind,
        code=promise.code,
        target=promise.target_words,
        aim=float(promise.target or 0),
        held=held,
        total=total,
        share=share,
        state=promise.state(share),
        was_ever=was_ever,
    )


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


def _holds() -> ColumnElement[bool]:
    today = clock.today()
    return and_(Application.state == CreationState.AWARDED, Application.valid_until >= today)


def _is_public() -> ColumnElement[bool]:
    return or_(Application.state == CreationState.NOTICE, _holds())


def _badges(kind: CreationKind | None, district: str) -> Select[Application]:
    statement = select(Application).options(joinedload(Application.district)).where(_holds())
    if kind:
        statement = statement.where(Application.kind == kind)
    if district:
        statement = statement.where(Application.district_code == district)
    return statement.order_by(Application.awarded_on.desc(), Application.id.desc())
