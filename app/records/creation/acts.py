"""Who applies for a badge and who judges, and what each may do next."""

from collections.abc import Collection

from app.kernel import clock
from app.kernel.errors import ConflictError, DomainError
from app.people.acting.rules import ActRules
from app.people.models import Staff
from app.records.creation.models import CreationApplication
from app.records.creation.rules import ACTS, CreationAct, CreationRelation, CreationState, next_acts


def relations_of(application: CreationApplication, staff: Staff) -> Collection[CreationRelation]:
    """Of the body that applies; or of the leading body or the office, apart from who applied."""
    if staff.bureau_id == application.bureau_id:
        return {CreationRelation.APPLICANT}
    leads = staff.bureau_id == application.lead_bureau_id or staff.bureau.is_coordination_office
    return {CreationRelation.JUDGE} if leads and staff.id != application.author_id else set()


def _why_not(act: CreationAct, _relations: Collection[CreationRelation]) -> str:
    if act in {CreationAct.EVIDENCE, CreationAct.SUBMIT}:
        return "只有申报单位可以修改和提交申报。"
    return "申报人和申报单位不能评审、决定自己的申报。"


def _moved_on(act: CreationAct, _application: CreationApplication) -> str:
    if act in {CreationAct.EVIDENCE, CreationAct.SUBMIT}:
        return "申报已经提交，不能再改。"
    return f"现在不能“{act.label}”，请刷新页面看最新状态。"


def _against(
    act: CreationAct, application: CreationApplication, staff: Staff
) -> DomainError | None:
    if act not in next_acts(application.standing, application.standard, clock.today()):
        return ConflictError(_moved_on(act, application))
    if act is CreationAct.SCORE and any(one.staff_id == staff.id for one in application.scores):
        return ConflictError("您已经评过分，请等另一位评审人员评分。")
    return None


def _state(application: CreationApplication) -> CreationState:
    return application.state


RULES = ActRules(
    table=ACTS,
    relations_of=relations_of,
    state_of=_state,
    moved_on=_moved_on,
    why_not=_why_not,
    against=_against,
)
