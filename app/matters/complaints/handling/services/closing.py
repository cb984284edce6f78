"""四不放过: showing each of the four with evidence, or having another person let it go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.kernel.files.uploads import MAX_FILES, store_uploads
from app.matters.complaints.handling.queries.closing import check_of
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handling import ClosingCheck, ClosingFile
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries.visibility import matter_of
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import CheckState, ClosingItem
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.matters.complaints.matter.services.recording import finish, record
from app.people.models import Staff
from app.people.rules import Role

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def show_item(
    *, number: str, staff: Staff, item: ClosingItem, text: str, files: Sequence["FileStorage"]
) -> None:
    """Show an item with words, and files if there are any. Shown anew, the words are replaced."""
    found = _report(number, staff)
    RULES.require(MatterAct.SHOW_ITEM, found, staff)
    already = sum(len(check.files) for check in found.checks)
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files, already=already)
    matter = _report(number, staff, for_update=True)
    RULES.require(MatterAct.SHOW_ITEM, matter, staff)
    check = _kept(matter, item, staff, text, CheckState.SHOWN)
    if sum(len(each.files) for each in matter.checks) + len(stored) > MAX_FILES:
        raise InvalidInputError(f"最多可以上传 {MAX_FILES} 个文件")
    check.files += [ClosingFile.of(file) for file in stored]
    record(matter, MatterEventKind.ITEM_SHOWN, staff, text=item.label, visible=False)
    finish(MatterAct.SHOW_ITEM, matter, staff, reason=item.value)


def ask_to_waive(*, number: str, staff: Staff, item: ClosingItem, reason: str) -> None:
    """Ask that an item be let go; the head decides."""
    matter = _report(number, staff, for_update=True)
    RULES.require(MatterAct.ASK_WAIVER, matter, staff)
    check = check_of(matter, item)
    if check is not None and check.state in {CheckState.SHOWN, CheckState.WAIVED}:
        raise ConflictError(f"“{item.label}”{check.state.label}，不需要申请免予。")
    _kept(matter, item, staff, reason, CheckState.ASKED)
    record(matter, MatterEventKind.WAIVER_ASKED, staff, text=item.label, visible=False)
    finish(MatterAct.ASK_WAIVER, matter, staff, reason=item.value)


def answer_waiver(
    *, number: str, staff: Staff, item: ClosingItem, is_granted: bool, reason: str
) -> None:
    """The head lets an item go, or does not; never who asked for it."""
    matter = _report(number, staff, for_update=True)
    act = MatterAct.GRANT_WAIVER if is_granted else MatterAct.REFUSE_WAIVER
    RULES.require(act, matter, staff)
    check = check_of(matter, item)
    if check is None or check.state is not CheckState.ASKED:
        raise ConflictError("这一项没有待批准的申请，可能已由他人办理。")
    if not staff.has_role(Role.HEAD):
        raise NotAllowedError("免予应当由科室负责人批准。")
    if check.staff_id == staff.id:
        raise NotAllowedError("申请和批准应当由两个人完成，请由其他负责人批准。")
    if not is_granted and not reason:
        raise InvalidInputError("不同意的，请写明理由。")
    check.state = CheckState.WAIVED if is_granted else CheckState.REFUSED
    check.approver_id, check.answer, check.answered_at = staff.id, reason or None, clock.now()
    kind = MatterEventKind.WAIVER_GRANTED if is_granted else MatterEventKind.WAIVER_REFUSED
    record(matter, kind, staff, text=item.label, visible=False)
    finish(act, matter, staff, reason=item.value)


def _report(number: str, staff: Staff, *, for_update: bool = False) -> Matter:
    matter = matter_of(staff, number, for_update=for_update)
    if matter is None or matter.kind is not ComplaintKind.VIOLATION_REPORT:
        raise NotFoundError
    return matter


def _kept(
    matter: Matter, item: ClosingItem, staff: Staff, text: str, state: CheckState
) -> ClosingCheck:
    """The item as it is said now; what was answered before is over."""
    check = check_of(matter, item)
    if check is None:
        check = ClosingCheck(item=item)
        matter.checks.append(check)
    check.state, check.text, check.at = state, text, clock.now()
    check.staff_id = staff.id
    check.approver_id = check.answer = check.answered_at = None
    return check
