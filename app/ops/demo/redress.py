"""Objections and repairs in every state, about penalties that the demonstration publishes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db.session import db
from app.kernel.db.site import next_serial
from app.kernel.files.uploads import store
from app.kernel.working_days import add_working_days
from app.matters.redress.models import RedressApplication, RedressEvent, RedressFile
from app.matters.redress.queries.applications import clock_from
from app.matters.redress.queries.records import as_contested, deciding_bureau
from app.matters.redress.rules import (
    RedressDeclineGround,
    RedressDocumentKind,
    RedressEventKind,
    RedressKind,
    RedressOutcome,
    RedressStatus,
)
from app.matters.redress.services.deciding import issue
from app.ops.demo.material import Demo, Json, masked_person, material
from app.ops.demo.papers import sealed_sheet
from app.ops.demo.staff import Personnel
from app.people.models import Staff
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case

HOME = "ouhai-market-supervision"
"""The body whose people have accounts: every other application is for it."""
REMOVING = {
    RedressOutcome.GRANTED: PublicationStatus.REPAIRED,
    RedressOutcome.TAKEN_DOWN: PublicationStatus.WITHDRAWN,
}


@dataclass(frozen=True)
class ApplicationCourse:
    """How an application runs: how many days ago it came, and how it ended, if it has."""

    kind: RedressKind
    status: RedressStatus
    days_ago: int
    outcome: RedressOutcome | None = None


def courses() -> Iterator[ApplicationCourse]:
    """Two of each, one for the body with accounts; the first accepted ones are overdue."""
    for kind in RedressKind:
        for days_ago in (1, 4, 6):
            yield from [ApplicationCourse(kind, RedressStatus.NEW, days_ago)] * 2
        for days_ago in (20, 8):
            yield from [ApplicationCourse(kind, RedressStatus.ACCEPTED, days_ago)] * 2
        yield from [ApplicationCourse(kind, RedressStatus.DECLINED, 33)] * 2
        yield ApplicationCourse(kind, RedressStatus.WITHDRAWN, 27)
    for kind, outcome in (
        (RedressKind.OBJECTION, RedressOutcome.UNFOUNDED),
        (RedressKind.OBJECTION, RedressOutcome.TAKEN_DOWN),
        (RedressKind.REPAIR, RedressOutcome.GRANTED),
        (RedressKind.REPAIR, RedressOutcome.REFUSED),
    ):
        yield from [ApplicationCourse(kind, RedressStatus.DECIDED, 41, outcome)] * 2


COUNT = len(list(courses()))


def make_applications(demo: Demo, personnel: Personnel, code_hash: str) -> list[RedressApplication]:
    """One application for each course, oldest first, so that papers are numbered in order."""
    cases = _cases(demo)
    letter, made = sealed_sheet(), []
    for number, course in enumerate(sorted(courses(), key=lambda one: -one.days_ago)):
        received_on = demo.days_ago(course.days_ago)
        case = _fitting(cases, course, received_on, at_home=number % 2 == 0)
        application = _hand_in(demo, course, case, received_on, code_hash)
        application.evidence.append(
            RedressFile.of(store("加盖公章的材料（演示）.png", "image/png", letter))
        )
        db.session.add(application)
        db.session.flush()
        _run(demo, personnel, application, course)
        made.append(application)
    return made


def _cases(demo: Demo) -> dict[bool, list[Case]]:
    """Published penalties by whether the body with accounts decided them, the oldest first."""
    found = db.session.scalars(
        select(Case)
        .where(published(Case), Case.uscc.is_not(None))
        .options(joinedload(Case.company))
        .order_by(Case.published_on, Case.id)
    ).all()
    home = demo.bureaus[HOME].id
    return {
        at_home: [case for case in found if (case.deciding_bureau_id == home) is at_home]
        for at_home in (True, False)
    }


def _fitting(
    cases: dict[bool, list[Case]], course: ApplicationCourse, received_on: date, *, at_home: bool
) -> Case:
    """Take a case that could be contested in this way on that day."""

    def fits(case: Case) -> bool:
        begun = case.published_on is not None and case.published_on < received_on
        is_due = case.earliest_repair_on is None or case.earliest_repair_on <= received_on
        return begun and (is_due or course.kind is RedressKind.OBJECTION)

    for group in (cases[at_home], cases[not at_home]):
        for case in group:
            if fits(case):
                group.remove(case)
                return case
    raise LookupError("no published case fits")


def _hand_in(
    demo: Demo, course: ApplicationCourse, case: Case, received_on: date, code_hash: str
) -> RedressApplication:
    day = f"{received_on:%Y%m%d}"
    texts = _texts(demo, course)
    contested, submitted_at = as_contested(case), demo.moment(received_on)
    return RedressApplication(
        number=f"{course.kind.letter}{day}-{next_serial('redress', day):05d}",
        kind=course.kind,
        status=RedressStatus.NEW,
        ref=contested.ref,
        uscc=case.uscc,
        party=case.party_name,
        bureau=deciding_bureau(contested, received_on),
        code_hash=code_hash,
        submitted_at=submitted_at,
        received_on=received_on,
        due_on=clock_from(received_on).due_on,
        item=texts.get("item"),
        should_be=texts.get("should_be"),
        statement=texts["text"],
        contact={"name": masked_person(demo.rng), "phone": "13800000000"},
        events=[RedressEvent(at=submitted_at, kind=RedressEventKind.SUBMITTED)],
    )


def _texts(demo: Demo, course: ApplicationCourse) -> Json:
    texts = material("redress")
    if course.kind is RedressKind.REPAIR:
        return {"text": demo.rng.choice(texts["repairs"])}
    chosen: Json = demo.rng.choice(texts["objections"])
    return chosen


def _run(
    demo: Demo, personnel: Personnel, application: RedressApplication, course: ApplicationCourse
) -> None:
    """What happened to it since, each step by another person."""
    first, second = _two(personnel, application)
    # In long holidays the next working day is still to come: it was looked at all the same.
    begun = min(add_working_days(application.received_on, 1, demo.calendar), demo.today)
    if course.status is RedressStatus.WITHDRAWN:
        _end(application, course.status, begun)
        _note(demo, application, begun, RedressEventKind.WITHDRAWN)
    elif course.status is RedressStatus.DECLINED:
        _decline(demo, application, begun, first)
    elif course.status is not RedressStatus.NEW:
        _accept(demo, application, begun, first)
    if course.outcome:
        ended = add_working_days(application.received_on, 7, demo.calendar)
        _decide(demo, application, ended, second, course.outcome)


def _two(personnel: Personnel, application: RedressApplication) -> Sequence[Staff]:
    """Two people of the body, in turns: so that each of the accounts has something to decide."""
    personnel.handler(application.bureau)
    people = personnel.by_bureau[application.bureau.id][:2]
    return people if application.id % 4 < 2 else people[::-1]


def _accept(demo: Demo, application: RedressApplication, on: date, by: Staff) -> None:
    application.status, application.accepted_on = RedressStatus.ACCEPTED, on
    if application.kind is RedressKind.OBJECTION:
        application.record.objected_on = on
    _note(demo, application, on, RedressEventKind.ACCEPTED, by=by)
    issue(application, RedressDocumentKind.ACCEPTANCE, on)


def _decline(demo: Demo, application: RedressApplication, on: date, by: Staff) -> None:
    ground, reason = RedressDeclineGround.NO_MATERIAL, material("redress")["reasons"]["declined"]
    issue(application, RedressDocumentKind.NON_ACCEPTANCE, on, ground, reason)
    _end(application, RedressStatus.DECLINED, on)
    application.decline_ground = ground
    _note(demo, application, on, RedressEventKind.DECLINED, by=by, text=f"{ground.label}。{reason}")


def _decide(
    demo: Demo, application: RedressApplication, on: date, by: Staff, outcome: RedressOutcome
) -> None:
    reason = material("redress")["reasons"][outcome.value]
    record = application.record
    issue(application, RedressDocumentKind.DECISION, on, outcome, reason)
    _end(application, RedressStatus.DECIDED, on)
    application.outcome, record.objected_on = outcome, None
    _note(demo, application, on, RedressEventKind.DECIDED, by=by, text=f"{outcome.label}。{reason}")
    if outcome in REMOVING:
        record.status, record.withdrawn_on = REMOVING[outcome], on


def _end(application: RedressApplication, status: RedressStatus, on: date) -> None:
    application.status, application.due_on, application.closed_on = status, None, on


def _note(
    demo: Demo,
    application: RedressApplication,
    on: date,
    kind: RedressEventKind,
    *,
    by: Staff | None = None,
    text: str | None = None,
) -> None:
    at, staff_id = demo.moment(on), by.id if by else None
    application.events.append(RedressEvent(at=at, kind=kind, staff_id=staff_id, text=text))
