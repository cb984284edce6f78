"""The course of one matter, from arrival to its present state, as the services would write it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.kernel.files.papers import day_words
from app.kernel.working_days import add_working_days
from app.matters.complaints.clocks.services.timing import settle_account, start_clock, stop_clock
from app.matters.complaints.handling.rules import FINDINGS, paper_of_referral
from app.matters.complaints.handling.services import documents
from app.matters.complaints.matter.models import answers
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.handovers import MatterReturn, Referral
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.models.submissions import ReporterMessage
from app.matters.complaints.matter.rules.entries import (
    MatterDocumentKind,
    MatterEventKind,
    ReferralStatus,
)
from app.matters.complaints.matter.rules.outcomes import (
    Manner,
    MatterDeclineGround,
    MatterOutcome,
    Satisfaction,
)
from app.matters.complaints.matter.rules.states import MatterStatus, step_after_acceptance
from app.ops.demo.closing import closing_checks
from app.ops.demo.material import Demo, Json, material
from app.ops.demo.staff import Personnel
from app.people.models import Bureau, Staff

GOOD = {
    MatterOutcome.MEDIATED,
    MatterOutcome.SOLVED,
    MatterOutcome.CASE_FILED,
    MatterOutcome.CORRECTED,
}
ONE_MINUTE = timedelta(minutes=1)


@dataclass
class MatterCourse:
    """Writes a matter's history step by step; each step moves the day on."""

    demo: Demo
    personnel: Personnel
    matter: Matter
    template: Json
    words: dict[str, str]
    day: date
    handler: Staff = field(init=False)

    def __post_init__(self) -> None:
        self.handler = self.personnel.handler(self.matter.bureau)

    def later(self, low: int, high: int) -> bool:
        """Go on by some working days; False where that would be in the future."""
        days = self.demo.rng.randint(low, high)
        day = add_working_days(self.day, days, self.demo.calendar)
        if day > self.demo.today:
            return False
        self.day = day
        return True

    def moment(self) -> datetime:
        """A moment of the day, after all that is written already."""
        moment = self.demo.moment(self.day)
        written = [event.at for event in self.matter.events]
        return max([moment, *(at + ONE_MINUTE for at in written)])

    def refer(self, to: Bureau) -> None:
        """The body hands the matter to another one, which takes it."""
        matter, reason = self.matter, self._pick("referral_reasons")
        self._send_on(paper_of_referral(matter.status), to, reason)
        matter.referrals.append(self._referral(to, reason, ReferralStatus.ACCEPTED))
        self._move(to)
        self.event(MatterEventKind.REFERRED, text=reason, bureau=to)

    def dispute(self, office: Bureau, proposed: Bureau) -> None:
        """The body sends the matter back: the coordination office is to decide."""
        matter, reason = self.matter, self._pick("dispute_reasons")
        basis = self._pick("legal_bases")
        matter.returns.append(
            MatterReturn(
                ordinal=len(matter.returns) + 1,
                from_bureau=matter.bureau,
                returned_by_id=self.handler.id,
                returned_at=self.moment(),
                returned_on=self.day,
                legal_basis=basis,
                proposed_bureau=proposed,
                reason=reason,
                due_on=add_working_days(self.day, 1, self.demo.calendar),
            )
        )
        words = f"依据：{basis}。建议由{proposed.name}承办。{reason}"
        self.event(MatterEventKind.REFERRAL_DISPUTED, text=words, bureau=office)
        self._move(office)
        matter.status = MatterStatus.ROUTING

    def settle(self, to: Bureau) -> None:
        """The coordination office decides which body leads."""
        reason = self._pick("settle_reasons")
        self._send_on(MatterDocumentKind.DISPATCH, to, reason)
        for referral in self.matter.referrals:
            referral.status, referral.answer = ReferralStatus.SETTLED, reason
            referral.answered_at = self.moment()
        how = "确定"
        for waiting in [one for one in self.matter.returns if one.is_open]:
            waiting.decided_on, waiting.decided_by_id = self.day, self.handler.id
            waiting.decided_bureau, waiting.answer = to, reason
            how = "裁定" if waiting.is_binding else how
        self.event(MatterEventKind.REFERRAL_SETTLED, text=reason, bureau=to)
        self.matter.routing_reason = f"质量强市办{how}由{to.name}承办"
        self._move(to)

    def report(self) -> None:
        """Bodies that assist tell the lead what they found; some are late, some silent."""
        for task in self.matter.assist_tasks:
            if task.ended_on is None and self.demo.rng.random() < 0.8:
                task.report = self._pick("assist_reports")
                task.reported_on = self.day
                task.reported_by_id = self.personnel.handler(task.bureau).id

    def accept(self) -> None:
        """The body takes the matter on."""
        matter = self.matter
        matter.status = MatterStatus.IN_PROGRESS
        matter.accepted_on = self.day
        matter.handler = self.handler
        if step := step_after_acceptance(matter.kind):
            stop_clock(matter, self.day)
            start_clock(matter, step, self.day)
            documents.issue_acceptance(matter, self.handler, self.day)
        documents.register(matter, self.handler, self.day)
        self.event(MatterEventKind.ACCEPTED)
        if self.demo.rng.random() < 0.5:
            self._note()
        if self.demo.rng.random() < 0.6:
            self.reply(self._pick("first_replies"))
            self.event(MatterEventKind.REPLIED)

    def ask(self) -> None:
        """The body asks the reporter for more."""
        self.matter.status = MatterStatus.WAITING_REPORTER
        until = add_working_days(self.day, 5, self.demo.calendar)
        documents.issue_correction(self.matter, self.handler, self.day, self.template["ask"], until)
        words = f"{self.template['ask']}\n请在 {day_words(until)}前补充。"
        self.event(MatterEventKind.CORRECTION_REQUESTED, text=words)

    def add_material(self) -> None:
        """The reporter sends it."""
        at = self.moment()
        message = ReporterMessage(sent_at=at, text=self._pick("materials"))
        self.matter.submission.messages.append(message)
        self.matter.status = MatterStatus.IN_PROGRESS
        self.matter.events.append(MatterEvent(at=at, kind=MatterEventKind.MATERIAL_ADDED))

    def decline(self, ground: MatterDeclineGround, pointer: str = "") -> None:
        """The body does not accept, on a legal ground."""
        self.matter.status = MatterStatus.DECLINED
        self.matter.decline_ground = ground
        self.matter.handler = self.handler
        settle_account(self.matter, self.day)
        text = pointer or material("complaints")["decline_texts"][ground.value]
        documents.issue_non_acceptance(self.matter, self.handler, self.day, ground, text)
        self.matter.answers.append(self._refusal(text, ground.label))
        self.event(MatterEventKind.DECLINED, text=f"{ground.label}。{text}")

    def withdraw(self) -> None:
        """The reporter takes it back."""
        self.matter.status = MatterStatus.WITHDRAWN
        settle_account(self.matter, self.day)
        self.matter.events.append(MatterEvent(at=self.moment(), kind=MatterEventKind.WITHDRAWN))

    def close(
        self,
        outcome: MatterOutcome,
        event: MatterEventKind = MatterEventKind.CLOSED,
        text: str | None = None,
    ) -> None:
        """The end, with an outcome, an answer, and perhaps a summary for everyone."""
        matter, texts = self.matter, material("complaints")
        answer, summary = texts["outcomes"][outcome.value]
        matter.status, matter.outcome = MatterStatus.CLOSED, outcome
        if outcome in FINDINGS:
            people = self.handler, self.personnel.head(matter.bureau)
            matter.checks = closing_checks(matter.number, outcome, self.moment(), *people)
        settle_account(matter, self.day)
        words = answer.format(**self.words)
        self.reply(words)
        if event is MatterEventKind.CLOSED:
            documents.issue_result(matter, self.handler, self.day, outcome, words)
        self.event(event, text=outcome.label if event is MatterEventKind.CLOSED else text)
        if matter.submission.consents_to_publication:
            matter.public_title = texts["titles"][outcome.value].format(**self.words)
            matter.public_summary = summary.format(**self.words)
            matter.is_public = True
        self.matter.answers.append(self._answer(words))
        if self.demo.rng.random() < 0.6:
            self._rate(outcome)

    def _answer(self, text: str) -> answers.ClosingAnswer:
        measures, basis = material("complaints")["measures"][self.matter.kind.value]
        return answers.ClosingAnswer(
            round=1,
            at=self.moment(),
            staff_id=self.handler.id,
            bureau=self.matter.bureau,
            outcome=self.matter.outcome,
            text=text,
            measures=measures,
            basis=basis,
        )

    def _refusal(self, text: str, basis: str) -> answers.ClosingAnswer:
        who = {"staff_id": self.handler.id, "bureau": self.matter.bureau, "at": self.moment()}
        return answers.ClosingAnswer(round=1, text=text, basis=basis, **who)

    def _rate(self, outcome: MatterOutcome) -> None:
        rng = self.demo.rng
        weights = (8, 2, 0) if outcome in GOOD else (3, 4, 3)
        satisfaction = rng.choices(list(Satisfaction), weights)[0]
        manners = (6, 4, 1, 0, 0) if outcome in GOOD else (1, 4, 4, 2, 1)
        at = self.moment() + timedelta(hours=rng.randrange(1, 40))
        comment = self._pick("comments") if satisfaction is Satisfaction.SOLVED else ""
        self.matter.rating = answers.Rating(
            rated_at=min(at, self.demo.moment(self.demo.today)),
            satisfaction=satisfaction,
            manner=rng.choices(list(Manner), manners)[0],
            comment=comment or None,
        )
        if satisfaction is Satisfaction.UNSOLVED and self.day >= self.demo.days_ago(20):
            self._ask_for_review()

    def _ask_for_review(self) -> None:
        due_on = add_working_days(self.day, 15, self.demo.calendar)
        review = answers.Review(asked_at=self.moment(), due_on=due_on)
        review.reason = self._pick("review_reasons")
        self.matter.reviews.append(review)
        self.matter.events.append(MatterEvent(at=self.moment(), kind=MatterEventKind.REVIEW_ASKED))

    def _move(self, to: Bureau) -> None:
        matter = self.matter
        matter.bureau, matter.handler, matter.status = to, None, MatterStatus.NEW
        matter.assistants = [body for body in matter.assistants if body is not to]
        for task in matter.assist_tasks:
            if task.bureau is to and task.reported_on is None:
                task.ended_on = self.day
        self.handler = self.personnel.handler(to)

    def _send_on(self, kind: MatterDocumentKind, to: Bureau, reason: str) -> None:
        documents.issue_sending(self.matter, self.handler, self.day, kind, to=to, reason=reason)

    def _referral(self, to: Bureau, reason: str, status: ReferralStatus) -> Referral:
        return Referral(
            from_bureau=self.matter.bureau,
            to_bureau=to,
            referred_at=self.moment(),
            referred_by_id=self.handler.id,
            reason=reason,
            status=status,
        )

    def event(
        self,
        kind: MatterEventKind,
        text: str | None = None,
        bureau: Bureau | None = None,
        *,
        by: Staff | None = None,
        visible: bool = True,
    ) -> None:
        """An entry of the history, by the handler unless somebody else is named."""
        self.matter.events.append(
            MatterEvent(
                at=self.moment(),
                kind=kind,
                staff=by or self.handler,
                bureau=bureau or self.matter.bureau,
                text=text,
                is_visible_to_reporter=visible,
            )
        )

    def _note(self) -> None:
        self.matter.notes.append(
            answers.InternalNote(staff=self.handler, at=self.moment(), text=self._pick("notes"))
        )

    def reply(self, text: str) -> None:
        """An answer of the body."""
        reply = answers.PublicReply(staff=self.handler, at=self.moment(), text=text)
        reply.bureau = self.matter.bureau
        self.matter.replies.append(reply)

    def _pick(self, name: str) -> str:
        chosen: str = self.demo.rng.choice(material("complaints")[name])
        return chosen
