"""Whether a member of staff may do an act to an application, checked by every service."""

from app.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from app.matters.redress.models import RedressApplication
from app.matters.redress.queries.desk import acceptor, authors
from app.matters.redress.rules import Act, RedressStatus, Relation, available_acts
from app.people.models import Staff
from app.people.rules import Role

HANDLING_ROLES = (Role.HANDLER, Role.HEAD, Role.COORDINATOR)
WHY_NOT = {
    Relation.AUTHOR: "您录入、送审或导入过这条记录，不能办理针对它的申请，请由本单位其他人员办理。",
    Relation.ACCEPTOR: "受理和决定应当由两个人办理，请由本单位其他人员作出决定。",
    Relation.COORDINATION: "质量强市办只查看进度，由作出决定的部门办理。",
}


def relation_of(application: RedressApplication, staff: Staff) -> Relation:
    """What the person is to the application; NotFoundError when nothing."""
    handles = any(staff.has_role(role) for role in HANDLING_ROLES)
    if handles and application.bureau_id == staff.bureau_id:
        if staff.id in authors(application.record):
            return Relation.AUTHOR
        is_acceptor = acceptor(application) == staff.id
        return Relation.ACCEPTOR if is_acceptor else Relation.DECIDING
    if staff.has_role(Role.COORDINATOR):
        return Relation.COORDINATION
    raise NotFoundError


def acts_open_to(application: RedressApplication, relation: Relation) -> list[Act]:
    """What someone of ``relation`` may do with the application as it stands."""
    return available_acts(application.status, relation)


def require(act: Act, application: RedressApplication, staff: Staff) -> None:
    """Refuse ``act`` unless the person may do it now.

    Raises NotFoundError for a stranger, NotAllowedError where the person never may,
    ConflictError where the application has moved on.
    """
    relation = relation_of(application, staff)
    if act in available_acts(application.status, relation):
        return
    if any(act in available_acts(status, relation) for status in RedressStatus):
        raise ConflictError(
            f"这件申请现在是“{application.status.label}”，不能再“{act.label}”。"
            "请查看最新进展后再操作。"
        )
    raise NotAllowedError(WHY_NOT.get(relation))
