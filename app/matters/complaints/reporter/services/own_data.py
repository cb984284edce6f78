"""What reporters decide about what they handed in and about their data.

They change it and take it back, for ten minutes at once, later by asking; want mail or none; and
have erased what needn't be kept. A matter of another submission raises NotFoundError.
"""

from collections.abc import Callable
from hmac import compare_digest

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.files.uploads import delete_upload
from app.kernel.masking import mask_contact
from app.matters.complaints.clocks.services.timing import settle_account
from app.matters.complaints.intake.services.submission import traits_of
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence, ReporterRequest
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind, RequestKind, RequestStatus
from app.matters.complaints.matter.rules.states import OPEN, MatterStatus
from app.matters.complaints.matter.services import finish, record
from app.matters.complaints.reporter.queries import (
    overdue_identities,
    own_facts,
    own_matter,
    submission_by_id,
)
from app.matters.complaints.reporter.rules import TAKEN_BACK, OwnPart, is_free, kept_parts
from app.matters.complaints.reporter.services.tracking import conclude, note
from app.people.models import Staff


def ask_for_notices(*, submission_id: int, email: str) -> None:
    """Send this reporter a mail without content whenever something happens.

    Raises ConflictError for who is anonymous, InvalidInputError without an address.
    """
    submission = submission_by_id(submission_id)
    if submission.contact is None:
        raise ConflictError("匿名提交不保存任何联系方式，不能用邮件提醒。请凭查询码回来查看。")
    if not email:
        raise InvalidInputError("请填写电子邮箱")
    submission.contact = {**submission.contact, "email": email, "notices": "1"}
    conclude("submission.notices_on", submission)


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
    conclude("submission.exported", submission_by_id(submission_id))


def erase(*, submission_id: int, part: OwnPart, years: int) -> None:
    """Erase a part of the reporter's data; raises ConflictError with the reason it must stay.

    ``years``: how many calendar years after the end a complainant's identity must stay.
    """
    submission = submission_by_id(submission_id)
    parts = kept_parts(own_facts(submission, clock.today(), years))
    found = next((one for one in parts if one.part is part), None)
    if found is None:
        raise ConflictError("这项资料已经没有了。")
    if not found.may_go:
        raise ConflictError(found.because)
    files = _ERASERS[part](submission)
    conclude(f"submission.erased_{part.value}", submission)
    for file in files:  # only after the commit: a row never points at a file that is gone
        delete_upload(file.upload_id)


def erase_overdue_identities(*, years: int) -> int:
    """Erase who complained once ``years`` calendar years of keeping are over; returns how many."""
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
    contact = submission.contact or {}
    submission.contact = {name: value for name, value in contact.items() if name != "notices"}
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


ASKED = {
    RequestKind.AMEND: MatterEventKind.AMEND_ASKED,
    RequestKind.WITHDRAW: MatterEventKind.WITHDRAW_ASKED,
}

TOO_LATE = "提交已超过 10 分钟，请改为提出申请，由承办部门答复。"


def amend_submission(
    *, submission_id: int, title: str, narrative: str, happened: str, place: str, demand: str = ""
) -> None:
    """Put other words in the place of those that were handed in, within the free time.

    Raises ConflictError after it, and where every track has ended.
    """
    submission = _free(submission_by_id(submission_id))
    submission.title, submission.narrative = title, narrative
    submission.happened, submission.place = happened, place
    submission.traits = traits_of(submission)
    if submission.demand is not None and demand:
        submission.demand = demand
    for matter in _open_matters(submission):
        matter.version += 1
        note(matter, MatterEventKind.AMENDED)
    conclude("submission.amended", submission)


def withdraw_matter(*, submission_id: int, matter_id: int) -> None:
    """The reporter takes a matter back within the free time; its clock stops.

    Raises ConflictError after that time, and where the matter has ended.
    """
    matter = own_matter(submission_id, matter_id)
    _refuse_ended(matter)
    _free(matter.submission)
    take_back(matter)
    conclude("matter.withdrawn", matter)


def ask_to_withdraw(*, submission_id: int, matter_id: int, text: str) -> None:
    """Ask the body to end a matter that the reporter no longer pursues.

    Raises ConflictError where it has ended, or another request waits for an answer.
    """
    matter = own_matter(submission_id, matter_id)
    _refuse_ended(matter)
    _ask(matter, RequestKind.WITHDRAW, text)
    conclude("matter.withdrawal_asked", matter)


def ask_to_amend(*, submission_id: int, text: str) -> None:
    """Ask each body that handles the submission to read it otherwise.

    Raises ConflictError where all has ended, or another request waits for an answer.
    """
    submission = submission_by_id(submission_id)
    for matter in _open_matters(submission):
        _ask(matter, RequestKind.AMEND, text)
    conclude("submission.amendment_asked", submission)


def answer_request(*, matter: Matter, staff: Staff, decision: RequestStatus, text: str) -> None:
    """The body agrees or not, and says why; an agreed withdrawal ends the matter.

    Raises ConflictError where no request waits, InvalidInputError where nothing is decided.
    """
    RULES.require(MatterAct.ANSWER_REQUEST, matter, staff)
    request = next((one for one in matter.requests if one.is_pending), None)
    if request is None:
        raise ConflictError("反映人没有待答复的申请。")
    if decision is RequestStatus.PENDING:
        raise InvalidInputError("请选择同意或者不同意。")
    request.status, request.answer = decision, text
    request.answered_at, request.answered_by_id = clock.now(), staff.id
    words = f"{decision.label}{request.kind.label}。{text}"
    record(matter, MatterEventKind.REQUEST_ANSWERED, staff, text=words)
    if request.kind is RequestKind.WITHDRAW and decision is RequestStatus.GRANTED:
        take_back(matter)
    finish(
        MatterAct.ANSWER_REQUEST, matter, staff, reason=f"{request.kind.value}: {decision.value}"
    )


def take_back(matter: Matter) -> None:
    """End a matter at its reporter's will, in the transaction of the caller."""
    matter.status = MatterStatus.WITHDRAWN
    settle_account(matter, clock.today())
    matter.version += 1
    note(matter, MatterEventKind.WITHDRAWN)


def _ask(matter: Matter, kind: RequestKind, text: str) -> None:
    if any(one.is_pending for one in matter.requests):
        raise ConflictError("您还有一项申请在等承办部门答复，答复以后可以再提。")
    request = ReporterRequest(kind=kind, asked_at=clock.now(), text=text)
    request.status = RequestStatus.PENDING
    matter.requests.append(request)
    matter.version += 1
    note(matter, ASKED[kind])


def _free(submission: Submission) -> Submission:
    if not is_free(submission.submitted_at, clock.now()):
        raise ConflictError(TOO_LATE)
    _open_matters(submission)
    return submission


def _open_matters(submission: Submission) -> list[Matter]:
    found = [matter for matter in submission.matters if matter.status in OPEN]
    if not found:
        raise ConflictError("事项已经结束，不能再更改。有新情况请重新提交。")
    return found


def _refuse_ended(matter: Matter) -> None:
    if matter.status not in OPEN:
        raise ConflictError("事项已经结束，不能再撤回。")
