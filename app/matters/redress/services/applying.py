"""What companies do: filling in a draft, handing it in exactly once, taking an application back."""

from app.kernel import audit, clock, notify
from app.kernel.crypto import tracking_codes
from app.kernel.db.session import db
from app.kernel.db.site import daily_number
from app.kernel.errors import ConflictError, NotFoundError
from app.kernel.wizard.drafts import DraftExpiredError, DraftKeeper, UnfinishedDraftError
from app.matters.redress.answers import RedressAnswers
from app.matters.redress.conditions import may_apply
from app.matters.redress.models import RedressApplication, RedressDraft, RedressEvent, RedressFile
from app.matters.redress.queries.applications import (
    clock_from,
    locked_application,
    locked_draft,
)
from app.matters.redress.queries.records import ContestedRecord, contested, deciding_bureau
from app.matters.redress.rules import OPEN, RedressEventKind, RedressKind, RedressStatus
from app.matters.redress.services.deciding import unmark

_keeper = DraftKeeper(RedressDraft, RedressFile)

start_draft, save_answers, discard_draft = _keeper.start, _keeper.save, _keeper.discard
add_files, remove_file = _keeper.add_files, _keeper.remove_file
sweep_drafts = _keeper.sweep


def submit_draft(*, token: str) -> RedressApplication:
    """Hand in the draft of ``token``; done again, it returns the same application.

    Raises GoneError where the draft has expired or the record has left meanwhile, ConflictError
    where a question is open, the record can't be asked this, the code is not that of its party
    or a repair comes too early.
    """
    draft = locked_draft(token)
    if draft is None:
        raise DraftExpiredError
    if draft.application is None:
        answers = RedressAnswers.parse(draft.answers)
        draft.application = _open_application(token, answers)
        _hand_over(draft, draft.application)
        audit.record(
            "redress.created",
            actor=audit.PUBLIC,
            object_type="redress",
            object_id=draft.application.number,
        )
    db.session.commit()
    return draft.application


def _open_application(token: str, answers: RedressAnswers) -> RedressApplication:
    if answers.ref is None or not answers.is_finished:
        raise UnfinishedDraftError
    contested_record = contested(answers.ref)
    _refuse_unfit(contested_record, answers)
    application = _filled_in(contested_record, answers)
    application.number = f"{application.kind.letter}{daily_number('redress')}"
    application.code_hash = tracking_codes.keep(token)
    application.events.append(RedressEvent(at=clock.now(), kind=RedressEventKind.SUBMITTED))
    db.session.add(application)
    db.session.flush()
    _tell_bureau(application)
    return application


def _refuse_unfit(contested_record: ContestedRecord, answers: RedressAnswers) -> None:
    if answers.kind not in contested_record.kinds:
        raise ConflictError("这条记录不需要信用修复。认为内容有误的，请改为提出异议。")
    if not contested_record.uscc or answers.uscc != contested_record.uscc:
        raise ConflictError("填写的代码不是这条记录当事人的，不能提交。请返回核对。")
    if answers.is_repair and not may_apply(contested_record.conditions):
        raise ConflictError("还没有达到最短公示期限，不能提交。请返回看最早可以申请的日期。")


def _filled_in(contested_record: ContestedRecord, answers: RedressAnswers) -> RedressApplication:
    """The application's content; what the other kind would ask is not taken over."""
    statement, contact, today = answers.statement, answers.contact, clock.today()
    if statement is None or contact is None or answers.kind is None:
        raise UnfinishedDraftError
    return RedressApplication(
        kind=answers.kind,
        status=RedressStatus.NEW,
        uscc=contested_record.uscc,
        party=contested_record.party,
        bureau=deciding_bureau(contested_record, today),
        submitted_at=clock.now(),
        received_on=today,
        due_on=clock_from(today).due_on,
        item=None if answers.is_repair else statement.item,
        should_be=None if answers.is_repair else statement.should_be or None,
        statement=statement.text,
        contact=contact.given,
        ref=contested_record.ref,
    )


def _hand_over(draft: RedressDraft, application: RedressApplication) -> None:
    """The files go to the application, the answers go altogether."""
    for file in list(draft.evidence):
        draft.evidence.remove(file)
        application.evidence.append(file)
    draft.answers = {}
    draft.prolong()


def _tell_bureau(application: RedressApplication) -> None:
    """Queue the notice that an application has arrived: its number and deadline, no more."""
    notify.mail(
        "new_redress",
        notify.bureau(application.bureau_id),
        number=application.number,
        kind=application.kind.label,
        deadline=application.due_on.isoformat() if application.due_on else "规定期限",
    )


def withdraw_application(*, application_id: int) -> None:
    """The applicant takes it back: its clock stops, and the record is no longer marked by it.

    Raises NotFoundError where there is no such application, ConflictError where it has ended.
    """
    application = locked_application(application_id)
    if application is None:
        raise NotFoundError
    if application.status not in OPEN:
        raise ConflictError("这件申请已经结束，不能再撤回。")
    was_accepted = application.status is RedressStatus.ACCEPTED
    application.status = RedressStatus.WITHDRAWN
    application.due_on, application.closed_on = None, clock.today()
    application.version += 1
    application.events.append(RedressEvent(at=clock.now(), kind=RedressEventKind.WITHDRAWN))
    if was_accepted and application.kind is RedressKind.OBJECTION:
        unmark(application, audit.PUBLIC)
    audit.record(
        "redress.withdrawn",
        actor=audit.PUBLIC,
        object_type="redress",
        object_id=application.number,
        changes=audit.changes_of(application),
    )
    db.session.commit()
