"""A change of the routing table tried on what arrived of late: what would have gone elsewhere."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.queries import open_to
from app.matters.complaints.routing.queries.table import NO_PLACE, as_line, rules_of
from app.matters.complaints.routing.rules import TRIAL_DAYS, Route, RoutingLine, resolve
from app.people.models import Bureau, District, Staff

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RoutingDifference:
    """Days on which a district's matters would have been routed otherwise."""

    district: str | None
    first: date
    last: date
    before: Route
    after: Route

    @property
    def moves_lead(self) -> bool:
        """Whether another body would have led; else only the assisting ones differ."""
        return self.before.lead != self.after.lead


@dataclass(frozen=True)
class MatterShift:
    """How many matters would have gone to ``to`` instead of to ``away_from``."""

    away_from: str
    to: str
    count: int


@dataclass(frozen=True)
class MovedMatter:
    """A matter that would have gone elsewhere."""

    number: str
    district: str
    received_on: date
    away_from: str
    to: str
    now_at: str


@dataclass(frozen=True)
class RoutingTrial:
    """What a change would have done to the matters of the last 90 calendar days."""

    since: date
    looked_at: int
    shifts: Sequence[MatterShift]
    assisted_otherwise: int
    moved: Page[MovedMatter]

    @property
    def elsewhere(self) -> int:
        """How many would have gone to another body."""
        return sum(shift.count for shift in self.shifts)


def trial(rule: RoutingLine, staff: Staff, *, page: int = 1) -> RoutingTrial:
    """Try ``rule``, as though it had held all the time, on what this person may know of.

    Matters that name a body are left out: they follow the rule of recusal first.
    """
    today = clock.today()
    since = today - timedelta(days=TRIAL_DAYS)
    stretches = list(_stretches(rule, since, today))
    names = _names(stretches)
    looked_at, otherwise, moved = 0, 0, Counter[tuple[str, str]]()
    for row in db.session.execute(_counts(rule.category, staff, since)):
        looked_at += row.n
        stretch = _stretch_of(row.district_code, row.received_on, stretches)
        if stretch is None:
            continue
        if stretch.moves_lead:
            moved[names[stretch.before.lead], names[stretch.after.lead]] += row.n
        else:
            otherwise += row.n
    return RoutingTrial(
        since=since,
        looked_at=looked_at,
        shifts=[MatterShift(*pair, count) for pair, count in moved.most_common()],
        assisted_otherwise=otherwise,
        moved=_moved(rule.category, staff, stretches, names, page),
    )


def _stretches(rule: RoutingLine, since: date, today: date) -> Iterator[RoutingDifference]:
    """Where and when the present table and the changed one differ."""
    present = [as_line(row) for row in rules_of(rule.category)]
    held_all_the_time = replace(rule, valid_from=date.min, valid_until=None)
    changed = [one for one in present if one.district != rule.district] + [held_all_the_time]
    districts: list[str | None] = [rule.district]
    if rule.district is None:
        districts += db.session.scalars(select(District.code).order_by(District.position)).all()
    starts = {one.valid_from for one in present}
    starts |= {one.valid_until + ONE_DAY for one in present if one.valid_until}
    cuts = sorted({since, *(day for day in starts if since < day <= today)})
    for district in districts:
        for first, after_last in zip(cuts, [*cuts[1:], today + ONE_DAY], strict=True):
            before = resolve(rule.category, district, first, present)
            after = resolve(rule.category, district, first, changed)
            if before.bodies != after.bodies:
                yield RoutingDifference(district, first, after_last - ONE_DAY, before, after)


def _names(stretches: Sequence[RoutingDifference]) -> dict[str, str]:
    codes = {route.lead for one in stretches for route in (one.before, one.after)}
    statement = select(Bureau.code, Bureau.name).where(Bureau.code.in_(codes))
    return {row.code: row.name for row in db.session.execute(statement)}


def _stretch_of(
    district: str | None, day: date, stretches: Sequence[RoutingDifference]
) -> RoutingDifference | None:
    for one in stretches:
        if one.district == district and one.first <= day <= one.last:
            return one
    return None


def _tried_on(category: str, staff: Staff, since: date) -> ColumnElement[bool]:
    return and_(
        Submission.category_code == category,
        Submission.subject_bureau_id.is_(None),
        Matter.received_on >= since,
        open_to(staff.bureau_id),
    )


def _counts(category: str, staff: Staff, since: date) -> Select[str | None, date, int]:
    groups = (Submission.district_code, Matter.received_on)
    return (
        select(*groups, func.count().label("n"))
        .join(Matter.submission)
        .where(_tried_on(category, staff, since))
        .group_by(*groups)
    )


def _moved(
    category: str,
    staff: Staff,
    stretches: Sequence[RoutingDifference],
    names: dict[str, str],
    page: int,
) -> Page[MovedMatter]:
    """The matters that would have gone elsewhere, the newest first."""
    moving = [one for one in stretches if one.moves_lead]
    first = min((one.first for one in moving), default=clock.today())
    statement = (
        select(Matter)
        .join(Matter.submission)
        .where(
            _tried_on(category, staff, first), or_(false(), *(_falls_into(one) for one in moving))
        )
        .options(
            joinedload(Matter.bureau), joinedload(Matter.submission).joinedload(Submission.district)
        )
        .order_by(Matter.received_on.desc(), Matter.id.desc())
    )
    found: Page[Matter] = paginate(statement, page=page)
    lines = []
    for matter in found.items:
        district = matter.submission.district
        stretch = _stretch_of(district.code if district else None, matter.received_on, moving)
        if stretch is not None:
            lines.append(_line(matter, names[stretch.before.lead], names[stretch.after.lead]))
    return Page(items=lines, total=found.total, page=found.page, per_page=found.per_page)


def _falls_into(one: RoutingDifference) -> ColumnElement[bool]:
    place = Submission.district_code
    return and_(
        place == one.district if one.district else place.is_(None),
        Matter.received_on.between(one.first, one.last),
    )


def _line(matter: Matter, away_from: str, to: str) -> MovedMatter:
    district = matter.submission.district
    return MovedMatter(
        number=matter.number,
        district=district.name if district else NO_PLACE,
        received_on=matter.received_on,
        away_from=away_from,
        to=to,
        now_at=matter.bureau.name,
    )
