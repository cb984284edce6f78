"""What editors do with disclosed penalties."""

from dataclasses import asdict, replace
from typing import Any

from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.life import services as publishing
from app.publishing.life.services import Edit
from app.records.cases.models import CaseDisclosure
from app.records.cases.periods import PeriodRule, period_rule
from app.records.cases.rules import CaseData
from app.records.companies.models import Company
from app.records.companies.parties import AddressedParty, addressed_party, refuse_paper

TEXTS = ("title", "violation", "facts", "basis", "content", "execution", "remark")


def save_case(
    *,
    case: CaseDisclosure | None,
    company: Company | None,
    data: CaseData,
    staff: Staff,
    edit: Edit,
    paper: str = "",
) -> CaseDisclosure:
    """Keep a new case, or a change of one.

    A natural person's given name is masked, wherever it stands; the full one is sealed with the
    number of the identity ``paper``. The period is that of the rule in force on the day of the
    decision; a longer one is refused.
    """
    party = addressed_party(data.party_name, data.party_kind.label)
    refuse_paper(party, paper)
    data = _concealed(data, party)
    rule = period_rule(data.severity, data.decided_on)
    _refuse_longer(data, rule)
    record = case or CaseDisclosure(
        source_bureau_id=staff.bureau_id,
        source_body=staff.bureau.name,
        deciding_bureau_id=staff.bureau_id if data.deciding_body == staff.bureau.name else None,
    )
    values = asdict(data) | {
        "company_id": company.id if company else None,
        "district_code": data.district_code or (company.district_code if company else None),
        "publish_until": data.publish_until or rule.last_day(data.decided_on),
        "earliest_repair_on": rule.repair_from(data.decided_on),
    }
    edit = replace(edit, original=party.original(paper))
    publishing.save(record, values, kind=SearchKind.CASE, edit=edit)
    return record


def _refuse_longer(data: CaseData, rule: PeriodRule) -> None:
    last_day = rule.last_day(data.decided_on)
    if data.publish_until is not None and not data.decided_on <= data.publish_until <= last_day:
        raise InvalidInputError(
            f"公示截止日期应在处罚决定日期之后，且不晚于 {last_day.isoformat()}"
            f"（公示期{rule.words}，依据{rule.basis}）。"
        )


def _concealed(data: CaseData, party: AddressedParty) -> CaseData:
    if not party.is_person:
        return data
    texts: dict[str, Any] = {
        name: party.conceal(text) for name in TEXTS if (text := getattr(data, name))
    }
    return replace(data, party_name=party.name, **texts)
