"""The clocks of a matter: they start and stop with its acts, stand still, and are prolonged.

No day is typed: a pause begins on the day of the act, so it is never back-dated, and a clock
stands still only once at a time.
"""

from datetime import date
from typing import TYPE_CHECKING

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.kernel.files.uploads import StoredFile
from app.kernel.web.templating import day_long
from app.matters.complaints.clocks.periods import days_of, days_taken, due_date
from app.matters.complaints.clocks.queries import deadline_rule
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.clocks import (
    ClockExtension,
    ClockPause,
    MatterDeadline,
    PausePaper,
)
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import (
    PAUSE_REASONS,
    UPLOADED,
    ExtensionStatus,
    MatterStep,
    PauseReason,
)
from app.matters.complaints.matter.services import finish, record, store_unlocked
from app.people.models import Staff

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def start_clock(matter: Matter, step: MatterStep, on: date) -> None:
    """Run the clock of ``step`` from ``on`` under the rule of that day.

    A step without a rule has no deadline: the matter then shows none.
    """
    rule = deadline_rule(matter.kind, step, on)
    if rule is not None:
        due_on = due_date(on, rule.days, rule.unit, city_calendar())
        matter.deadlines.append(MatterDeadline(step=step, rule=rule, started_on=on, due_on=due_on))
    matter.step = step
    show_nearest(matter)


def stop_clock(matter: Matter, on: date, *steps: MatterStep) -> None:
    """The clocks of ``steps`` are done on ``on``; all that run, when none is named."""
    for running in matter.running_clocks:
        if not steps or running.step in steps:
            resume_clock(running, on)
            running.met_on = on
    show_nearest(matter)


def resume_clock(clock: MatterDeadline, on: date) -> None:
    """Let a clock that stands still go on from ``on``, its end later by the days left out."""
    for pause in clock.pauses:
        if pause.is_open:
            pause.end(on)
            reset_clock(clock, on)


def reset_clock(clock: MatterDeadline, today: date) -> None:
    """Set the end of a clock anew, after what decides it has changed."""
    if days := days_of(clock, today, city_calendar()):
        clock.due_on = days[-1].day


def show_nearest(matter: Matter) -> None:
    """Have the matter name the clock that ends next; one that stands still has no end."""
    running = matter.running_clocks
    if running:
        matter.step = running[0].step
    matter.due_on = running[0].due_on if running and not running[0].is_paused else None


def settle_account(matter: Matter, on: date) -> None:
    """At the end of a matter: how many working days it took, and whether in time."""
    stop_clock(matter, on)
    matter.closed_on = on
    matter.working_days_taken = days_taken(matter, on, city_calendar())
    matter.met_deadline = all(
        deadline.met_on is not None and deadline.met_on <= deadline.due_on
        for deadline in matter.deadlines
    )


def upload_and_pause(
    *,
    matter: Matter,
    staff: Staff,
    pause_reason: PauseReason,
    document: str,
    file: "FileStorage | None",
) -> None:
    """The same with the paper as it was sent: checked and cleaned before anybody has to wait.

    Raises ConflictError where the matter is no longer as it was before, InvalidInputError for a
    file that can't be kept, and what ``pause_matter`` raises.
    """
    version = matter.version
    current, stored = store_unlocked(MatterAct.PAUSE, matter, staff, [file] if file else [])
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
    Raises ConflictError where no clock can stop, InvalidInputError for a wrong reason or no paper.
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
    """Let the clock go on today; the reporter reads the old and the new date.

    Raises ConflictError where none stands still.
    """
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
    """Ask the head of the body for the more time that the rule allows, in its unit of days, once.

    Raises ConflictError where the rule knows none, or it was asked for, or the period is over.
    """
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
    """The head of the body grants the more time; the reporter reads why, and both dates.

    Raises ConflictError where nothing is asked for, NotAllowedError for who asked.
    """
    RULES.require(MatterAct.APPROVE_EXTENSION, matter, staff)
    running = _main_clock(matter)
    extension = _decide(running, staff, ExtensionStatus.APPROVED)
    before = extension.due_before = running.due_on
    reset_clock(running, clock.today())
    extension.due_after = running.due_on
    show_nearest(matter)
    text = f"{moved(before, running)}理由：{extension.reason}"
    record(matter, MatterEventKind.EXTENDED, staff, text=text)
    finish(MatterAct.APPROVE_EXTENSION, matter, staff)


def refuse_extension(*, matter: Matter, staff: Staff, reason: str) -> None:
    """The head grants none, the clock runs as it did; raises what ``approve_extension`` does."""
    RULES.require(MatterAct.REFUSE_EXTENSION, matter, staff)
    extension = _decide(_main_clock(matter), staff, ExtensionStatus.REFUSED)
    extension.answer = reason
    record(matter, MatterEventKind.EXTENSION_REFUSED, staff, text=reason, visible=False)
    finish(MatterAct.REFUSE_EXTENSION, matter, staff)


def _decide(running: MatterDeadline, staff: Staff, status: ExtensionStatus) -> ClockExtension:
    extension = running.requested_extension
    if extension is None:
        raise ConflictError("没有等待批准的延期申请。")
    if extension.requested_by_id == staff.id:
        raise NotAllowedError("延期申请不能由申请人自己批准，请由本单位其他负责人办理。")
    extension.status, extension.decided_by_id, extension.decided_at = status, staff.id, clock.now()
    return extension


def _main_clock(matter: Matter) -> MatterDeadline:
    found = matter.main_clock
    if found is None:
        raise ConflictError("现在没有可以暂停或者延长的期限。")
    return found


def _refuse_late(running: MatterDeadline, act: str) -> None:
    if not running.is_paused and running.due_on < clock.today():
        raise ConflictError(f"期限已经过了，不能再{act}。逾期由系统计算，不能改写。")
