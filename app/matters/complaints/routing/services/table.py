"""Changing the routing table: one person proposes, another lets it hold from a day to come.

A change makes a new row and ends the one before. What held in the past is never written anew:
each matter keeps the rule it was routed under.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.matters.complaints.routing.acts import RULES
from app.matters.complaints.routing.models import RoutingChange, RoutingRule
from app.matters.complaints.routing.queries import table as routing_table
from app.matters.complaints.routing.rules import (
    ONE_DAY,
    ChangeAct,
    ChangeState,
    RoutingLine,
    earliest_day,
)
from app.people.models import Staff


def proposed_change(
    *,
    staff: Staff,
    category: str,
    district: str | None,
    lead_id: int,
    basis: str,
    valid_from: date,
    reason: str,
    assistant_ids: Sequence[int] = (),
) -> RoutingChange:
    """A change that is not handed in yet, from ids and codes as a form gives them.

    Raises InvalidInputError where no body leads.
    """
    found = routing_table.bodies_by_id([lead_id, *assistant_ids])
    if lead_id not in found:
        raise InvalidInputError("请选择主办部门。")
    return RoutingChange(
        category_code=category,
        district_code=district,
        lead_bureau=found[lead_id],
        assistants=[found[one] for one in dict.fromkeys(assistant_ids) if one in found],
        basis=basis,
        valid_from=valid_from,
        reason=reason,
        author_id=staff.id,
        proposed_at=clock.now(),
    )


def checked_line(change: RoutingChange) -> RoutingLine:
    """What a change proposes, as the resolver takes it.

    It begins tomorrow at the earliest, says something else than the one before, and leads to
    bodies that are in office on its first day and have an address: else InvalidInputError.
    """
    if change.valid_from < earliest_day(clock.today()):
        raise InvalidInputError("规则最早从明天起生效，已经分派的事项不受影响。")
    if change.lead_bureau in change.assistants:
        raise InvalidInputError("主办部门不能同时协办，请改选协办部门。")
    for body in (change.lead_bureau, *change.assistants):
        if fault := routing_table.fault_of(body, change.valid_from):
            raise InvalidInputError(f"{fault}，请选择其他部门。")
    line = routing_table.as_line(change)
    _refuse_the_same(line)
    return line


def propose_change(*, staff: Staff, **rule: Any) -> RoutingChange:
    """Hand a change in for another person to decide on; ``rule`` as ``proposed_change`` takes it.

    Raises ConflictError while one of the same category and district waits, InvalidInputError as
    ``checked_line`` does or where it leaves a gap, NotAllowedError for who is no coordinator.
    """
    change = proposed_change(staff=staff, **rule)
    RULES.require(ChangeAct.PROPOSE, change, staff)
    _refuse_gaps(checked_line(change))
    if routing_table.is_proposed(change.category_code, change.district_code):
        raise ConflictError("这一类别和地区已经有一项修改待审核，请先由审核人处理。")
    db.session.add(change)
    db.session.flush()
    _finish(change, staff, reason=change.reason)
    return change


def approve_change(*, change: RoutingChange, staff: Staff) -> None:
    """Let the change hold from its day on. It is checked once more: days have passed.

    Raises NotAllowedError for its author, ConflictError where it is decided already, and
    InvalidInputError where the check fails.
    """
    RULES.require(ChangeAct.APPROVE, change, staff)
    _refuse_gaps(checked_line(change))
    changes = _changes_for_log(change)
    row = _new_row(change)
    _end_others(row)
    db.session.add(row)
    db.session.flush()
    change.rule_id, change.reviewer_id = row.id, staff.id
    _decide(change, ChangeState.APPROVED)
    _finish(change, staff, changes=changes)


def send_back_change(*, change: RoutingChange, staff: Staff, answer: str) -> None:
    """Give the change back to its author, with the reason.

    Raises NotAllowedError for its author, ConflictError where it is decided already.
    """
    RULES.require(ChangeAct.SEND_BACK, change, staff)
    change.reviewer_id, change.answer = staff.id, answer
    _decide(change, ChangeState.RETURNED)
    _finish(change, staff, reason=answer)


def drop_change(*, change: RoutingChange, staff: Staff) -> None:
    """Its author takes the change back.

    Raises NotAllowedError for anybody else, ConflictError where it is decided already.
    """
    RULES.require(ChangeAct.DROP, change, staff)
    _decide(change, ChangeState.DROPPED)
    _finish(change, staff)


def _refuse_the_same(rule: RoutingLine) -> None:
    now = routing_table.rule_on(rule.category, rule.district, rule.valid_from)
    if now is None:
        return
    in_force = routing_table.as_line(now)
    if (in_force.bodies, in_force.basis) == (rule.bodies, rule.basis):
        raise InvalidInputError("这条规则和当天已有的规则相同，没有要修改的内容。")


def _refuse_gaps(rule: RoutingLine) -> None:
    """No change leaves a cell of its own that reaches nobody."""
    for gap in routing_table.gaps(rule.valid_from, instead=rule):
        if gap.category_code == rule.category and rule.district in {None, gap.district_code}:
            raise InvalidInputError(
                f"“{gap.category}”在“{gap.district}”分派不到可以联系的部门：{gap.reason}。"
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


def _decide(change: RoutingChange, state: ChangeState) -> None:
    change.state, change.decided_at = state, clock.now()


def _finish(
    change: RoutingChange, staff: Staff, *, reason: str = "", changes: audit.Changes | None = None
) -> None:
    """Log what the change has become, and commit."""
    audit.record(
        f"routing.{change.state.value}",
        actor=staff.as_actor(),
        object_type="routing_change",
        object_id=str(change.id),
        reason=reason,
        changes=changes,
    )
    db.session.commit()
