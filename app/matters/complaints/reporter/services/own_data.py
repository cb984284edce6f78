"""What reporters decide about their own data: mail or none, and what is erased."""

from collections.abc import Callable
from hmac import compare_digest

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.files.uploads import delete_upload
from app.kernel.masking import mask_contact
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.models.submissions import Evidence
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import OPEN
from app.matters.complaints.reporter.queries.own_data import overdue_identities, own_facts
from app.matters.complaints.reporter.queries.tracking import submission_by_id
from app.matters.complaints.reporter.rules import TAKEN_BACK, OwnPart, kept_parts
from app.matters.complaints.reporter.services.tracking import log, note


def ask_for_notices(*, submission_id: int, email: str) -> None:
    """Send this reporter a mail without content whenever something happens."""
    submission = submission_by_id(submission_id)
    if submission.contact is None:
        raise ConflictError("匿名提交不保存任何联系方式，不能用邮件提醒。请凭查询码回来查看。")
    if not email:
        raise InvalidInputError("请填写电子邮箱")
    submission.contact = {**submission.contact, "email": email, "notices": "1"}
    log("submission.notices_on", submission)
    db.session.commit()


def own_contact(*, submission_id: int, phone: str) -> dict[str, str] | None:
    """Who the reporter is: in full for who gives the telephone that was left, else masked.

    None where another telephone is given.
    """
    contact = submission_by_id(submission_id).contact or {}
    if not phone:
        return mask_contact(contact)
    left = contact.get("phone", "")
    return contact if left and compare_digest(left.encode(), phone.encode()) else None


def note_export(*, submission_id: int) -> None:
    """Write down that the data left as a file, before it does."""
    log("submission.exported", submission_by_id(submission_id))
    db.session.commit()


def erase(*, submission_id: int, part: OwnPart, years: int) -> None:
    """Erase a part of the reporter's data; raises ConflictError with the reason it must stay."""
    submission = submission_by_id(submission_id)
    kept = kept_parts(own_facts(submission, clock.today(), years))
    found = next((one for one in kept if one.part is part), None)
    if found is None:
        raise ConflictError("这项资料已经没有了。")
    if not found.may_go:
        raise ConflictError(found.because)
    files = _ERASERS[part](submission)
    log(f"submission.erased_{part.value}", submission)
    db.session.commit()
    for file in files:  # only after the commit: a row never points at a file that is gone
        delete_upload(file.upload_id)


def erase_overdue_identities(*, years: int) -> int:
    """Erase who complained where the time for keeping it is over; returns of how many."""
    overdue = overdue_identities(clock.today(), years)
    for submission in overdue:
        _erase_identity(submission)
        audit.record(
            "submission.identity_expired",
            actor=audit.SYSTEM,
            object_type="submission",
            object_id=submission.number,
        )
    db.session.commit()
    return len(overdue)


def _erase_identity(submission: Submission) -> list[Evidence]:
    submission.contact = None
    submission.identity_erased_on = clock.today()
    for matter in submission.matters:
        note(matter, MatterEventKind.ERASED)
        matter.version += 1 if matter.status in OPEN else 0
    return []


def _erase_notices(submission: Submission) -> list[Evidence]:
    kept = submission.contact or {}
    submission.contact = {name: value for name, value in kept.items() if name != "notices"}
    return []


def _erase_comment(submission: Submission) -> list[Evidence]:
    for matter in submission.matters:
        if matter.rating is not None:
            matter.rating.comment = None
    return []


def _erase_content(submission: Submission) -> list[Evidence]:
    """Every word and file of a submission that was taken back before anybody acted on it."""
    submission.title = submission.narrative = TAKEN_BACK
    submission.subject_name = submission.place = submission.happened = submission.demand = None
    submission.company_id = submission.project_id = None
    submission.traits = []
    files = list(submission.evidence)
    for file in files:
        db.session.delete(file)
    db.session.flush()
    for message in submission.messages:
        db.session.delete(message)
    return files


_ERASERS: dict[OwnPart, Callable[[Submission], list[Evidence]]] = {
    OwnPart.CONTENT: _erase_content,
    OwnPart.IDENTITY: _erase_identity,
    OwnPart.NOTICES: _erase_notices,
    OwnPart.COMMENT: _erase_comment,
}
