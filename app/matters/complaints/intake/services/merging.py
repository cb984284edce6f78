"""Handling several matters together, and apart again.

A merger is a link and nothing else: number, code, clock, state, letters and rights of each
reporter stay as they are, and taking the link away leaves no trace but the history.
"""

from collections.abc import Sequence

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.matters.complaints.intake.queries import group_of
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handovers import Merger
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import matter_of
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.services import finish, record
from app.people.models import Staff

MERGED_NOTE = "与反映同一问题的其他事项一并办理。您的编号、查询码、期限和权利都不变。"

SPLIT_NOTE = "恢复单独办理。您的编号、查询码、期限和权利都不变。"


def merge_matters(*, matter: Matter, staff: Staff, others: Sequence[str]) -> None:
    """The other matters, with those merged with them, are handled together with this one.

    Raises InvalidInputError for none, and for one of another body or track.
    """
    RULES.require(MatterAct.MERGE, matter, staff)
    joining = [_joining(matter, staff, number) for number in others]
    if not joining:
        raise InvalidInputError("请先勾选要并案的事项。")
    lead_id = group_of(staff, matter).lead_id
    for other in joining:
        for each in (other, *group_of(staff, other).others):
            if each.id != lead_id:
                _link(each, lead_id, staff)
    for each in (*joining, matter):
        record(each, MatterEventKind.MERGED, staff, text=MERGED_NOTE)
    for each in joining:
        _tell(each, staff, reason=matter.number)
    finish(MatterAct.MERGE, matter, staff, reason="、".join(other.number for other in joining))


def split_matter(*, matter: Matter, staff: Staff) -> None:
    """The matter is handled on its own again; where it led, the next one leads the rest.

    Raises InvalidInputError where it is merged with none.
    """
    RULES.require(MatterAct.SPLIT, matter, staff)
    group = group_of(staff, matter)
    if matter.merger is None and not matter.merged:
        raise InvalidInputError("该事项没有与其他事项并案。")
    if matter.merger is not None:
        db.session.delete(matter.merger)
    else:
        _hand_lead_on(matter)
    record(matter, MatterEventKind.SPLIT, staff, text=SPLIT_NOTE)
    finish(MatterAct.SPLIT, matter, staff, reason="、".join(other.number for other in group.others))


def _tell(matter: Matter, staff: Staff, *, reason: str) -> None:
    """A row of the log for each matter, not for the one alone from whose page it was done."""
    audit.record(
        f"matter.{MatterAct.MERGE.value}",
        actor=staff.as_actor(),
        object_type="matter",
        object_id=matter.number,
        reason=reason,
    )


def _joining(matter: Matter, staff: Staff, number: str) -> Matter:
    other = matter_of(staff, number, for_update=True)
    if other is None or other.bureau_id != matter.bureau_id or other.kind is not matter.kind:
        raise InvalidInputError(f"{number}不能与本件并案：只有本单位承办的同类事项可以并案。")
    RULES.require(MatterAct.MERGE, other, staff)
    return other


def _link(matter: Matter, lead_id: int, staff: Staff) -> None:
    if matter.merger is None:
        matter.merger = Merger(matter_id=matter.id)
    matter.merger.lead_id = lead_id
    matter.merger.merged_at, matter.merger.staff_id = clock.now(), staff.id
    matter.version += 1


def _hand_lead_on(matter: Matter) -> None:
    first, *rest = sorted(matter.merged, key=lambda one: (one.merged_at, one.matter_id))
    for merger in rest:
        merger.lead_id = first.matter_id
    db.session.delete(first)
