"""The steps of each track: mediation, agreement or end; a case or none; what time brings about."""

from dataclasses import replace
from datetime import date, datetime

from app.kernel import clock
from app.kernel.db.calendar import forget_calendar
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.web.templating import day_long, minute_long
from app.matters.complaints.clocks.services.reminders import remind_of_returns, send_reminders
from app.matters.complaints.clocks.services.timing import start_clock, stop_clock
from app.matters.complaints.handling.queries import mediations_past_their_end
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services.documents import (
    issue_agreement,
    issue_end_of_mediation,
    issue_filing,
    issue_invitations,
)
from app.matters.complaints.handling.services.handling import add_reply, end_matter
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handling import (
    FilingDecision,
    MediationAgreement,
    MediationSession,
)
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import (
    EndGround,
    MatterOutcome,
    NotFiledGround,
    SessionResult,
)
from app.matters.complaints.matter.rules.states import OPEN, MatterStatus, MatterStep
from app.matters.complaints.matter.services import finish, log_passed_time, record
from app.people.models import Staff


def invite_parties(
    *, matter: Matter, staff: Staff, meets_at: datetime, place: str, text: str
) -> None:
    """Invite both sides to a session, at a time within the period of the mediation.

    Raises ConflictError while a session waits to be recorded, InvalidInputError for a time that
    has passed or lies beyond the period.
    """
    RULES.require(MatterAct.INVITE, matter, staff)
    if any(session.is_awaited for session in matter.sessions):
        raise ConflictError("上一次调解还没有记录情况，请先记录，再另行邀请。")
    if meets_at <= clock.now():
        raise InvalidInputError("调解时间应当在现在之后，请另定时间。")
    last = _last_day(matter)
    if last and clock.city_date(meets_at) > last:
        raise InvalidInputError(f"调解期限到{day_long(last)}为止，请把调解时间定在这之前。")
    matter.sessions.append(
        MediationSession(
            invited_at=clock.now(),
            invited_by_id=staff.id,
            meets_at=meets_at,
            place=place,
            words=text,
        )
    )
    when = minute_long(meets_at)
    issue_invitations(matter, staff, clock.today(), when=when, place=place, text=text)
    record(matter, MatterEventKind.MEDIATION_INVITED, staff, text=f"{when}，{place}。{text}")
    finish(MatterAct.INVITE, matter, staff)


def record_session(
    *, matter: Matter, staff: Staff, held_on: date, result: SessionResult, text: str
) -> None:
    """Write down what came of the session that both sides were invited to.

    Raises ConflictError where nobody was invited, InvalidInputError for a day before that or to
    come.
    """
    RULES.require(MatterAct.RECORD_SESSION, matter, staff)
    session = next((one for one in matter.sessions if one.is_awaited), None)
    if session is None:
        raise ConflictError("没有等待记录的调解，请先邀请双方。")
    if not clock.city_date(session.invited_at) <= held_on <= clock.today():
        raise InvalidInputError("调解日期应当在邀请之后、今天之前（含今天）。")
    session.held_on, session.result, session.record = held_on, result, text
    session.recorded_by_id = staff.id
    record(matter, MatterEventKind.MEDIATION_HELD, staff, text=result.label)
    finish(MatterAct.RECORD_SESSION, matter, staff, reason=result.value)


def agree_on_terms(
    *, matter: Matter, staff: Staff, agreed_on: date, terms: str, ending: Ending
) -> None:
    """Both sides have agreed within the period: that ends the matter.

    Raises InvalidInputError for a day before the acceptance, after the last day, or to come, and
    for terms or public words that name a reporter who must not be named in them.
    """
    RULES.require(MatterAct.AGREE, matter, staff)
    last = _last_day(matter)
    if not (matter.accepted_on or matter.received_on) <= agreed_on <= clock.today():
        raise InvalidInputError("达成协议的日期应当在受理之后、今天之前（含今天）。")
    if last and agreed_on > last:
        raise InvalidInputError(
            f"调解期限到{day_long(last)}为止，之后不能再达成调解协议，请终止调解。"
        )
    issue_agreement(matter, staff, clock.today(), agreed_on=agreed_on, terms=terms)
    matter.agreement = MediationAgreement(agreed_on=agreed_on, terms=terms, staff_id=staff.id)
    stop_clock(matter, agreed_on, MatterStep.MEDIATE)
    end_matter(matter, staff, MatterOutcome.MEDIATED, ending)
    record(matter, MatterEventKind.AGREED, staff)
    finish(MatterAct.AGREE, matter, staff)


def end_mediation(*, matter: Matter, staff: Staff, end_ground: EndGround, ending: Ending) -> None:
    """End the mediation on a legal ground (总局令121号 Art. 23).

    What else the submission has opened goes on. Raises InvalidInputError where the time is said
    to be over and is not, or public words name the reporter.
    """
    RULES.require(MatterAct.END_MEDIATION, matter, staff)
    expire_mediation(matter)
    is_over = any(each.step is MatterStep.TELL_END for each in matter.running_clocks)
    if end_ground is EndGround.TIME_OVER and not is_over:
        raise InvalidInputError("调解期限还没有届满，请另选终止调解的情形。")
    matter.end_ground = end_ground
    others = (other for other in matter.submission.matters if other.id != matter.id)
    tracks = "、".join(other.kind.label for other in others if other.status in OPEN)
    goes_on = f"终止调解不影响{tracks}的核查和处理。" if tracks else ""
    words = "\n\n".join(part for part in (ending.text, goes_on) if part)
    end_matter(matter, staff, MatterOutcome.MEDIATION_ENDED, replace(ending, text=words))
    issue_end_of_mediation(matter, staff, clock.today(), end_ground, ending.text)
    record(matter, MatterEventKind.MEDIATION_ENDED, staff, text=end_ground.label)
    finish(MatterAct.END_MEDIATION, matter, staff, reason=end_ground.value)


def expire_mediation(matter: Matter) -> None:
    """Past its last day a mediation ends by law (总局令121号 Art. 23): what is left is to say so.

    In the caller's transaction. The clock of the mediation ends on its last day, and the one for
    ending it and telling the complainant runs from there.
    """
    last = _last_day(matter)
    running = any(each.step is MatterStep.MEDIATE for each in matter.running_clocks)
    if not running or last is None or last >= clock.today():
        return
    stop_clock(matter, last, MatterStep.MEDIATE)
    start_clock(matter, MatterStep.TELL_END, last)
    record(matter, MatterEventKind.MEDIATION_EXPIRED, None)


def _last_day(matter: Matter) -> date | None:
    """The last day of the mediation, whether or not it has passed; None while it is not known."""
    clocks = [each for each in matter.deadlines if each.step is MatterStep.MEDIATE]
    return clocks[-1].due_on if clocks and not clocks[-1].is_paused else None


def file_case(*, matter: Matter, staff: Staff, document_number: str, reason: str) -> None:
    """A case is filed (行政处罚程序规定 Art. 18): its clock starts, and that for telling of it."""
    RULES.require(MatterAct.FILE_CASE, matter, staff)
    _decide(matter, staff, None, document_number, reason)
    matter.status = MatterStatus.CASE_OPEN
    start_clock(matter, MatterStep.DECIDE, clock.today())
    _owe_an_answer(matter)
    record(matter, MatterEventKind.CASE_FILED, staff)
    finish(MatterAct.FILE_CASE, matter, staff, reason=document_number)


def decline_case(
    *, matter: Matter, staff: Staff, not_filed: NotFiledGround, document_number: str, reason: str
) -> None:
    """No case is filed, on one of the grounds; a named reporter has to be told in time.

    The grounds are those of 行政处罚程序规定 Art. 19 and 20; who is told, of 总局令121号 Art. 31.
    """
    RULES.require(MatterAct.NOT_FILE, matter, staff)
    _decide(matter, staff, not_filed, document_number, reason)
    matter.status = MatterStatus.NOT_FILED
    _owe_an_answer(matter)
    record(matter, MatterEventKind.CASE_NOT_FILED, staff, text=not_filed.label)
    finish(MatterAct.NOT_FILE, matter, staff, reason=not_filed.value)


def inform_reporter(*, matter: Matter, staff: Staff, text: str) -> None:
    """Tell the named reporter whether a case was filed; the case itself goes on.

    By 总局令121号 Art. 31. Raises ConflictError where nobody is named, or it was told before.
    """
    RULES.require(MatterAct.INFORM, matter, staff)
    decision = matter.decision
    if decision is None or decision.informed_on is not None or matter.submission.is_anonymous:
        raise ConflictError("不需要另行告知：是匿名举报，或者已经告知过了。")
    decision.informed_on = clock.today()
    stop_clock(matter, clock.today(), MatterStep.INFORM)
    add_reply(matter, staff, text)
    issue_filing(matter, staff, clock.today(), text)
    record(matter, MatterEventKind.INFORMED, staff)
    finish(MatterAct.INFORM, matter, staff)


def _decide(
    matter: Matter, staff: Staff, ground: NotFiledGround | None, document_number: str, reason: str
) -> None:
    today = clock.today()
    matter.decision = FilingDecision(
        is_filed=ground is None,
        decided_on=today,
        document_number=document_number,
        ground=ground,
        reason=reason,
        staff_id=staff.id,
    )
    stop_clock(matter, today, MatterStep.VERIFY)


def _owe_an_answer(matter: Matter) -> None:
    if not matter.submission.is_anonymous:
        start_clock(matter, MatterStep.INFORM, clock.today())


def watch_clocks() -> tuple[int, int]:
    """End the mediations that are over, then remind the people of all clocks; how many of each."""
    forget_calendar()
    return end_overdue_mediations(), send_reminders() + remind_of_returns()


def end_overdue_mediations() -> int:
    """Have the clock for ending run where that of the mediation has run out; how many."""
    found = mediations_past_their_end()
    for matter in found:
        expire_mediation(matter)
        log_passed_time(matter, "matter.mediation_expired")
    db.session.commit()
    return len(found)
