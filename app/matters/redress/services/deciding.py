"""What the deciding body does: it accepts an application or not, decides, and issues papers.

What follows for the record happens in the same transaction. Each act raises NotFoundError for
another body, NotAllowedError for who may only watch, ConflictError where the application has
moved on.
"""

from datetime import date
from typing import Any

from app.kernel import audit, clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.files.papers import next_paper_number
from app.matters.redress import papers
from app.matters.redress.acts import RULES
from app.matters.redress.conditions import handling_term, may_apply
from app.matters.redress.models import RedressApplication, RedressDocument, RedressEvent
from app.matters.redress.queries.desk import accepted_beside, lock_record
from app.matters.redress.queries.records import as_contested
from app.matters.redress.rules import (
    GROUNDS,
    OUTCOMES,
    RedressAct,
    RedressDeclineGround,
    RedressDocumentKind,
    RedressEventKind,
    RedressKind,
    RedressOutcome,
    RedressStatus,
)
from app.people.models import Staff
from app.publishing.life.rules import Life, WithdrawalGround
from app.publishing.life.services import (
    Revocation,
    mark_objection,
    repair_publication,
    withdraw_publication,
)

UPHELD = "异议成立，撤下"


def decide_application(
    *, application: RedressApplication, staff: Staff, outcome: RedressOutcome, text: str
) -> None:
    """Grant or refuse, and tell the applicant why; what follows for the record follows at once.

    Who decides is neither an author of the record nor who accepted the application: so no
    record leaves by the will of one person. Raises NotAllowedError for these, InvalidInputError
    for an outcome of the other kind, ConflictError where the record as it is stands against it.
    """
    RULES.require(RedressAct.DECIDE, application, staff)
    if outcome not in OUTCOMES[application.kind]:
        raise InvalidInputError(f"{application.kind.label}不能以“{outcome.label}”结束，请另选。")
    lock_record(application.record)
    _refuse_unfounded(application, outcome)
    application.status, application.outcome = RedressStatus.DECIDED, outcome
    issue(application, RedressDocumentKind.DECISION, clock.today(), outcome, text)
    end(application)
    note(application, RedressEventKind.DECIDED, staff, f"{outcome.label}。{text}")
    tell(RedressAct.DECIDE, application, staff, reason=outcome.value)
    if application.kind is RedressKind.OBJECTION:
        unmark(application, staff.as_actor())
    _carry_out(application, outcome, staff.as_actor())


def unmark(application: RedressApplication, actor: Actor) -> None:
    """The record no longer says 异议处理中, in the transaction of the caller."""
    record = application.record
    kind = as_contested(record).search_kind
    mark_objection(record, kind=kind, actor=actor, is_open=False)


def _refuse_unfounded(application: RedressApplication, outcome: RedressOutcome) -> None:
    """Hold the outcome against the record as it is."""
    record = application.record
    is_public = record.life is Life.PUBLISHED
    if outcome is RedressOutcome.MOOT:
        if is_public:
            raise ConflictError("这条记录还在公示，不能以“记录已不再公示”结束。")
        return
    if not is_public:
        raise ConflictError("这条记录已不再公示，请选“记录已不再公示，终止办理”。")
    if outcome is RedressOutcome.GRANTED and not may_apply(as_contested(record).conditions):
        raise ConflictError("没有达到最短公示期限，不能准予修复。")
    if outcome is RedressOutcome.CORRECTED and not _is_corrected(application):
        raise ConflictError(
            "受理以后还没有公布对这条记录的更正。请先由编辑提出更正、审核同意，再作出决定。"
        )


def _is_corrected(application: RedressApplication) -> bool:
    since = application.accepted_on
    return since is not None and any(note.on >= since for note in application.record.change_notes)


def _carry_out(application: RedressApplication, outcome: RedressOutcome, actor: Actor) -> None:
    record = application.record
    kind = as_contested(record).search_kind
    if outcome is RedressOutcome.GRANTED:
        repair_publication(record, kind=kind, actor=actor)
    elif outcome is RedressOutcome.TAKEN_DOWN:
        number = application.documents[-1].number
        because = Revocation(WithdrawalGround.OTHER, clock.today(), number, UPHELD)
        withdraw_publication(record, kind=kind, actor=actor, reason=UPHELD, because=because)
    else:
        db.session.commit()


def issue(
    application: RedressApplication, kind: RedressDocumentKind, on: date, *about: Any
) -> None:
    """Keep a paper that says ``about`` what it is issued, in the transaction of the caller.

    Its number is counted per year and body, without gaps.
    """
    contested_record, bureau = as_contested(application.record), application.bureau
    facts = papers.PaperFacts(
        kind=application.kind,
        number=application.number,
        record=contested_record.title,
        document_number=contested_record.number,
        received_on=application.received_on,
        accepted_on=application.accepted_on,
        days=handling_term(application.received_on).length,
        due_on=application.due_on,
    )
    numbered_by = f"redress document {bureau.id}", f"{bureau.short_name}信办"
    application.documents.append(
        RedressDocument(
            kind=kind,
            number=next_paper_number(*numbered_by, on),
            issued_on=on,
            content={
                "title": f"{application.kind.label}{kind.label}",
                "party": application.party,
                "uscc": application.uscc,
                "body": bureau.name,
                "text": "\n".join(papers.PARAGRAPHS[kind](facts, *about)),
            },
        )
    )


def accept_application(*, application: RedressApplication, staff: Staff) -> None:
    """The body takes it up; of an objection the record says so wherever it stands.

    Raises ConflictError where the record is not public, or another such application is accepted.
    """
    RULES.require(RedressAct.ACCEPT, application, staff)
    record = application.record
    lock_record(record)
    if record.life is not Life.PUBLISHED:
        raise ConflictError("这条记录已不再公示，请选“不予受理”，写明已经撤下或到期。")
    if other := accepted_beside(application):
        raise ConflictError(
            f"针对这条记录的同类申请 {other.number} 正在办理。"
            "请先办结，或者以“同一事项已经受理”不予受理。"
        )
    application.status = RedressStatus.ACCEPTED
    application.accepted_on = clock.today()
    if application.kind is RedressKind.OBJECTION:
        kind = as_contested(record).search_kind
        mark_objection(record, kind=kind, actor=staff.as_actor(), is_open=True)
    note(application, RedressEventKind.ACCEPTED, staff)
    issue(application, RedressDocumentKind.ACCEPTANCE, clock.today())
    tell(RedressAct.ACCEPT, application, staff)
    db.session.commit()


def decline_application(
    *, application: RedressApplication, staff: Staff, ground: RedressDeclineGround, text: str
) -> None:
    """The body does not take it up, on one of the grounds, and tells the applicant why.

    Raises InvalidInputError for a ground of the other kind of application.
    """
    RULES.require(RedressAct.DECLINE, application, staff)
    if ground not in GROUNDS[application.kind]:
        raise InvalidInputError(f"{application.kind.label}不能以这一情形不予受理，请另选。")
    application.status = RedressStatus.DECLINED
    application.decline_ground = ground
    issue(application, RedressDocumentKind.NON_ACCEPTANCE, clock.today(), ground, text)
    end(application)
    note(application, RedressEventKind.DECLINED, staff, f"{ground.label}。{text}")
    tell(RedressAct.DECLINE, application, staff, reason=ground.value)
    db.session.commit()


def end(application: RedressApplication) -> None:
    """The clock stops for good, in the transaction of the caller."""
    application.due_on, application.closed_on = None, clock.today()


def note(
    application: RedressApplication, kind: RedressEventKind, staff: Staff, text: str | None = None
) -> None:
    """Write an entry of the history, in the transaction of the caller."""
    application.events.append(RedressEvent(at=clock.now(), kind=kind, staff_id=staff.id, text=text))


def tell(
    act: RedressAct, application: RedressApplication, staff: Staff, *, reason: str = ""
) -> None:
    """Count the change and write the audit row, in the transaction of the caller."""
    application.version += 1
    audit.record(
        f"redress.{act.value}",
        actor=staff.as_actor(),
        object_type="redress",
        object_id=application.number,
        reason=reason,
        changes=audit.changes_of(application),
    )


def reveal_contact(*, application: RedressApplication, staff: Staff, reason: str) -> dict[str, str]:
    """The contact, after an audit row with the reason has been committed.

    Raises NotAllowedError for who wrote the record, and for who only watches.
    """
    RULES.require(RedressAct.REVEAL, application, staff)
    contact = dict(application.contact)
    audit.record(
        f"redress.{RedressAct.REVEAL.value}",
        actor=staff.as_actor(),
        object_type="redress",
        object_id=application.number,
        reason=reason,
    )
    db.session.commit()
    return contact
