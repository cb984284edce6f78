"""What follows from verifying a clue: a case or none, and telling a named reporter."""

from app.kernel import clock
from app.kernel.errors import ConflictError
from app.matters.complaints.clocks.services.running import start_clock, stop_clock
from app.matters.complaints.handling.services.documents import issue_filing
from app.matters.complaints.handling.services.handling import add_reply
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handling import FilingDecision
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import NotFiledGround
from app.matters.complaints.matter.rules.states import MatterStatus, MatterStep
from app.matters.complaints.matter.services.recording import finish, record
from app.people.models import Staff


def file_case(*, matter: Matter, staff: Staff, document_number: str, reason: str) -> None:
    """A case is filed: its own clock starts, and that for telling a named reporter."""
    RULES.require(MatterAct.FILE_CASE, matter, staff)
    _decide(matter, staff, None, document_number, reason)
    matter.status = MatterStatus.CASE_OPEN
    start_clock(matter, MatterStep.DECIDE, clock.today())
    _owe_an_answer(matter)
    record(matter, MatterEventKind.CASE_FILED, staff)
    finish(MatterAct.FILE_CASE, matter, staff, reason=document_number)


def decline_case(
    *, matter: Matter, staff: Staff, not_filed: NotFiledGround, document_number: str, reason: str
) -> None:
    """No case is filed, on one of the grounds; a named reporter has to be told in time."""
    RULES.require(MatterAct.NOT_FILE, matter, staff)
    _decide(matter, staff, not_filed, document_number, reason)
    matter.status = MatterStatus.NOT_FILED
    _owe_an_answer(matter)
    record(matter, MatterEventKind.CASE_NOT_FILED, staff, text=not_filed.label)
    finish(MatterAct.NOT_FILE, matter, staff, reason=not_filed.value)


def inform_reporter(*, matter: Matter, staff: Staff, text: str) -> None:
    """Tell the named reporter whether a case was filed; the case itself goes on."""
    RULES.require(MatterAct.INFORM, matter, staff)
    decision = matter.decision
    if decision is None or decision.informed_on is not None or matter.submission.is_anonymous:
        raise ConflictError("不需要另行告知：是匿名举报，或者已经告知过了。")
    decision.informed_on = clock.today()
    stop_clock(matter, clock.today(), MatterStep.INFORM)
    add_reply(matter, staff, text)
    issue_filing(matter, staff, clock.today(), text)
    record(matter, MatterEventKind.INFORMED, staff)
    finish(MatterAct.INFORM, matter, staff)


def _decide(
    matter: Matter, staff: Staff, ground: NotFiledGround | None, document_number: str, reason: str
) -> None:
    today = clock.today()
    matter.decision = FilingDecision(
        is_filed=ground is None,
        decided_on=today,
        document_number=document_number,
        ground=ground,
        reason=reason,
        staff_id=staff.id,
    )
    stop_clock(matter, today, MatterStep.VERIFY)


def _owe_an_answer(matter: Matter) -> None:
    if not matter.submission.is_anonymous:
        start_clock(matter, MatterStep.INFORM, clock.today())
