"""Who may do what with a proposed change of the routing table."""

from collections.abc import Collection

from app.matters.complaints.routing.models import RoutingChange
from app.matters.complaints.routing.rules import CHANGE_ACTS, ChangeRelation
from app.people.acting.rules import ActRules
from app.people.models import Staff
from app.people.rules import Role

WHY_NOT = {
    ChangeRelation.AUTHOR: "提出和审核应当由两个人完成，请由其他人员审核。",
    ChangeRelation.REVIEWER: "只有提出人可以撤回这项修改。",
}


def _relations_of(change: RoutingChange, staff: Staff) -> Collection[ChangeRelation]:
    if not staff.has_role(Role.COORDINATOR):
        return set()
    is_author = change.author_id == staff.id
    return {ChangeRelation.AUTHOR if is_author else ChangeRelation.REVIEWER}


RULES = ActRules(
    table=CHANGE_ACTS,
    relations_of=_relations_of,
    state_of=lambda change: change.state,
    moved_on=lambda _act, change: f"这项修改{change.state.label}，不能再处理。",
    why_not=lambda _act, relations: next((WHY_NOT[one] for one in relations), None),
)
