"""Handing in: a draft becomes one application, exactly once."""

from app.kernel import audit, clock, notify
from app.kernel.crypto import tracking_codes
from app.kernel.db.session import db
from app.kernel.db.site import daily_number
from app.kernel.errors import ConflictError
from app.kernel.wizard.drafts import DraftExpiredError, UnfinishedDraftError
from app.matters.redress.answers import Answers
from app.matters.redress.conditions import may_apply
from app.matters.redress.models import RedressApplication, RedressDraft, RedressEvent
from app.matters.redress.queries.bodies import deciding_bureau
from app.matters.redress.queries.drafts import locked_draft
from app.matters.redress.queries.records import Contested, contested
from app.matters.redress.queries.terms import clock_from
from app.matters.redress.rules import EventKind, RedressStatus


def submit_draft(*, token: str) -> RedressApplication:
    """Hand in the draft of ``token``; done again, it returns the same application.

    Raises GoneError where the record has left meanwhile, ConflictError where the code is not
    that of its party or a repair comes too early.
    """
    draft = locked_draft(token)
    if draft is None:
        raise DraftExpiredError
    if draft.application is None:
        answers = Answers.parse(draft.answers)
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


def _open_application(token: str, answers: Answers) -> RedressApplication:
    if answers.ref is None or not answers.is_finished:
        raise UnfinishedDraftError
    held = contested(answers.ref)
    _refuse_unfit(held, answers)
    application = _filled_in(held, answers)
    application.number = f"{application.kind.letter}{daily_number('redress')}"
    application.code_hash = tracking_codes.keep(token)
    application.events.append(RedressEvent(at=clock.now(), kind=EventKind.SUBMITTED))
    db.session.add(application)
    db.session.flush()
    _tell_bureau(application)
    return application


def _refuse_unfit(held: Contested, answers: Answers) -> None:
    if answers.kind not in held.kinds:
        raise ConflictError("这条记录不需要信用修复。认为内容有误的，请改为提出异议。")
    if not held.uscc or answers.uscc != held.uscc:
        raise ConflictError("填写的代码不是这条记录当事人的，不能提交。请返回核对。")
    if answers.is_repair and not may_apply(held.conditions):
        raise ConflictError("还没有达到最短公示期限，不能提交。请返回看最早可以申请的日期。")


def _filled_in(held: Contested, answers: Answers) -> RedressApplication:
    """The application's content; what the other kind would ask is not taken over."""
    said, contact, today = answers.statement, answers.contact, clock.today()
    if said is None or contact is None or answers.kind is None:
        raise UnfinishedDraftError
    return RedressApplication(
        kind=answers.kind,
        status=RedressStatus.NEW,
        uscc=held.uscc,
        party=held.party,
        bureau=deciding_bureau(held, today),
        submitted_at=clock.now(),
        received_on=today,
        due_on=clock_from(today).due_on,
        item=None if answers.is_repair else said.item,
        should_be=None if answers.is_repair else said.should_be or None,
        statement=said.text,
        contact=contact.given,
        ref=held.ref,
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
