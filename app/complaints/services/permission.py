"""Whether a member of staff may do an act to a matter, checked by every service."""

from app.accounts.models import Staff
from app.accounts.rules import Role
from app.complaints.models import Matter
from app.complaints.rules import Act, MatterStatus, Relation, available_acts
from app.core.errors import ConflictError, NotAllowedError, NotFoundError

HANDLING_ROLES = (Role.HANDLER, Role.HEAD)


def relation_of(matter: Matter, staff: Staff) -> Relation:
    """What the person's body is to the matter; NotFoundError when it is nothing to it.

    A matter that the coordination office gave to itself is handled there as by any lead body.
    """
    coordinates = staff.has_role(Role.COORDINATOR)
    if coordinates and matter.status is MatterStatus.ROUTING:
        return Relation.COORDINATION
    if coordinates or any(staff.has_role(role) for role in HANDLING_ROLES):
        if matter.bureau_id == staff.bureau_id:
            return Relation.LEAD
        if any(assistant.id == staff.bureau_id for assistant in matter.assistants):
            return Relation.ASSISTANT
    if coordinates:
        return Relation.COORDINATION
    raise NotFoundError


def acts_open_to(matter: Matter, staff: Staff) -> list[Act]:
    """What the person may do with the matter as it stands."""
    acts = available_acts(matter.status, relation_of(matter, staff))
    return [act for act in acts if act is not Act.REVEAL or may_see_reporter(matter, staff)]


def may_see_reporter(matter: Matter, staff: Staff) -> bool:
    """Whether the reporter's identity is this person's business: the handler's, and the head's."""
    if relation_of(matter, staff) is not Relation.LEAD:
        return False
    return matter.handler_id == staff.id or staff.has_role(Role.HEAD)


def require(act: Act, matter: Matter, staff: Staff) -> None:
    """Refuse ``act`` unless the person may do it now.

    Raises NotFoundError for a stranger, NotAllowedError where the relation never allows it,
    ConflictError where the matter has moved on.
    """
    relation = relation_of(matter, staff)
    if act in available_acts(matter.status, relation):
        return
    if any(act in available_acts(status, relation) for status in MatterStatus):
        raise ConflictError(
            f"该事项现在是“{matter.status.label}”，不能再“{act.label}”。请查看最新进展后再操作。"
        )
    raise NotAllowedError
