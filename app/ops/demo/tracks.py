"""How invented matters go on once a body has taken them up: mediations, cases, stopped clocks."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from app.kernel.clock import CITY_ZONE
from app.kernel.files.uploads import store
from app.kernel.web.templating import day_long, minute_long
from app.matters.complaints.clocks.periods import thresholds_reached, unfolded
from app.matters.complaints.clocks.services.timing import (
    moved,
    reset_clock,
    resume_clock,
    show_nearest,
    start_clock,
    stop_clock,
)
from app.matters.complaints.handling.services import documents
from app.matters.complaints.matter.models.clocks import (
    ClockExtension,
    ClockPause,
    ClockReminder,
    MatterDeadline,
    PausePaper,
)
from app.matters.complaints.matter.models.handling import (
    FilingDecision,
    MediationAgreement,
    MediationSession,
)
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import (
    EndGround,
    MatterOutcome,
    NotFiledGround,
    SessionResult,
)
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    ExtensionStatus,
    MatterStatus,
    MatterStep,
    PauseReason,
)
from app.ops.demo.histories import MatterCourse
from app.ops.demo.material import Demo, material
from app.ops.demo.papers import sealed_sheet

MEETING_HOUR = time(14, 30)
END_GROUNDS = (EndGround.ABSENT, EndGround.NO_AGREEMENT, EndGround.SETTLED, EndGround.TEST_COSTS)
NOT_FILED = {
    NotFiledGround.NO_VIOLATION: MatterOutcome.UNFOUNDED,
    NotFiledGround.MINOR: MatterOutcome.CORRECTED,
    NotFiledGround.FIRST_TIME: MatterOutcome.CORRECTED,
}
LONGEST = timedelta(days=331)
DECIDED = (
    MatterOutcome.CASE_FILED,
    MatterOutcome.NO_PENALTY,
    MatterOutcome.CASE_DROPPED,
    MatterOutcome.HANDED_OVER,
)


def lingers(course: MatterCourse, share: float) -> bool:
    """Whether the matter is one of the few that go no further; none does so for a year."""
    chance = course.demo.rng.random()
    return chance < share and course.demo.today - course.matter.received_on < LONGEST


def run_track(course: MatterCourse) -> None:
    """Go on with a matter in progress as far as the days since its arrival allow."""
    if course.demo.rng.random() < 0.1 and not _wait_for_a_test(course):
        return
    if course.matter.kind is ComplaintKind.COMPLAINT:
        _mediate(course)
    else:
        _verify(course)


def note_reminders(demo: Demo, submissions: Iterable[Submission]) -> Iterator[ClockReminder]:
    """That people were reminded of what is over by now: nobody gets mail of invented matters."""
    for submission in submissions:
        for matter in submission.matters:
            for running in matter.running_clocks:
                period = unfolded(running, demo.today, demo.calendar)
                for threshold in thresholds_reached(period.share):
                    yield ClockReminder(
                        deadline_id=running.id,
                        threshold=threshold,
                        reminded_at=demo.moment(demo.today),
                    )


def _wait_for_a_test(course: MatterCourse) -> bool:
    """The clock stands still while something is examined; False where it still does."""
    rng, running = course.demo.rng, course.matter.running_clocks[0]
    reason = rng.choice((PauseReason.TEST, PauseReason.APPRAISAL))
    document = f"{reason.label}委托书 温检委〔{course.day.year}〕{rng.randrange(1, 400)}号"
    running.pauses.append(
        ClockPause(
            reason=reason,
            document=document,
            first_day=course.day,
            staff=course.handler,
            paper=PausePaper.of(store(f"{document}（演示）.png", "image/png", sealed_sheet())),
        )
    )
    show_nearest(course.matter)
    text = f"因{reason.label}，自{day_long(course.day)}起暂停计时，结束后期限顺延。"
    course.event(MatterEventKind.PAUSED, text=f"{text}依据：{document}")
    if not course.later(4, 12):
        return False
    before = running.due_on
    resume_clock(running, course.day)
    show_nearest(course.matter)
    course.event(MatterEventKind.RESUMED, text=moved(before, running))
    return True


def _mediate(course: MatterCourse) -> None:
    """Invitation, session, and agreement or end; a few go on beyond the last day."""
    rng = course.demo.rng
    if not course.later(1, 5):
        return
    was_held = _meet(course)
    if not was_held:
        return
    if not course.later(1, 50 if rng.random() < 0.06 else 14) or lingers(course, 0.05):
        _let_time_run_out(course)
        return
    if _let_time_run_out(course):
        _end(course, EndGround.TIME_OVER)
    elif rng.random() < 0.25:
        course.close(rng.choice((MatterOutcome.SOLVED, MatterOutcome.PARTLY_SOLVED)))
    elif rng.random() < 0.7:
        terms = f"商家{course.words['settle']}，三日内履行；双方就此再无争议。"
        documents.issue_agreement(
            course.matter, course.handler, course.day, agreed_on=course.day, terms=terms
        )
        course.matter.agreement = MediationAgreement(
            agreed_on=course.day, terms=terms, staff=course.handler
        )
        course.close(MatterOutcome.MEDIATED, event=MatterEventKind.AGREED)
    else:
        _end(course, rng.choice(END_GROUNDS))


def _meet(course: MatterCourse) -> bool:
    """Both sides are invited to a session, and meet; False where it is still to come."""
    rng, words = course.demo.rng, material("complaints")["invitations"]
    place = f"{course.matter.bureau.short_name}调解室"
    invited_at = course.moment()
    day = course.day + timedelta(days=rng.randrange(3, 9))
    while not course.demo.calendar.is_working(day):
        day += timedelta(days=1)
    session = MediationSession(
        invited_at=invited_at,
        invited_by=course.handler,
        meets_at=datetime.combine(day, MEETING_HOUR, CITY_ZONE),
        place=place,
        words=rng.choice(words),
    )
    course.matter.sessions.append(session)
    text = f"{minute_long(session.meets_at)}，{place}。{session.words}"
    _write_to_both(course, session)
    course.event(MatterEventKind.MEDIATION_INVITED, text=text)
    if day > course.demo.today:
        return False
    course.day = day
    session.held_on, session.result = day, rng.choice(tuple(SessionResult))
    session.record = rng.choice(material("complaints")["sessions"])
    session.recorded_by = course.handler
    course.event(MatterEventKind.MEDIATION_HELD, text=session.result.label)
    return True


def _write_to_both(course: MatterCourse, session: MediationSession) -> None:
    when, invitation = (
        minute_long(session.meets_at),
        {"place": session.place, "text": session.words},
    )
    documents.issue_invitations(course.matter, course.handler, course.day, when=when, **invitation)


def _let_time_run_out(course: MatterCourse) -> bool:
    """Whether the mediation is over by law on the day that the course has come to."""
    matter = course.matter
    running = next((one for one in matter.running_clocks if one.step is MatterStep.MEDIATE), None)
    if running is None or running.due_on >= course.day:
        return False
    stop_clock(matter, running.due_on, MatterStep.MEDIATE)
    start_clock(matter, MatterStep.TELL_END, running.due_on)
    course.event(MatterEventKind.MEDIATION_EXPIRED)
    return True


def _end(course: MatterCourse, ground: EndGround) -> None:
    course.matter.end_ground = ground
    documents.issue_end_of_mediation(course.matter, course.handler, course.day, ground, "")
    course.close(
        MatterOutcome.MEDIATION_ENDED, event=MatterEventKind.MEDIATION_ENDED, text=ground.label
    )


def _verify(course: MatterCourse) -> None:
    """The clue is checked, some need more time; then a case is filed, or none."""
    rng = course.demo.rng
    if rng.random() < 0.12:
        _ask_for_time(course)
    if not course.later(2, 20 if rng.random() < 0.08 else 9) or lingers(course, 0.04):
        return
    if rng.random() < 0.45:
        _pursue(course)
    else:
        ground = rng.choices(tuple(NOT_FILED), (5, 3, 2))[0]
        leave_unfiled(course, ground)
        if course.later(1, 4):
            course.close(NOT_FILED[ground])


def leave_unfiled(course: MatterCourse, ground: NotFiledGround) -> None:
    """No case is filed; the reporter is still to be told."""
    _decide(course, ground)
    course.matter.status = MatterStatus.NOT_FILED
    _owe_an_answer(course)
    course.event(MatterEventKind.CASE_NOT_FILED, text=ground.label)


def file_case(course: MatterCourse) -> None:
    """A case is filed, and is still to be decided."""
    _decide(course, None)
    course.matter.status = MatterStatus.CASE_OPEN
    start_clock(course.matter, MatterStep.DECIDE, course.day)
    _owe_an_answer(course)
    course.event(MatterEventKind.CASE_FILED)


def _pursue(course: MatterCourse) -> None:
    """A case is filed; the reporter is told, and weeks later it is decided."""
    rng, matter = course.demo.rng, course.matter
    file_case(course)
    if not matter.submission.is_anonymous and course.later(1, 4):
        course.reply(material("complaints")["filed"])
        if matter.decision:
            matter.decision.informed_on = course.day
        text = material("complaints")["filed"]
        documents.issue_filing(matter, course.handler, course.day, text)
        stop_clock(matter, course.day, MatterStep.INFORM)
        course.event(MatterEventKind.INFORMED)
    if course.later(8, 75 if rng.random() < 0.05 else 40):
        course.close(rng.choices(DECIDED, (8, 1, 1, 1))[0])


def _decide(course: MatterCourse, ground: NotFiledGround | None) -> None:
    number = course.demo.rng.randrange(1, 900)
    course.matter.decision = FilingDecision(
        is_filed=ground is None,
        decided_on=course.day,
        document_number=f"温案审〔{course.day.year}〕{number}号",
        ground=ground,
        reason=f"已{course.words['check']}。",
        staff=course.handler,
    )
    stop_clock(course.matter, course.day, MatterStep.VERIFY)


def _owe_an_answer(course: MatterCourse) -> None:
    if not course.matter.submission.is_anonymous:
        start_clock(course.matter, MatterStep.INFORM, course.day)


def _ask_for_time(course: MatterCourse) -> None:
    """The handler asks, the head of the body grants it; some requests still wait."""
    running: MatterDeadline = course.matter.running_clocks[0]
    head = course.personnel.head(course.matter.bureau)
    if running.rule is None or running.due_on < course.day or course.handler is head:
        return
    reason = course.demo.rng.choice(material("complaints")["extension_reasons"])
    extension = ClockExtension(
        days=running.rule.extension_days,
        status=ExtensionStatus.REQUESTED,
        reason=reason,
        requested_by=course.handler,
        requested_at=course.moment(),
        due_before=running.due_on,
    )
    running.extensions.append(extension)
    course.event(MatterEventKind.EXTENSION_REQUESTED, text=reason, visible=False)
    if not course.later(1, 2):
        return
    extension.status, extension.decided_at = ExtensionStatus.APPROVED, course.moment()
    extension.decided_by = head
    before = running.due_on
    reset_clock(running, course.day)
    extension.due_after = running.due_on
    show_nearest(course.matter)
    text = f"{moved(before, running)}理由：{reason}"
    course.event(MatterEventKind.EXTENDED, text=text, by=extension.decided_by)
