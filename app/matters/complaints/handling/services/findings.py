"""What a report came to: 四不放过, what staff saw on the spot, the case that is drafted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.kernel import clock
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.kernel.files.uploads import MAX_FILES
from app.matters.complaints.handling.queries import check_of
from app.matters.complaints.handling.rules import SETTLED, CaseDraft
from app.matters.complaints.handling.services.handling import refuse_reporter
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handling import (
    ClosingCheck,
    ClosingFile,
    MatterCase,
    SiteEvidence,
)
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import CheckState, ClosingItem, MatterOutcome
from app.matters.complaints.matter.services import finish, log_act, record, store_unlocked
from app.people.models import Staff
from app.people.rules import Role
from app.publishing.kind.saving import save_record
from app.publishing.life.services import Edit
from app.records.cases.kind import KIND as CASES
from app.records.cases.models import Case
from app.records.cases.rules import CaseField
from app.records.companies.queries import company_by_code

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


MOST_FILES = 40
"""Files that staff may add to one matter from the spot."""


def show_item(
    *, matter: Matter, staff: Staff, item: ClosingItem, text: str, files: Sequence["FileStorage"]
) -> None:
    """Show an item with words, and files if there are any. Shown anew, the words are replaced.

    Raises InvalidInputError where the four items would have more than ``MAX_FILES`` together.
    """
    already = sum(len(check.files) for check in matter.checks)
    current, stored = store_unlocked(MatterAct.SHOW_ITEM, matter, staff, files, already)
    check = _shown(current, item, staff, text, CheckState.SHOWN)
    if sum(len(each.files) for each in current.checks) + len(stored) > MAX_FILES:
        raise InvalidInputError(f"最多可以上传 {MAX_FILES} 个文件")
    check.files += [ClosingFile.of(file) for file in stored]
    record(current, MatterEventKind.ITEM_SHOWN, staff, text=item.label, visible=False)
    finish(MatterAct.SHOW_ITEM, current, staff, reason=item.value)


def ask_to_waive(*, matter: Matter, staff: Staff, item: ClosingItem, reason: str) -> None:
    """Ask that an item be let go; the head decides.

    Raises ConflictError where it is shown or let go already.
    """
    RULES.require(MatterAct.ASK_WAIVER, matter, staff)
    check = check_of(matter, item)
    if check is not None and check.state in SETTLED:
        raise ConflictError(f"“{item.label}”{check.state.label}，不需要申请免予。")
    _shown(matter, item, staff, reason, CheckState.ASKED)
    record(matter, MatterEventKind.WAIVER_ASKED, staff, text=item.label, visible=False)
    finish(MatterAct.ASK_WAIVER, matter, staff, reason=item.value)


def answer_waiver(
    *, matter: Matter, staff: Staff, item: ClosingItem, is_granted: bool, reason: str
) -> None:
    """The head lets an item go, or does not; never who asked for it.

    Raises ConflictError where nothing is asked for, NotAllowedError for who asked or is no head,
    InvalidInputError where a refusal has no reason.
    """
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


def _shown(
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


def add_site_evidence(
    *, matter: Matter, staff: Staff, files: Sequence["FileStorage"], note: str
) -> int:
    """Keep the files, cleaned as a reporter's are, with the matter; returns how many.

    Raises InvalidInputError for none, and where the matter would have over ``MOST_FILES``.
    """
    current, stored = store_unlocked(MatterAct.ATTACH, matter, staff, files)
    if not stored:
        raise InvalidInputError("请先拍照或者选择文件。")
    if len(current.site_evidence) + len(stored) > MOST_FILES:
        raise InvalidInputError(f"一件事项最多保存 {MOST_FILES} 个现场文件。")
    current.site_evidence.extend(
        SiteEvidence.of(file, staff_id=staff.id, note=note or None) for file in stored
    )
    count = f"{len(stored)} 个文件"
    record(
        current,
        MatterEventKind.SITE_EVIDENCE,
        staff,
        text=f"{count}。{note}" if note else count,
        visible=False,
    )
    finish(MatterAct.ATTACH, current, staff)
    return len(stored)


def draft_case(*, matter: Matter, staff: Staff, draft: CaseDraft) -> Case:
    """A draft of a case, which holds what staff wrote of it and nothing of the report.

    Its link to the report is kept in the same transaction. The editors of the body complete it
    and another person publishes it. Raises ConflictError where the report led to no case,
    InvalidInputError where the words name the reporter.
    """
    RULES.require(MatterAct.DRAFT_CASE, matter, staff)
    if matter.outcome not in {None, MatterOutcome.CASE_FILED}:
        raise ConflictError("这件举报没有立案，不能拟写案件。")
    refuse_reporter(matter, draft.text)
    company = company_by_code(draft.uscc) if draft.uscc else None
    values = CASES.values(
        **vars(draft),
        decided_on=clock.today(),  # the day of the draft, until its editors know better
        deciding_body=staff.bureau.name,
        field=CaseField.OTHER,
        district_code=company.district_code if company else matter.submission.district_code,
    )

    def link(case: Case) -> None:
        matter.cases.append(MatterCase(case_id=case.id, linked_at=clock.now()))
        record(matter, MatterEventKind.CASE_DRAFTED, staff, visible=False)
        log_act(MatterAct.DRAFT_CASE, matter, staff)

    edit = Edit(staff.as_actor(), joined=link)
    return save_record(kind=CASES, record=None, values=values, extra={}, staff=staff, edit=edit)
