"""What follows answers and refusals: visits, reviews, requests, open waivers, penalties.

Rows that the services would write, in each state that they can have.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from sqlalchemy import ColumnElement, select

from app.kernel import audit, clock
from app.kernel.db.session import Base, db
from app.kernel.working_days import add_working_days
from app.matters.complaints.clocks.services.timing import start_clock
from app.matters.complaints.matter.models.answers import (
    ClosingAnswer,
    FollowUp,
    PublicReply,
    Review,
)
from app.matters.complaints.matter.models.clocks import ClockExtension
from app.matters.complaints.matter.models.handling import ClosingCheck, MatterCase, MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import ReporterRequest
from app.matters.complaints.matter.rules.entries import MatterEventKind, RequestKind, RequestStatus
from app.matters.complaints.matter.rules.outcomes import (
    CheckState,
    ClosingItem,
    Manner,
    MatterOutcome,
    ReviewResult,
    ReviewStatus,
    Satisfaction,
)
from app.matters.complaints.matter.rules.states import (
    FIRST_STEP,
    OPEN,
    ComplaintKind,
    ExtensionStatus,
    MatterStatus,
    step_after_acceptance,
)
from app.ops.demo.material import Demo, material
from app.people.models import Staff
from app.people.rules import Role
from app.publishing.life.queries import published
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.record_links.models import CaseEntry

HOME = "ouhai-market-supervision"
VISITS, ANSWERED_OF, RESTED = 16, 4, 4
ASKED = {
    RequestKind.AMEND: MatterEventKind.AMEND_ASKED,
    RequestKind.WITHDRAW: MatterEventKind.WITHDRAW_ASKED,
}


@dataclass(frozen=True)
class Aftermath:
    """The day, all matters, and the people with accounts."""

    demo: Demo
    matters: Sequence[Matter]
    people: Mapping[Role, Staff]

    def in_state(self, *statuses: MatterStatus, at_home: bool = False) -> list[Matter]:
        """The newest first of those that have rested for days, so that what follows comes after;
        at home are those that one can sign in to handle."""
        return [
            matter
            for matter in reversed(self.matters)
            if matter.status in statuses and (matter.bureau.code == HOME or not at_home)
            if clock.city_date(matter.events[-1].at) < self.demo.days_ago(RESTED)
        ]

    def in_progress(self) -> list[Matter]:
        """The newest first, those at home before others."""
        found = self.in_state(MatterStatus.IN_PROGRESS)
        return sorted(found, key=lambda one: one.bureau.code != HOME)


def make_followings(
    demo: Demo, submissions: Sequence[Submission], people: Sequence[Staff]
) -> list[Base]:
    """All of it, about matters that are there already."""
    matters = [matter for one in submissions for matter in one.matters]
    by_role = {held.role: person for person in people for held in person.roles}
    desk = Aftermath(demo, matters, by_role)
    _show_identity(desk)
    made = [
        *_visits(desk),
        *_reviews(desk),
        *_reviews_of_refusals(desk),
        *_requests(desk),
        *_waivers(desk),
        *_extensions(desk),
        *_penalties(desk),
    ]
    events = [one for one in made if isinstance(one, MatterEvent)]
    return [*(one for one in made if one not in events), *sorted(events, key=lambda one: one.at)]


def _visits(desk: Aftermath) -> Iterator[Base]:
    """Most of those drawn have answered, not all of them content."""
    texts = cycle(material("complaints")["visit_comments"])
    lately = [
        matter
        for matter in desk.in_state(MatterStatus.CLOSED)
        if matter.closed_on and matter.closed_on >= desk.demo.days_ago(60)
    ]
    for number, matter in enumerate(lately[:VISITS]):
        drawn_at = desk.demo.moment(desk.demo.days_ago(2))
        visit = FollowUp(
            matter_id=matter.id, drawn_at=drawn_at, drawn_by_id=desk.people[Role.COORDINATOR].id
        )
        if number % ANSWERED_OF:
            visit.answered_at = drawn_at + timedelta(hours=number)
            visit.was_contacted, visit.is_true = number % 5 != 0, number % 7 != 0
            visit.satisfaction = list(Satisfaction)[number % len(Satisfaction)]
            visit.manner = list(Manner)[number % len(Manner)]
            visit.comment = next(texts)
            yield MatterEvent(
                matter_id=matter.id, at=visit.answered_at, kind=MatterEventKind.VISITED
            )
        yield visit


def _reviews(desk: Aftermath) -> Iterator[Base]:
    """Of answers: one stands, one is changed."""
    closed = [one for one in desk.in_state(MatterStatus.CLOSED) if one.answers and not one.review]
    changed = [one for one in closed if one.outcome is MatterOutcome.PARTLY_SOLVED][:1]
    for matter in changed:
        matter.outcome = MatterOutcome.SOLVED
        yield from _decide(desk, matter, ReviewResult.CHANGED)
    for matter in [one for one in closed if one not in changed][:1]:
        yield from _decide(desk, matter, ReviewResult.UPHELD)


def _reviews_of_refusals(desk: Aftermath) -> Iterator[Base]:
    """Of refusals: one waits, one stands, one is overturned and handled from then on."""
    refused = [one for one in desk.in_state(MatterStatus.DECLINED) if one.decline_ground]
    for matter, result in zip(
        refused, (None, ReviewResult.UPHELD, ReviewResult.CHANGED), strict=False
    ):
        yield from _decide(desk, matter, result)
        if result is ReviewResult.CHANGED:
            matter.status = MatterStatus.IN_PROGRESS
            matter.accepted_on = desk.demo.today
            matter.closed_on = matter.working_days_taken = matter.met_deadline = None
            step = step_after_acceptance(matter.kind) or FIRST_STEP[matter.kind]
            start_clock(matter, step, desk.demo.today)


def _decide(desk: Aftermath, matter: Matter, result: ReviewResult | None) -> Iterator[Base]:
    """The request some days ago, and yesterday the answer of the coordination office, if any."""
    demo, officer = desk.demo, desk.people[Role.COORDINATOR]
    asked_at = demo.moment(demo.days_ago(4))
    reason = demo.rng.choice(material("complaints")["review_reasons"])
    due_on = add_working_days(demo.days_ago(4), 15, demo.calendar)
    is_refusal = matter.status is MatterStatus.DECLINED
    review = Review(of_refusal=is_refusal, asked_at=asked_at, reason=reason, due_on=due_on)
    matter.reviews.append(review)
    yield MatterEvent(matter_id=matter.id, at=asked_at, kind=MatterEventKind.REVIEW_ASKED)
    if result is None:
        return
    at = demo.moment(demo.days_ago(1))
    text, basis = material("complaints")["review_answers"][result.value]
    review.status, review.result = ReviewStatus.DONE, result
    review.reviewer_id, review.decided_at = officer.id, at
    who = {"staff_id": officer.id, "bureau_id": officer.bureau_id, "at": at, "text": text}
    yield PublicReply(matter_id=matter.id, **who)
    yield ClosingAnswer(matter_id=matter.id, round=2, outcome=matter.outcome, basis=basis, **who)
    yield MatterEvent(
        matter_id=matter.id,
        kind=MatterEventKind.REVIEWED,
        **{**who, "text": result.label_for(of_refusal=is_refusal)},
    )


def _requests(desk: Aftermath) -> Iterator[Base]:
    """To amend and to withdraw: waiting, granted and refused."""
    texts = material("complaints")["requests"]
    kinds_and_states = [(kind, status) for kind in RequestKind for status in RequestStatus]
    taken_back = desk.in_state(MatterStatus.WITHDRAWN)
    for (kind, status), still_open in zip(kinds_and_states, desk.in_progress(), strict=False):
        is_over = (kind, status) == (RequestKind.WITHDRAW, RequestStatus.GRANTED)
        matter = taken_back[0] if is_over and taken_back else still_open
        asked_at = desk.demo.moment(desk.demo.days_ago(2))
        text, answer = texts[kind.value]
        request = ReporterRequest(
            matter_id=matter.id, kind=kind, asked_at=asked_at, text=text, status=status
        )
        yield MatterEvent(matter_id=matter.id, at=asked_at, kind=ASKED[kind], text=text)
        if status is not RequestStatus.PENDING:
            request.answer = answer[status.value]
            request.answered_at = asked_at + timedelta(hours=20)
            request.answered_by_id = (matter.handler or desk.people[Role.HANDLER]).id
            yield MatterEvent(
                matter_id=matter.id, at=request.answered_at, kind=MatterEventKind.REQUEST_ANSWERED
            )
        yield request


def _waivers(desk: Aftermath) -> Iterator[Base]:
    """Reports that are not closed yet: an item shown, one asked to be let go, one refused."""
    states = (CheckState.SHOWN, CheckState.ASKED, CheckState.REFUSED)
    texts = material("complaints")["closing"]
    for matter in desk.in_state(MatterStatus.CASE_OPEN)[:3]:
        handler = matter.handler or desk.people[Role.HANDLER]
        for item, state in zip(ClosingItem, states, strict=False):
            kind = "shown" if state is CheckState.SHOWN else "waived"
            at = desk.demo.moment(desk.demo.days_ago(1))
            check = ClosingCheck(matter_id=matter.id, item=item, state=state, at=at, staff=handler)
            check.text = texts[item.value].get(kind) or texts[ClosingItem.HAZARD.value][kind]
            if state is CheckState.REFUSED:
                check.approver, check.answered_at = desk.people[Role.HEAD], at
                check.answer = "还没有查清，请继续核实。"
            yield check


def _extensions(desk: Aftermath) -> Iterator[Base]:
    """More time that was asked for: one waits for the head, one was refused."""
    reasons = material("complaints")["extension_reasons"]
    handled = [one for one in desk.in_progress() if one.due_on]
    for matter, status in zip(
        handled, (ExtensionStatus.REQUESTED, ExtensionStatus.REFUSED), strict=False
    ):
        (running, *_) = (one for one in matter.deadlines if one.met_on is None)
        asked_at = desk.demo.moment(desk.demo.days_ago(1))
        extension = ClockExtension(
            deadline_id=running.id,
            status=status,
            days=running.rule.extension_days if running.rule else 0,
            reason=desk.demo.rng.choice(reasons),
            requested_by_id=(matter.handler or desk.people[Role.HANDLER]).id,
            requested_at=asked_at,
            due_before=running.due_on,
        )
        if status is ExtensionStatus.REFUSED:
            extension.decided_by_id = desk.people[Role.HEAD].id
            extension.decided_at = asked_at + timedelta(hours=2)
            extension.answer = "期限还够，请先完成现场检查。"
        yield extension


def _penalties(desk: Aftermath) -> Iterator[Base]:
    """Of proven reports on a company: a penalty of that company, and the entry that rests on it."""
    proven = [
        matter
        for matter in desk.in_state(MatterStatus.CLOSED)
        if matter.kind is ComplaintKind.VIOLATION_REPORT
        and matter.outcome is MatterOutcome.CASE_FILED
    ]
    companies = {one.submission.company_id for one in proven} - {None}
    cases = _of_companies(Case, companies)
    entries = _of_companies(CreditEntry, companies, CreditEntry.list == ListKind.BLACK)
    for matter in proven:
        case = cases.pop(matter.submission.company_id, None)
        if case is None:
            continue
        ended_at = desk.demo.moment(matter.closed_on or desk.demo.today)
        linked_at = max(ended_at, matter.events[-1].at)
        yield MatterCase(matter_id=matter.id, case_id=case.id, linked_at=linked_at)
        yield MatterEvent(
            matter_id=matter.id,
            at=linked_at,
            kind=MatterEventKind.CASE_DRAFTED,
            staff_id=matter.handler_id,
            bureau_id=matter.bureau_id,
            is_visible_to_reporter=False,
        )
        if entry := entries.get(case.company_id):
            yield CaseEntry(case_id=case.id, entry_id=entry.id, linked_at=linked_at)


def _of_companies(
    model: Any, companies: set[int | None], *conditions: ColumnElement[bool]
) -> dict[int | None, Any]:
    """The newest public case or entry of each company."""
    statement = select(model).where(published(model), model.company_id.in_(companies), *conditions)
    return {one.company_id: one for one in db.session.scalars(statement.order_by(model.id))}


def _show_identity(desk: Aftermath) -> None:
    """The handler has looked once who reports, with a reason: the log says so."""
    named = (one for one in desk.in_state(*OPEN, at_home=True) if one.submission.contact)
    for matter in islice(named, 1):
        audit.record(
            "matter.reveal_identity",
            actor=desk.people[Role.HANDLER].as_actor(),
            object_type="matter",
            object_id=matter.number,
            reason="电话约投诉人到场调解",
        )
