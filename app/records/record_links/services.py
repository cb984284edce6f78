"""Making the draft of an entry from a case, and of a case from a failed inspection."""

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.people.models import Staff
from app.publishing.desk.queries import record
from app.publishing.kind.declaration import Values
from app.publishing.kind.saving import save_record
from app.publishing.life.rules import Life, years_later
from app.publishing.life.services import Edit
from app.records.cases.kind import KIND as CASES
from app.records.cases.models import Case
from app.records.credit.kind import KIND as CREDIT
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.inspections.kind import KIND as INSPECTIONS
from app.records.inspections.models import Inspection
from app.records.record_links.models import CaseEntry, InspectionCase
from app.records.record_links.queries import cases_from, entries_on
from app.records.record_links.rules import FIELDS_OF_CASES, YEARS, category_of, violation_words


def draft_entry(*, key: int, staff: Staff) -> CreditEntry:
    """A draft of an entry of the black list, which says what the case says.

    Its link to the case is kept in the same transaction. Number and day of the listing are its
    own: the editor writes them, and another person publishes it. Raises ConflictError where
    the case is not public or has an entry, InvalidInputError where it has no company.
    """
    case = record(CASES.source, staff, key)
    if case.life is not Life.PUBLISHED:
        raise ConflictError("公示中的案件才能据以拟列入黑名单。")
    if case.company is None:
        raise InvalidInputError("这个案件没有关联企业。请先更正案件的统一社会信用代码，再拟列入。")
    if entries_on(case):
        raise ConflictError("已经据这个案件拟过名单记录，请到那条记录继续办理。")
    today = clock.today()
    values = CREDIT.values(
        company_id=case.company_id,
        list=ListKind.BLACK,
        category=category_of(case.field),
        title=case.violation[:200],
        reason=case.facts[:5000],
        basis=case.basis[:500],
        deciding_body=staff.bureau.name,
        decided_on=today,
        publish_until=years_later(today, YEARS),
        district_code=case.district_code,
    )
    edit = Edit(staff.as_actor(), joined=lambda entry: _link(case, entry))
    return save_record(kind=CREDIT, record=None, values=values, extra={}, staff=staff, edit=edit)


def _link(case: Case, entry: CreditEntry) -> None:
    db.session.add(CaseEntry(case_id=case.id, entry_id=entry.id, linked_at=clock.now()))


def draft_case(*, key: int, staff: Staff) -> Case:
    """A draft of a case of the maker, which says what was found in the batch and no more.

    What was sampled where, and the values, are its facts; basis, penalty and number are written
    by the editor when it is decided, and another person publishes it. Raises ConflictError where
    the batch passed or has a case, NotFoundError where the person may not see it.
    """
    inspection = record(INSPECTIONS.source, staff, key)
    if not inspection.has_failed:
        raise ConflictError("检验结果为不合格的才能据以拟写案件。")
    if cases_from(inspection):
        raise ConflictError("已经据这个批次拟写过案件，请到那个案件继续办理。")
    edit = Edit(staff.as_actor(), joined=lambda case: _link_case(inspection, case))
    return save_record(
        kind=CASES,
        record=None,
        values=_case_values(inspection, staff.bureau.name),
        extra={},
        staff=staff,
        edit=edit,
    )


def _link_case(inspection: Inspection, case: Case) -> None:
    row = InspectionCase(inspection_id=inspection.id, case_id=case.id, linked_at=clock.now())
    db.session.add(row)


def _case_values(inspection: Inspection, body: str) -> Values:
    """What is known of the case before it is decided; the day is that of the draft."""
    violation = violation_words(inspection.product_group)
    return CASES.values(
        title=f"{inspection.maker_name}{violation}案"[:200],
        party_name=inspection.maker_name,
        party_kind=inspection.maker_kind,
        uscc=inspection.uscc,
        violation=violation,
        facts=_facts(inspection),
        decided_on=clock.today(),
        deciding_body=body,
        field=FIELDS_OF_CASES[inspection.product_group],
        district_code=inspection.company.district_code if inspection.company else None,
    ) | {"company_id": inspection.company_id}


def _facts(inspection: Inspection) -> str:
    found = "；".join(
        f"{one.item}实测值{one.measured or '未注明'}，标准值{one.limit or '未注明'}"
        for one in inspection.failures
    )
    place = f"在{inspection.seller_name}" if inspection.seller_name else ""
    return (
        f"{inspection.sampled_on.isoformat()}，{inspection.inspecting_body}{place}"
        f"对标称{inspection.maker_name}生产的{inspection.name}进行{inspection.kind.label}，"
        f"经{inspection.laboratory}检验不合格：{found}。"
    )
