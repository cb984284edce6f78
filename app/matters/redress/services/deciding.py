"""The decision about an application, and what it does to the record in the same transaction."""

from app.kernel import clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.matters.redress.acts import RULES
from app.matters.redress.conditions import may_apply
from app.matters.redress.models import RedressApplication
from app.matters.redress.queries.desk import lock_record
from app.matters.redress.queries.records import as_contested
from app.matters.redress.rules import OUTCOMES, Act, EventKind, Outcome, RedressKind, RedressStatus
from app.matters.redress.services.documents import issue_decision
from app.matters.redress.services.handling import end, note, tell
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
    *, application: RedressApplication, staff: Staff, outcome: Outcome, text: str
) -> None:
    """Grant or refuse, and tell the applicant why; what follows for the record follows at once.

    Who decides is neither an author of the record nor who accepted the application: so no
    record leaves by the will of one person.
    """
    RULES.require(Act.DECIDE, application, staff)
    if outcome not in OUTCOMES[application.kind]:
        raise InvalidInputError(f"{application.kind.label}不能以“{outcome.label}”结束，请另选。")
    lock_record(application.record)
    _refuse_unfounded(application, outcome)
    application.status, application.outcome = RedressStatus.DECIDED, outcome
    issue_decision(application, clock.today(), outcome, text)
    end(application)
    note(application, EventKind.DECIDED, staff, f"{outcome.label}。{text}")
    tell(Act.DECIDE, application, staff, reason=outcome.value)
    if application.kind is RedressKind.OBJECTION:
        unmark(application, staff.as_actor())
    _carry_out(application, outcome, staff.as_actor())


def unmark(application: RedressApplication, actor: Actor) -> None:
    """The record no longer says 异议处理中, in the transaction of the caller."""
    record = application.record
    kind = as_contested(record).search_kind
    mark_objection(record, kind=kind, actor=actor, is_open=False)


def _refuse_unfounded(application: RedressApplication, outcome: Outcome) -> None:
    """Hold the outcome against the record as it is."""
    record = application.record
    is_public = record.life is Life.PUBLISHED
    if outcome is Outcome.MOOT:
        if is_public:
            raise ConflictError("这条记录还在公示，不能以“记录已不再公示”结束。")
        return
    if not is_public:
        raise ConflictError("这条记录已不再公示，请选“记录已不再公示，终止办理”。")
    if outcome is Outcome.GRANTED and not may_apply(as_contested(record).conditions):
        raise ConflictError("没有达到最短公示期限，不能准予修复。")
    if outcome is Outcome.CORRECTED and not _is_corrected(application):
        raise ConflictError(
            "受理以后还没有公布对这条记录的更正。请先由编辑提出更正、审核同意，再作出决定。"
        )


def _is_corrected(application: RedressApplication) -> bool:
    since = application.accepted_on
    return since is not None and any(told.on >= since for told in application.record.change_notes)


def _upheld(application: RedressApplication) -> Revocation:
    """The decision on the objection, by which the record has to leave."""
    return Revocation(
        WithdrawalGround.OTHER, clock.today(), application.documents[-1].number, UPHELD
    )


def _carry_out(application: RedressApplication, outcome: Outcome, actor: Actor) -> None:
    record = application.record
    kind = as_contested(record).search_kind
    if outcome is Outcome.GRANTED:
        repair_publication(record, kind=kind, actor=actor)
    elif outcome is Outcome.TAKEN_DOWN:
        withdraw_publication(
            record,
            kind=kind,
            actor=actor,
            reason=UPHELD,
            because=_upheld(application),
        )
    else:
        db.session.commit()
