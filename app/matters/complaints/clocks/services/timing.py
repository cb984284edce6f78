"""Stopping a clock, letting it go on, and asking for more time.

No day is typed: a pause begins on the day of the act, so it is never back-dated, and a clock
stands still only once at a time.
"""

from datetime import date
from typing import TYPE_CHECKING

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.kernel.files.uploads import StoredFile, store_uploads
from app.kernel.web.templating import day_long
from app.matters.complaints.clocks.services.running import reset_clock, resume_clock, show_nearest
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.clocks import (
    ClockExtension,
    ClockPause,
    MatterDeadline,
    PausePaper,
)
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries.visibility import matter_of
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import (
    PAUSE_REASONS,
    UPLOADED,
    ExtensionStatus,
    PauseReason,
)
from app.matters.complaints.matter.services.recording import finish, record
from app.people.models import Staff

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def upload_and_pause(
    *,
    matter: Matter,
    staff: Staff,
    pause_reason: PauseReason,
    document: str,
    file: "FileStorage | None",
) -> None:
    """The same with the paper as it was sent: checked and cleaned before anybody has to wait.

    Raises ConflictError where the matter is no longer as it was before.
    """
    number, version = matter.number, matter.version
    RULES.require(MatterAct.PAUSE, matter, staff)
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads([file] if file else [])
    current = matter_of(staff, number, for_update=True)
    if current is None:
        raise NotFoundError
    if current.version != version:
        raise ConflictError("该事项刚刚有了新的进展，没有暂停。请查看最新进展后再操作。")
    pause_matter(
        matter=current,
        staff=staff,
        pause_reason=pause_reason,
        document=document,
        paper=stored[0] if stored else None,
    )


def pause_matter(
    *,
    matter: Matter,
    staff: Staff,
    pause_reason: PauseReason,
    document: str,
    paper: StoredFile | None,
) -> None:
    """Stop the clock from today, on a paper that says what is waited for.

    What the reporter was asked for stands in a paper of the matter itself; any other is uploaded.
    """
    RULES.require(MatterAct.PAUSE, matter, staff)
    running = _main_clock(matter)
    if running.is_paused:
        raise ConflictError("已经暂停计时，恢复之后才能再次暂停。")
    if pause_reason not in PAUSE_REASONS[matter.status]:
        raise InvalidInputError(f"该事项现在是“{matter.status.label}”，不能因此暂停，请另选原因。")
    if paper is None and pause_reason in UPLOADED:
        raise InvalidInputError("请上传暂停所依据的文书，例如检测委托书、鉴定委托书。")
    _refuse_late(running, "暂停")
    running.pauses.append(
        ClockPause(
            reason=pause_reason,
            document=document,
            first_day=clock.today(),
            staff_id=staff.id,
            paper=PausePaper.of(paper) if paper else None,
        )
    )
    show_nearest(matter)
    words = f"因{pause_reason.label}，自{day_long(clock.today())}起暂停计时，结束后期限顺延。"
    record(matter, MatterEventKind.PAUSED, staff, text=f"{words}依据：{document}")
    finish(MatterAct.PAUSE, matter, staff, reason=pause_reason.value)


def resume_matter(*, matter: Matter, staff: Staff) -> None:
    """Let the clock go on today; the reporter reads the old and the new date."""
    RULES.require(MatterAct.RESUME, matter, staff)
    running = _main_clock(matter)
    if not running.is_paused:
        raise ConflictError("现在没有暂停计时。")
    record(matter, MatterEventKind.RESUMED, staff, text=resume_main_clock(matter))
    finish(MatterAct.RESUME, matter, staff)


def resume_main_clock(matter: Matter) -> str | None:
    """Let the clock go on, in the caller's transaction: old and new date, if it stood still."""
    running = matter.main_clock
    if running is None or not running.is_paused:
        return None
    before = running.due_on
    resume_clock(running, clock.today())
    show_nearest(matter)
    return moved(before, running)


def moved(before: date, running: MatterDeadline) -> str:
    """The old and the new end of a clock, in words for everyone."""
    return f"{running.step.label}的期限：原为{day_long(before)}，现为{day_long(running.due_on)}。"


def request_extension(*, matter: Matter, staff: Staff, reason: str) -> None:
    """Ask the head of the body for the more time that the rule allows, once."""
    RULES.require(MatterAct.REQUEST_EXTENSION, matter, staff)
    running = _main_clock(matter)
    if not running.may_be_extended:
        raise ConflictError("这一步的期限不能延长，或者已经延长过、正在等待批准。")
    _refuse_late(running, "延长")
    running.extensions.append(
        ClockExtension(
            days=running.rule.extension_days if running.rule else 0,
            reason=reason,
            requested_by_id=staff.id,
            requested_at=clock.now(),
            due_before=running.due_on,
        )
    )
    record(matter, MatterEventKind.EXTENSION_REQUESTED, staff, text=reason, visible=False)
    finish(MatterAct.REQUEST_EXTENSION, matter, staff)


def approve_extension(*, matter: Matter, staff: Staff) -> None:
    """The head of the body grants the more time; the reporter reads why, and both dates."""
    RULES.require(MatterAct.APPROVE_EXTENSION, matter, staff)
    running = _main_clock(matter)
    asked = _decide(running, staff, ExtensionStatus.APPROVED)
    before = asked.due_before = running.due_on
    reset_clock(running, clock.today())
    asked.due_after = running.due_on
    show_nearest(matter)
    record(
        matter,
        MatterEventKind.EXTENDED,
        staff,
        text=f"{moved(before, running)}理由：{asked.reason}",
    )
    finish(MatterAct.APPROVE_EXTENSION, matter, staff)


def refuse_extension(*, matter: Matter, staff: Staff, reason: str) -> None:
    """The head of the body grants none; the clock runs as it did."""
    RULES.require(MatterAct.REFUSE_EXTENSION, matter, staff)
    asked = _decide(_main_clock(matter), staff, ExtensionStatus.REFUSED)
    asked.answer = reason
    record(matter, MatterEventKind.EXTENSION_REFUSED, staff, text=reason, visible=False)
    finish(MatterAct.REFUSE_EXTENSION, matter, staff)


def _decide(running: MatterDeadline, staff: Staff, status: ExtensionStatus) -> ClockExtension:
    asked = running.requested_extension
    if asked is None:
        raise ConflictError("没有等待批准的延期申请。")
    if asked.requested_by_id == staff.id:
        raise NotAllowedError("延期申请不能由申请人自己批准，请由本单位其他负责人办理。")
    asked.status, asked.decided_by_id, asked.decided_at = status, staff.id, clock.now()
    return asked


def _main_clock(matter: Matter) -> MatterDeadline:
    found = matter.main_clock
    if found is None:
        raise ConflictError("现在没有可以暂停或者延长的期限。")
    return found


def _refuse_late(running: MatterDeadline, act: str) -> None:
    if not running.is_paused and running.due_on < clock.today():
        raise ConflictError(f"期限已经过了，不能再{act}。逾期由系统计算，不能改写。")
