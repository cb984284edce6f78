"""The routing table as rows and as the resolver takes them; its history and its changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.routing.models import RoutingChange, RoutingRule
from app.matters.complaints.routing.rules import ChangeState, RoutingLine, RuleFilters, resolve
from app.people.models import Bureau, District, Staff, StaffRole
from app.people.rules import Role

CITY = "city"
"""In place of the code of a district: rules for the whole city."""


def as_line(row: RoutingRule | RoutingChange) -> RoutingLine:
    """A row, or what a change would make one, as the resolver takes it."""
    rule = row if isinstance(row, RoutingRule) else None
    return RoutingLine(
        id=rule.id if rule else 0,
        code=rule.code if rule else "",
        category=row.category_code,
        district=row.district_code,
        lead=row.lead_bureau.code,
        assisting=tuple(body.code for body in row.assistants),
        basis=row.basis,
        valid_from=row.valid_from,
        valid_until=rule.valid_until if rule else None,
    )


def rules_of(category: str) -> Sequence[RoutingRule]:
    """All rules that a category ever had."""
    return db.session.scalars(_rules().where(RoutingRule.category_code == category)).all()


def all_rules() -> Sequence[RoutingRule]:
    """The whole table, that of earlier days included."""
    return db.session.scalars(_rules()).all()


def rules_page(filters: RuleFilters) -> Page[RoutingRule]:
    """A page of the rules in force, as people list categories and districts."""
    return paginate(_narrowed(filters), page=filters.page)


def rules_in_force(filters: RuleFilters) -> list[dict[str, Any]]:
    """All of these rules in words, for downloads."""
    return [
        {
            "code": row.code,
            "category": row.category.name,
            "district": row.district_code,
            "lead": row.lead_bureau.name,
            "assisting": "、".join(body.name for body in row.assistants),
            "basis": row.basis,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }
        for row in db.session.scalars(_narrowed(filters)).unique()
    ]


def history_of(category: str, district: str | None) -> Sequence[RoutingRule]:
    """What has held for a category and a district, and what will, the newest first."""
    statement = _rules().where(*of_cell(RoutingRule, category, district))
    order = (RoutingRule.valid_from.desc(), RoutingRule.id.desc())
    return db.session.scalars(statement.order_by(*order)).all()


def rule_on(category: str, district: str | None, on: date) -> RoutingRule | None:
    """The rule of exactly this category and district that holds on ``on``."""
    statement = _rules().where(*of_cell(RoutingRule, category, district), in_force(on))
    return db.session.scalars(statement.order_by(RoutingRule.valid_from.desc()).limit(1)).first()


def open_changes() -> Sequence[RoutingChange]:
    """What waits for a second person, the oldest first."""
    statement = _changes().where(RoutingChange.state == ChangeState.PROPOSED)
    return db.session.scalars(statement.order_by(RoutingChange.id)).all()


def changes_page(page: int) -> Page[RoutingChange]:
    """What was decided of changes, or taken back, the newest first."""
    statement = _changes().where(RoutingChange.state != ChangeState.PROPOSED)
    return paginate(statement.order_by(RoutingChange.id.desc()), page=page, per_page=5)


def change_by_id(change_id: int, *, for_update: bool = False) -> RoutingChange | None:
    """A change with all that its page shows."""
    statement = _changes().where(RoutingChange.id == change_id)
    if for_update:
        statement = statement.with_for_update(of=RoutingChange)
    return db.session.scalar(statement)


def is_proposed(category: str, district: str | None) -> bool:
    """Whether a change of this category and district waits already."""
    statement = select(RoutingChange.id).where(
        *of_cell(RoutingChange, category, district), RoutingChange.state == ChangeState.PROPOSED
    )
    return db.session.scalar(statement.limit(1)) is not None


def changed_cells() -> set[tuple[str, str | None]]:
    """The categories and districts whose rules people have made."""
    statement = select(RoutingChange.category_code, RoutingChange.district_code).where(
        RoutingChange.state == ChangeState.APPROVED
    )
    return {(row[0], row[1]) for row in db.session.execute(statement)}


def category_options() -> list[tuple[str, str]]:
    """Code and name of the categories in use, those of the second level under the first."""
    statement = select(ComplaintCategory).where(ComplaintCategory.is_in_use)
    rows = db.session.scalars(statement.order_by(ComplaintCategory.position)).all()
    return [(row.code, f"　{row.name}" if row.parent_code else row.name) for row in rows]


def of_cell(
    model: type[RoutingRule] | type[RoutingChange], category: str, district: str | None
) -> tuple[ColumnElement[bool], ...]:
    """Rows of exactly this category and district; None is the whole city."""
    place = model.district_code
    return (model.category_code == category, place == district if district else place.is_(None))


def in_force(on: date) -> ColumnElement[bool]:
    """Rows that hold on a day."""
    until = RoutingRule.valid_until
    return (RoutingRule.valid_from <= on) & or_(until.is_(None), until >= on)


def _rules() -> Select[RoutingRule]:
    return select(RoutingRule).options(
        joinedload(RoutingRule.lead_bureau),
        joinedload(RoutingRule.category),
        selectinload(RoutingRule.assistants),
    )


def _changes() -> Select[RoutingChange]:
    return select(RoutingChange).options(
        joinedload(RoutingChange.category),
        joinedload(RoutingChange.district),
        joinedload(RoutingChange.lead_bureau),
        joinedload(RoutingChange.author),
        joinedload(RoutingChange.reviewer),
        selectinload(RoutingChange.assistants),
    )


def _narrowed(filters: RuleFilters) -> Select[RoutingRule]:
    statement = (
        _rules()
        .join(RoutingRule.category)
        .outerjoin(District, District.code == RoutingRule.district_code)
        .where(in_force(filters.on))
        .order_by(
            ComplaintCategory.position,
            RoutingRule.district_code.is_not(None),
            District.position,
            RoutingRule.id,
        )
    )
    if filters.category:
        statement = statement.where(RoutingRule.category_code == filters.category)
    if filters.district == CITY:
        return statement.where(RoutingRule.district_code.is_(None))
    if filters.district:
        return statement.where(RoutingRule.district_code == filters.district)
    return statement


def bodies_by_id(ids: Sequence[int]) -> dict[int, Bureau]:
    """Bodies by their ids, those that do not exist left out."""
    found = db.session.scalars(select(Bureau).where(Bureau.id.in_(ids)))
    return {body.id: body for body in found}


NO_PLACE = "未注明地点"

HANDLING_ROLES = (Role.HANDLER, Role.HEAD, Role.COORDINATOR)


@dataclass(frozen=True)
class Gap:
    """A category and a district whose matters would reach nobody, and why."""

    category_code: str
    district_code: str | None
    category: str
    district: str
    reason: str


def gaps(on: date, *, instead: RoutingLine | None = None) -> list[Gap]:
    """What leads nowhere on ``on``; with ``instead``, as though that rule held already."""
    rules = defaultdict(list)
    for rule in map(as_line, all_rules()):
        if instead is None or rule.cell != instead.cell:
            rules[rule.category].append(rule)
    if instead is not None:
        rules[instead.category].append(instead)
    bodies = {body.code: body for body in db.session.scalars(select(Bureau))}
    districts = db.session.scalars(select(District).order_by(District.position)).all()
    return [
        gap
        for category in _categories()
        for gap in _gaps_of(category, districts, on, rules[category.code], bodies)
    ]


def fault_of(body: Bureau, on: date) -> str:
    """Why a body can't be sent anything on ``on``; empty where it can."""
    if body.valid_from > on or (body.valid_until is not None and body.valid_until < on):
        return f"{body.name}在 {on} 不履职"
    return "" if body.email and "@" in body.email else f"{body.name}没有联系邮箱"


def bodies_without_staff(on: date) -> Sequence[Bureau]:
    """The bodies that lead by a rule of the day and have nobody who could handle a matter."""
    handles = select(StaffRole.staff_id).where(StaffRole.role.in_(HANDLING_ROLES))
    manned = select(Staff.bureau_id).where(Staff.is_enabled, Staff.id.in_(handles))
    leads = select(RoutingRule.lead_bureau_id).where(in_force(on))
    statement = select(Bureau).where(Bureau.id.in_(leads), Bureau.id.not_in(manned))
    return db.session.scalars(statement.order_by(Bureau.id)).all()


def _categories() -> Sequence[ComplaintCategory]:
    statement = select(ComplaintCategory).where(ComplaintCategory.is_in_use)
    return db.session.scalars(statement.order_by(ComplaintCategory.position)).all()


def _gaps_of(
    category: ComplaintCategory,
    districts: Sequence[District],
    on: date,
    rules: Sequence[RoutingLine],
    bodies: dict[str, Bureau],
) -> Iterable[Gap]:
    places = [(None, NO_PLACE), *((district.code, district.name) for district in districts)]
    for code, name in places:
        route = resolve(category.code, code, on, rules)
        faults = [fault_of(bodies[body], on) for body in (route.lead, *route.assisting)]
        if route.rule_id is None:
            faults = ["没有分派规则"]
        reason = "；".join(filter(None, faults))
        if reason:
            yield Gap(category.code, code, category.name, name, reason)
