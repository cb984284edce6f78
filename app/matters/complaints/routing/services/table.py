"""Changing the routing table: one person proposes, another lets it hold from a day to come.

A change makes a new row and ends the one before. What held in the past is never written anew:
each matter keeps the rule it was routed under.
"""

from dataclasses import dataclass, field
from datetime import date

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.matters.complaints.routing.acts import RULES
from app.matters.complaints.routing.models import RoutingChange, RoutingRule
from app.matters.complaints.routing.queries import table as routing_table
from app.matters.complaints.routing.queries.table import fault_of, gaps
from app.matters.complaints.routing.rules import (
    ONE_DAY,
    ChangeAct,
    ChangeState,
    Rule,
    earliest_day,
)
from app.people.models import Bureau, Staff
from app.people.rules import Role


@dataclass(frozen=True)
class WantedRule:
    """The rule that somebody wants, by ids and codes as a form gives them."""

    category: str
    district: str | None
    lead_id: int
    basis: str
    valid_from: date
    assistant_ids: tuple[int, ...] = field(default=())


def checked_rule(wanted: WantedRule) -> tuple[Rule, Bureau, list[Bureau]]:
    """The rule as the resolver takes it, with its bodies; refused where it can't hold.

    It begins tomorrow at the earliest, says something else than the one before, and leads to
    bodies that are in office on its first day and have an address.
    """
    if wanted.valid_from < earliest_day(clock.today()):
        raise InvalidInputError("规则最早从明天起生效，已经分派的事项不受影响。")
    found = routing_table.bodies_by_id([wanted.lead_id, *wanted.assistant_ids])
    lead = found.get(wanted.lead_id)
    if lead is None:
        raise InvalidInputError("请选择主办部门。")
    assistants = [found[one] for one in dict.fromkeys(wanted.assistant_ids) if one in found]
    if lead in assistants:
        raise InvalidInputError("主办部门不能同时协办，请改选协办部门。")
    for body in (lead, *assistants):
        if fault := fault_of(body, wanted.valid_from):
            raise InvalidInputError(f"{fault}，请选择其他部门。")
    rule = _as_rule(wanted, lead, assistants)
    _refuse_the_same(rule)
    return rule, lead, assistants


def rule_of(change: RoutingChange) -> Rule:
    """The rule that a change proposes, as the resolver takes it."""
    return _as_rule(_as_wanted(change), change.lead_bureau, change.assistants)


def propose_change(*, staff: Staff, wanted: WantedRule, reason: str) -> RoutingChange:
    """Write down a rule for another person to decide on."""
    if not staff.has_role(Role.COORDINATOR):
        raise NotAllowedError
    rule, lead, assistants = checked_rule(wanted)
    _refuse_gaps(rule)
    if routing_table.is_proposed(wanted.category, wanted.district):
        raise ConflictError("这一类别和地区已经有一项修改待审核，请先由审核人处理。")
    change = RoutingChange(
        category_code=wanted.category,
        district_code=wanted.district,
        lead_bureau_id=lead.id,
        assistants=assistants,
        basis=wanted.basis,
        valid_from=wanted.valid_from,
        reason=reason,
        author_id=staff.id,
        proposed_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
    _log("routing.proposed", change, staff, reason)
    db.session.commit()
    return change


def approve_change(*, change: RoutingChange, staff: Staff) -> None:
    """Let the change hold from its day on. It is checked once more: days have passed."""
    RULES.require(ChangeAct.APPROVE, change, staff)
    rule, _, _ = checked_rule(_as_wanted(change))
    _refuse_gaps(rule)
    changes = _changes_for_log(change)
    row = _new_row(change)
    _end_others(row)
    db.session.add(row)
    db.session.flush()
    change.rule_id = row.id
    _decide(change, staff, ChangeState.APPROVED)
    _log("routing.approved", change, staff, changes=changes)
    db.session.commit()


def send_back_change(*, change: RoutingChange, staff: Staff, answer: str) -> None:
    """Give the change back to its author, with the reason."""
    RULES.require(ChangeAct.SEND_BACK, change, staff)
    _decide(change, staff, ChangeState.RETURNED, answer)
    _log("routing.returned", change, staff, answer)
    db.session.commit()


def drop_change(*, change: RoutingChange, staff: Staff) -> None:
    """Its author takes the change back."""
    RULES.require(ChangeAct.DROP, change, staff)
    change.state = ChangeState.DROPPED
    change.decided_at = clock.now()
    _log("routing.dropped", change, staff)
    db.session.commit()


def _as_rule(wanted: WantedRule, lead: Bureau, assistants: list[Bureau]) -> Rule:
    return Rule(
        id=0,
        code="",
        category=wanted.category,
        district=wanted.district,
        lead=lead.code,
        assisting=tuple(body.code for body in assistants),
        basis=wanted.basis,
        valid_from=wanted.valid_from,
        valid_until=None,
    )


def _refuse_the_same(rule: Rule) -> None:
    now = routing_table.rule_on(rule.category, rule.district, rule.valid_from)
    if now is None:
        return
    held = routing_table.as_rule(now)
    if (held.lead, set(held.assisting), held.basis) == (
        rule.lead,
        set(rule.assisting),
        rule.basis,
    ):
        raise InvalidInputError("这条规则和当天已有的规则相同，没有要修改的内容。")


def _refuse_gaps(rule: Rule) -> None:
    """No change leaves a cell of its own that reaches nobody."""
    for gap in gaps(rule.valid_from, instead=rule):
        if gap.category_code == rule.category and rule.district in {None, gap.district_code}:
            raise InvalidInputError(
                f"“{gap.category}”在“{gap.district}”分派不到可以联系的部门：{gap.reason}。"
            )


def _as_wanted(change: RoutingChange) -> WantedRule:
    return WantedRule(
        category=change.category_code,
        district=change.district_code,
        lead_id=change.lead_bureau_id,
        assistant_ids=tuple(body.id for body in change.assistants),
        basis=change.basis,
        valid_from=change.valid_from,
    )


def _new_row(change: RoutingChange) -> RoutingRule:
    """The row of the table, numbered like the rule of its category that it follows."""
    rules = routing_table.rules_of(change.category_code)
    known = min((rule.code.partition("/")[0] for rule in rules if "-" not in rule.code), default="")
    number = known or f"N{change.id}"
    return RoutingRule(
        code=f"{number}/{change.district_code or routing_table.CITY}/{change.id}",
        category_code=change.category_code,
        district_code=change.district_code,
        lead_bureau_id=change.lead_bureau_id,
        assistants=list(change.assistants),
        basis=change.basis,
        valid_from=change.valid_from,
    )


def _end_others(new: RoutingRule) -> None:
    """The rule before ends on the day before; one that begins later is left, and ends this one."""
    for row in routing_table.history_of(new.category_code, new.district_code):
        never_held = row.valid_until is not None and row.valid_until < row.valid_from
        if never_held:
            continue
        if row.valid_from > new.valid_from:
            new.valid_until = row.valid_from - ONE_DAY
        elif row.valid_until is None or row.valid_until >= new.valid_from:
            row.valid_until = new.valid_from - ONE_DAY


def _changes_for_log(change: RoutingChange) -> audit.Changes:
    before = routing_table.rule_on(change.category_code, change.district_code, change.valid_from)
    return {
        "lead_bureau": (before.lead_bureau.name if before else None, change.lead_bureau.name),
        "assisting_bureaus": (
            "、".join(body.name for body in before.assistants) if before else None,
            "、".join(body.name for body in change.assistants),
        ),
        "basis": (before.basis if before else None, change.basis),
        "valid_from": (
            before.valid_from.isoformat() if before else None,
            change.valid_from.isoformat(),
        ),
    }


def _decide(
    change: RoutingChange, staff: Staff, state: ChangeState, answer: str | None = None
) -> None:
    change.state = state
    change.reviewer_id = staff.id
    change.decided_at = clock.now()
    change.answer = answer


def _log(
    action: str,
    change: RoutingChange,
    staff: Staff,
    reason: str = "",
    changes: audit.Changes | None = None,
) -> None:
    audit.record(
        action,
        actor=staff.as_actor(),
        object_type="routing_change",
        object_id=str(change.id),
        reason=reason,
        changes=changes,
    )
