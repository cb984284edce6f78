"""Whether every category in every district reaches a body that is in office and can be told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.routing.models import RoutingRule
from app.matters.complaints.routing.queries.table import all_rules, as_rule, in_force
from app.matters.complaints.routing.rules import Rule, resolve
from app.people.models import Bureau, District, Staff, StaffRole
from app.people.rules import Role

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


def gaps(on: date, *, instead: Rule | None = None) -> list[Gap]:
    """What leads nowhere on ``on``; with ``instead``, as though that rule held already."""
    rules = defaultdict(list)
    for rule in map(as_rule, all_rules()):
        if instead is None or (rule.category, rule.district) != (
            instead.category,
            instead.district,
        ):
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
    rules: Sequence[Rule],
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
