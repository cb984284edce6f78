"""From a report that proved true to the draft of a case."""

from app.kernel import clock
from app.kernel.errors import ConflictError
from app.matters.complaints.handling.rules import CaseWords
from app.matters.complaints.handling.services.handling import refuse_reporter
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handling import MatterCase
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.matters.complaints.matter.services.recording import log_act, record
from app.people.models import Staff
from app.publishing.kind.declaration import Values
from app.publishing.kind.services import save_record
from app.publishing.life.services import Edit
from app.records.cases.kind import KIND as CASES
from app.records.cases.models import Case
from app.records.cases.rules import CaseField
from app.records.companies.queries import company_by_code


def draft_case(*, matter: Matter, staff: Staff, words: CaseWords) -> Case:
    """A draft of a case, which holds what staff wrote of it and nothing of the report.

    Its link to the report is kept in the same transaction. The editors of the body complete it
    and another person publishes it.
    """
    RULES.require(MatterAct.DRAFT_CASE, matter, staff)
    if matter.kind is not ComplaintKind.VIOLATION_REPORT:
        raise ConflictError("投诉是消费争议，只有举报才能拟写案件。")
    if matter.outcome not in {None, MatterOutcome.CASE_FILED}:
        raise ConflictError("这件举报没有立案，不能拟写案件。")
    refuse_reporter(
        matter, "\n".join((words.title, words.party_name, words.violation, words.facts))
    )
    company = company_by_code(words.uscc) if words.uscc else None
    district = company.district_code if company else matter.submission.district_code

    def link(case: Case) -> None:
        _link(matter, case, staff)

    return save_record(
        kind=CASES,
        record=None,
        values=_values(words, staff.bureau.name, district),
        extra={},
        staff=staff,
        edit=Edit(staff.as_actor(), joined=link),
    )


def _link(matter: Matter, case: Case, staff: Staff) -> None:
    matter.cases.append(MatterCase(case_id=case.id, linked_at=clock.now()))
    record(matter, MatterEventKind.CASE_DRAFTED, staff, visible=False)
    log_act(MatterAct.DRAFT_CASE, matter, staff)


def _values(words: CaseWords, body: str, district_code: str | None) -> Values:
    """What is known of the case before it is decided; the day is that of the draft."""
    return CASES.values(
        title=words.title,
        party_name=words.party_name,
        party_kind=words.party_kind,
        uscc=words.uscc or None,
        violation=words.violation,
        facts=words.facts,
        decided_on=clock.today(),
        deciding_body=body,
        field=CaseField.OTHER,
        district_code=district_code,
    )
