"""What a member of staff is to an application, and so what they may do with it."""

from collections.abc import Collection

from app.kernel.errors import NotFoundError
from app.matters.redress.models import RedressApplication
from app.matters.redress.queries.desk import acceptor, authors
from app.matters.redress.rules import ACTS, RedressAct, RedressRelation
from app.people.acting.rules import ActRules
from app.people.models import Staff
from app.people.rules import Role

HANDLING_ROLES = (Role.HANDLER, Role.HEAD, Role.COORDINATOR)
WHY_NOT = {
    RedressRelation.AUTHOR: "您录入、送审或导入过这条记录，不能办理针对它的申请，"
    "请由本单位其他人员办理。",
    RedressRelation.ACCEPTOR: "受理和决定应当由两个人办理，请由本单位其他人员作出决定。",
    RedressRelation.COORDINATION: "质量强市办只查看进度，由作出决定的部门办理。",
}


def relations_of(application: RedressApplication, staff: Staff) -> Collection[RedressRelation]:
    """What the person is to the application; NotFoundError when nothing."""
    handles = any(staff.has_role(role) for role in HANDLING_ROLES)
    if handles and application.bureau_id == staff.bureau_id:
        if staff.id in authors(application.record):
            return {RedressRelation.AUTHOR}
        is_acceptor = acceptor(application) == staff.id
        return {RedressRelation.ACCEPTOR if is_acceptor else RedressRelation.DECIDING}
    if staff.has_role(Role.COORDINATOR):
        return {RedressRelation.COORDINATION}
    raise NotFoundError


def why_not(_act: RedressAct | None, relations: Collection[RedressRelation]) -> str | None:
    """Why somebody of these relations decides nothing about the application."""
    return next((WHY_NOT[relation] for relation in relations if relation in WHY_NOT), None)


def _moved_on(act: RedressAct, application: RedressApplication) -> str:
    return (
        f"这件申请现在是“{application.status.label}”，不能再“{act.label}”。请查看最新进展后再操作。"
    )


RULES = ActRules(
    table=ACTS,
    relations_of=relations_of,
    state_of=lambda application: application.status,
    moved_on=_moved_on,
    why_not=why_not,
)
