"""What the responsible body does with a matter, from taking it on to the answer.

Each act raises what ``RULES.require`` raises where the person may not do it now: NotFoundError,
NotAllowedError or ConflictError. What else it raises is said with it; so in the other services.
"""

from datetime import date

from app.kernel import audit, clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.kernel.files.papers import day_words
from app.kernel.working_days import add_working_days
from app.matters.complaints.clocks.services.timing import settle_account, start_clock, stop_clock
from app.matters.complaints.handling.queries import colleague, states_of
from app.matters.complaints.handling.rules import FINDINGS, FOUND, Ending, round_after, unsettled
from app.matters.complaints.handling.services.documents import (
    issue_acceptance,
    issue_correction,
    issue_non_acceptance,
    issue_result,
    register,
)
from app.matters.complaints.matter.acts import RULES, may_see_reporter
from app.matters.complaints.matter.models.answers import ClosingAnswer, InternalNote, PublicReply
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind, ReferralStatus
from app.matters.complaints.matter.rules.outcomes import (
    BASIS_IN_WORDS,
    DECLINE_GROUNDS,
    MatterDeclineGround,
    MatterOutcome,
    closing_outcomes,
)
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    MatterStatus,
    step_after_acceptance,
)
from app.matters.complaints.matter.services import finish, record
from app.people.models import Staff
from app.publishing.life import gate

DAYS_TO_ANSWER = 5
"""Working days that a reporter has to add what is missing, unless the body names a day."""


def take_matter(*, matter: Matter, staff: Staff) -> None:
    """The person makes the matter their own."""
    RULES.require(MatterAct.TAKE, matter, staff)
    matter.handler_id = staff.id
    register(matter, staff, clock.today())
    record(matter, MatterEventKind.ASSIGNED, staff, text=staff.full_name, visible=False)
    finish(MatterAct.TAKE, matter, staff)


def assign_matter(*, matter: Matter, staff: Staff, handler_id: int) -> None:
    """The matter is given to a colleague; the history keeps who gave it to whom.

    Raises InvalidInputError for who does not handle matters there, or has it already.
    """
    RULES.require(MatterAct.ASSIGN, matter, staff)
    chosen = colleague(staff, handler_id)
    if chosen is None:
        raise InvalidInputError("请从本单位在岗的承办人中选择。")
    if matter.handler_id == chosen.id:
        raise InvalidInputError(f"该事项已经由{chosen.full_name}承办。")
    matter.handler_id = chosen.id
    matter.handler = chosen
    record(matter, MatterEventKind.ASSIGNED, staff, text=f"由{chosen.full_name}承办", visible=False)
    finish(MatterAct.ASSIGN, matter, staff)


def accept_matter(*, matter: Matter, staff: Staff) -> None:
    """The body takes the matter on, with the referral that brought it; a mediation's clock starts.

    Another body that takes it on later goes on under the clock that runs: it never starts again.
    """
    RULES.require(MatterAct.ACCEPT, matter, staff)
    today = clock.today()
    matter.status = MatterStatus.IN_PROGRESS
    matter.handler_id = matter.handler_id or staff.id
    if matter.accepted_on is None:
        matter.accepted_on = today
        if next_step := step_after_acceptance(matter.kind):
            stop_clock(matter, today)
            start_clock(matter, next_step, today)
        if matter.kind is ComplaintKind.COMPLAINT:
            issue_acceptance(matter, staff, today)
    register(matter, staff, today)
    for referral in matter.referrals:
        if referral.status is ReferralStatus.PENDING:
            referral.status, referral.answered_at = ReferralStatus.ACCEPTED, clock.now()
    record(matter, MatterEventKind.ACCEPTED, staff)
    finish(MatterAct.ACCEPT, matter, staff)


def decline_matter(*, matter: Matter, staff: Staff, ground: MatterDeclineGround, text: str) -> None:
    """The body does not accept, on one of the legal grounds, and tells the reporter why.

    Raises InvalidInputError for a ground that the track does not know (总局令121号 Art. 16).
    """
    RULES.require(MatterAct.DECLINE, matter, staff)
    if ground not in DECLINE_GROUNDS[matter.kind]:
        raise InvalidInputError(f"{matter.kind.label}不能以这一情形不予受理，请另选。")
    matter.status = MatterStatus.DECLINED
    matter.decline_ground = ground
    settle_account(matter, clock.today())
    issue_non_acceptance(matter, staff, clock.today(), ground, text)
    keep_answer(matter, staff, text=text, basis=ground.label)
    record(matter, MatterEventKind.DECLINED, staff, text=f"{ground.label}。{text}")
    finish(MatterAct.DECLINE, matter, staff, reason=ground.value)


def request_correction(
    *, matter: Matter, staff: Staff, text: str, is_identity: bool = False, until: date | None = None
) -> None:
    """Ask the reporter for what is missing, by a day; a complainant for the proof of identity.

    Raises InvalidInputError where the identity of a reporter is asked for (总局令121号 Art. 10
    wants that of complainants alone), or a day that is not to come.
    """
    RULES.require(MatterAct.REQUEST_CORRECTION, matter, staff)
    if is_identity and matter.kind is not ComplaintKind.COMPLAINT:
        raise InvalidInputError("举报可以匿名，不能要求举报人提供身份证明材料。")
    last_day = until or add_working_days(clock.today(), DAYS_TO_ANSWER, city_calendar())
    if last_day <= clock.today():
        raise InvalidInputError("补充期限应当在今天以后。")
    matter.status = MatterStatus.WAITING_REPORTER
    issue_correction(matter, staff, clock.today(), text, last_day, is_identity=is_identity)
    words = f"{text}\n请在 {day_words(last_day)}前补充。"
    record(matter, MatterEventKind.CORRECTION_REQUESTED, staff, text=words)
    finish(MatterAct.REQUEST_CORRECTION, matter, staff)


def reply_to_reporter(*, matter: Matter, staff: Staff, text: str) -> None:
    """Answer the reporter under the body's name."""
    RULES.require(MatterAct.REPLY, matter, staff)
    add_reply(matter, staff, text)
    record(matter, MatterEventKind.REPLIED, staff)
    finish(MatterAct.REPLY, matter, staff)


def add_note(*, matter: Matter, staff: Staff, text: str) -> None:
    """Write down something for colleagues; the reporter never sees it."""
    RULES.require(MatterAct.NOTE, matter, staff)
    matter.notes.append(InternalNote(staff_id=staff.id, at=clock.now(), text=text))
    finish(MatterAct.NOTE, matter, staff)


def show_identity(*, matter: Matter, staff: Staff, reason: str) -> dict[str, str]:
    """The reporter's contact data, after an audit row with the reason has been committed.

    Only the handler of the matter and the head of its body are shown it: NotAllowedError for
    others. Raises NotFoundError for an anonymous report, or once the identity is erased.
    """
    RULES.require(MatterAct.SHOW_IDENTITY, matter, staff)
    if not may_see_reporter(matter, staff):
        raise NotAllowedError("只有本事项的承办人和科室负责人可以查看反映人身份。")
    contact = matter.submission.contact
    if contact is None:
        raise NotFoundError("匿名提交，或者身份信息已经删除，本站没有反映人的任何身份信息。")
    audit.record(
        "matter.reveal_identity",
        actor=staff.as_actor(),
        object_type="matter",
        object_id=matter.number,
        reason=reason,
    )
    db.session.commit()
    return contact


def close_matter(*, matter: Matter, staff: Staff, outcome: MatterOutcome, ending: Ending) -> None:
    """End the matter with an outcome and an answer.

    It is listed publicly only when the reporter agreed and staff wrote a title and a summary
    of their own: the reporter's words are never published, nor the reporter's name. Raises
    InvalidInputError for an outcome that the track does not know from here, and for public words
    that name the reporter; ConflictError while one of 四不放过 is open.
    """
    RULES.require(MatterAct.CLOSE, matter, staff)
    if outcome not in closing_outcomes(matter.kind, matter.status):
        raise InvalidInputError(f"{matter.kind.label}不能以“{outcome.label}”办结，请另选结果。")
    _refuse_unsettled(matter, outcome)
    end_matter(matter, staff, outcome, ending)
    issue_result(matter, staff, clock.today(), outcome, ending.text)
    record(matter, MatterEventKind.CLOSED, staff, text=outcome.label)
    finish(MatterAct.CLOSE, matter, staff, reason=outcome.value)


def end_matter(matter: Matter, staff: Staff, outcome: MatterOutcome, ending: Ending) -> None:
    """The end of a matter, with its answer and its public words, in the caller's transaction.

    Raises InvalidInputError where the public words name the reporter.
    """
    refuse_reporter(matter, ending.for_everyone)
    matter.status = MatterStatus.CLOSED
    matter.outcome = outcome
    settle_account(matter, clock.today())
    matter.public_title = ending.public_title or None
    matter.public_summary = ending.public_summary or None
    matter.is_public = bool(
        matter.submission.consents_to_publication and ending.public_title and ending.public_summary
    )
    add_reply(matter, staff, ending.text)
    basis = ending.basis or BASIS_IN_WORDS.get(outcome, "")
    keep_answer(matter, staff, text=ending.text, measures=ending.measures, basis=basis)


def keep_answer(
    matter: Matter,
    staff: Staff,
    *,
    text: str,
    measures: str = "",
    basis: str = "",
    is_review: bool = False,
) -> None:
    """What was decided in a round, in the transaction of the caller."""
    last = max((answer.round for answer in matter.answers), default=0)
    matter.answers.append(
        ClosingAnswer(
            round=round_after(last, is_review=is_review),
            at=clock.now(),
            staff_id=staff.id,
            bureau_id=staff.bureau_id,
            outcome=matter.outcome,
            text=text,
            measures=measures,
            basis=basis,
        )
    )


def _refuse_unsettled(matter: Matter, outcome: MatterOutcome) -> None:
    """Raise ConflictError where a report with findings would be closed with an item open."""
    decision = matter.decision
    if outcome is MatterOutcome.UNFOUNDED and decision and decision.ground in FOUND:
        raise InvalidInputError("不予立案的理由不是没有违法，不能以“查无实据”办结，请另选结果。")
    if matter.kind is not ComplaintKind.VIOLATION_REPORT or outcome not in FINDINGS:
        return
    if left := unsettled(states_of(matter)):
        words = "、".join(item.label for item in left)
        raise ConflictError(
            f"以“{outcome.label}”办结之前，“四不放过”还差：{words}。请逐项写明依据，或者申请免予。"
        )


def refuse_reporter(matter: Matter, words: str) -> None:
    """Raise InvalidInputError where words to be public name the reporter, or how to reach them, or
    hold anybody's personal data: they pass the masking gate, and nobody can let them stand here."""
    if found := gate.findings("", words, ()):
        kinds = "、".join(dict.fromkeys(each.kind.label for each in found))
        raise InvalidInputError(f"要公开的文字里有{kinds}，请改写。")
    if matter.submission.is_named_in(words):
        raise InvalidInputError("要公开的文字里有反映人的姓名或联系方式，请改写。")


def add_reply(matter: Matter, staff: Staff, text: str) -> None:
    """An answer in the transaction of the caller."""
    matter.replies.append(
        PublicReply(staff_id=staff.id, bureau_id=staff.bureau_id, at=clock.now(), text=text)
    )
