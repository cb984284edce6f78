"""What a member of staff is to a matter, and so what they may do with it."""

from collections.abc import Callable, Collection

from app.kernel.errors import ConflictError, DomainError, NotFoundError
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import may_have
from app.matters.complaints.matter.rules.acts import ACTS, MatterAct, MatterRelation
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import MatterStatus, MatterStep
from app.people.acting.rules import ActRules
from app.people.models import Staff
from app.people.rules import Role

HANDLING_ROLES = (Role.HANDLER, Role.HEAD)
HANDING_ON = frozenset({MatterAct.RETURN, MatterAct.REFER})

HEAD_ACTS = frozenset({MatterAct.APPROVE_EXTENSION, MatterAct.REFUSE_EXTENSION})
"""What takes the head of the body, and never the person who asked for it."""


def relations_of(matter: Matter, staff: Staff) -> Collection[MatterRelation]:
    """What the person and their body are to the matter; NotFoundError when it is nothing to it.

    A matter that the coordination office gave to itself is handled there as by any lead body.
    Whom a matter names is nothing to it, whatever else they are.
    """
    if not may_have(matter, staff.bureau_id):
        raise NotFoundError
    coordinates = staff.has_role(Role.COORDINATOR)
    if coordinates and matter.status is MatterStatus.ROUTING:
        return {MatterRelation.COORDINATION}
    if coordinates or any(staff.has_role(role) for role in HANDLING_ROLES):
        if matter.bureau_id == staff.bureau_id:
            return {MatterRelation.LEAD} | (
                {MatterRelation.HEAD} if staff.has_role(Role.HEAD) else set()
            )
        if any(assistant.id == staff.bureau_id for assistant in matter.assistants):
            return {MatterRelation.ASSISTANT}
    if coordinates:
        return {MatterRelation.COORDINATION}
    raise NotFoundError


def may_review_it(matter: Matter, staff: Staff) -> bool:
    """Whether a review waits that this person may decide: nobody looks again at their own work."""
    decliners = (one.staff_id for one in matter.events if one.kind is MatterEventKind.DECLINED)
    acted = {matter.handler_id, *(answer.staff_id for answer in matter.answers), *decliners}
    waits = matter.review is not None and matter.review.is_pending
    return waits and staff.id not in acted


def may_see_reporter(matter: Matter, staff: Staff) -> bool:
    """Whether the reporter's identity is this person's business: the handler's, and the head's."""
    leads = MatterRelation.LEAD in relations_of(matter, staff)
    return leads and (matter.handler_id == staff.id or staff.has_role(Role.HEAD))


def _moved_on(act: MatterAct, matter: Matter) -> str:
    return f"该事项现在是“{matter.status.label}”，现在不能“{act.label}”。请查看最新进展后再操作。"


def _why_not(act: MatterAct, _relations: Collection[MatterRelation]) -> str | None:
    return "延长期限由承办部门的科室负责人批准。" if act in HEAD_ACTS else None


def _against(act: MatterAct, matter: Matter, staff: Staff) -> DomainError | None:
    if act in HANDING_ON and matter.is_adjudicated:
        return ConflictError("质量强市办已经裁定承办部门，这件事项不能再退回或者转办。")
    if act is MatterAct.RETURN and matter.bureau.is_coordination_office:
        return ConflictError("质量强市办自己承办的事项不能退回，可以另行确定承办部门。")
    own = (task for task in matter.assist_tasks if task.bureau_id == staff.bureau_id)
    if act is MatterAct.REPORT_BACK and not any(task.is_open for task in own):
        return ConflictError("贵单位现在没有要反馈的协办任务。")
    return None


def _stands_still(matter: Matter, *, now: bool) -> bool:
    clock = matter.main_clock
    return clock is not None and clock.is_paused is now


def _waits_for_head(matter: Matter, staff: Staff) -> bool:
    clock = matter.main_clock
    extension = clock.requested_extension if clock else None
    return extension is not None and extension.requested_by_id != staff.id


_CONDITIONS: dict[MatterAct, Callable[[Matter, Staff], bool]] = {
    MatterAct.SHOW_IDENTITY: may_see_reporter,
    MatterAct.REVIEW: may_review_it,
    MatterAct.ANSWER_REQUEST: lambda matter, _: any(one.is_pending for one in matter.requests),
    MatterAct.PAUSE: lambda matter, _: _stands_still(matter, now=False),
    MatterAct.RESUME: lambda matter, _: _stands_still(matter, now=True),
    MatterAct.APPROVE_EXTENSION: _waits_for_head,
    MatterAct.REFUSE_EXTENSION: _waits_for_head,
    MatterAct.REQUEST_EXTENSION: lambda matter, _: any(
        clock.may_be_extended for clock in [matter.main_clock] if clock
    ),
    MatterAct.RECORD_SESSION: lambda matter, _: any(one.is_awaited for one in matter.sessions),
    MatterAct.INFORM: lambda matter, _: any(
        clock.step is MatterStep.INFORM for clock in matter.running_clocks
    ),
}
"""What an act needs beside the state: something to resume, to record, to grant."""


def _is_called_for(act: MatterAct, matter: Matter, staff: Staff) -> bool:
    condition = _CONDITIONS.get(act)
    return condition is None or condition(matter, staff)


RULES = ActRules(
    table=ACTS,
    relations_of=relations_of,
    state_of=lambda matter: (matter.kind, matter.status),
    moved_on=_moved_on,
    why_not=_why_not,
    against=_against,
    is_called_for=_is_called_for,
)
