"""Changing and taking back what was handed in: for ten minutes at once, later by asking."""

from dataclasses import dataclass

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.matters.complaints.clocks.services.timing import settle_account
from app.matters.complaints.intake.services.traits import traits_of
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import ReporterRequest
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind, RequestKind, RequestStatus
from app.matters.complaints.matter.rules.states import OPEN, MatterStatus
from app.matters.complaints.matter.services import finish, record
from app.matters.complaints.reporter.queries.tracking import submission_by_id
from app.matters.complaints.reporter.rules import is_free
from app.matters.complaints.reporter.services.tracking import log, note, own
from app.people.models import Staff

ASKED = {
    RequestKind.AMEND: MatterEventKind.AMEND_ASKED,
    RequestKind.WITHDRAW: MatterEventKind.WITHDRAW_ASKED,
}

TOO_LATE = "提交已超过 10 分钟，请改为提出申请，由承办部门答复。"


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """The words of a submission as they should read."""

    title: str
    narrative: str
    happened: str
    place: str
    demand: str = ""


def amend_submission(*, submission_id: int, amendment: Amendment) -> None:
    """Put other words in the place of those that were handed in, within the free time."""
    submission = _free(submission_by_id(submission_id))
    submission.title, submission.narrative = amendment.title, amendment.narrative
    submission.happened, submission.place = amendment.happened, amendment.place
    submission.traits = traits_of(submission)
    if submission.demand is not None and amendment.demand:
        submission.demand = amendment.demand
    for matter in _open_matters(submission):
        matter.version += 1
        note(matter, MatterEventKind.AMENDED)
    log("submission.amended", submission)
    db.session.commit()


def withdraw_matter(*, submission_id: int, matter_id: int) -> None:
    """The reporter takes a matter back within the free time; its clock stops."""
    matter = own(submission_id, matter_id)
    _refuse_ended(matter)
    _free(matter.submission)
    take_back(matter)
    log("matter.withdrawn", matter)
    db.session.commit()


def ask_to_withdraw(*, submission_id: int, matter_id: int, text: str) -> None:
    """Ask the body to end a matter that the reporter no longer pursues."""
    matter = own(submission_id, matter_id)
    _refuse_ended(matter)
    _ask(matter, RequestKind.WITHDRAW, text)
    log("matter.withdrawal_asked", matter)
    db.session.commit()


def ask_to_amend(*, submission_id: int, text: str) -> None:
    """Ask each body that handles the submission to read it otherwise."""
    submission = submission_by_id(submission_id)
    for matter in _open_matters(submission):
        _ask(matter, RequestKind.AMEND, text)
    log("submission.amendment_asked", submission)
    db.session.commit()


def answer_request(*, matter: Matter, staff: Staff, decision: RequestStatus, text: str) -> None:
    """The body agrees or not, and says why; an agreed withdrawal ends the matter."""
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
