"""What editors do with administrative licences."""

from dataclasses import asdict, replace
from typing import Any

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.life import services as publishing
from app.publishing.life.services import Edit
from app.records.companies.models import Company
from app.records.companies.parties import AddressedParty, addressed_party, refuse_paper
from app.records.licences import queries
from app.records.licences.licence_rows import licence_key, public_number
from app.records.licences.models import AdministrativeLicence
from app.records.licences.rules import LicenceData, fault

TEXTS = ("document_name", "certificate_name", "content", "remark")


def save_licence(
    *,
    licence: AdministrativeLicence | None,
    company: Company | None,
    data: LicenceData,
    staff: Staff,
    edit: Edit,
    paper: str = "",
) -> AdministrativeLicence:
    """Keep a new licence, or a change of one.

    It is published as long as it is valid. A natural person's given name is masked, wherever it
    stands; the full one is sealed with the number of the identity ``paper``. The same licence is
    not kept twice.
    """
    party = addressed_party(data.party_name, data.party_kind.label)
    refuse_paper(party, paper)
    _refuse_faults(data)
    record = licence or AdministrativeLicence(
        source_bureau_id=staff.bureau_id,
        source_body=staff.bureau.name,
        deciding_bureau_id=staff.bureau_id if data.deciding_body == staff.bureau.name else None,
    )
    values = asdict(_concealed(party, data)) | {
        "company_id": company.id if company else None,
        "district_code": data.district_code or (company.district_code if company else None),
        "publish_until": data.valid_until,
    }
    if record.import_batch_id is None:  # one from a file keeps the key by which its file knows it
        values["source_key"] = _new_key(record, party, data)
    edit = replace(edit, original=party.original(paper))
    publishing.save(record, values, kind=SearchKind.LICENCE, edit=edit)
    return record


def _refuse_faults(data: LicenceData) -> None:
    found = fault(
        party_kind=data.party_kind,
        has_code=bool(data.codes),
        has_number=bool(data.licence_number or data.decision_number),
        valid_from=data.valid_from,
        valid_until=data.valid_until,
    )
    if found:
        raise InvalidInputError(f"{found[1]}。")
    if data.decided_on > clock.today():
        raise InvalidInputError("许可决定日期在今天之后，请核对。")


def _new_key(licence: AdministrativeLicence, party: AddressedParty, data: LicenceData) -> str:
    key = licence_key(
        party=party,
        code=data.uscc or data.registration_number,
        numbers=(data.licence_number, data.decision_number),
        deciding_body=data.deciding_body,
        decided_on=data.decided_on,
    )
    if queries.has_source_key(key, besides=licence.id):
        raise InvalidInputError("这件许可已经录入：编号、相对人和许可机关都相同。")
    return key


def _concealed(party: AddressedParty, data: LicenceData) -> LicenceData:
    if not party.is_person:
        return data
    texts: dict[str, Any] = {
        name: party.conceal(text) for name in TEXTS if (text := getattr(data, name))
    }
    return replace(
        data,
        party_name=party.name,
        legal_representative=None,
        licence_number=public_number(data.licence_number, party),
        decision_number=public_number(data.decision_number, party),
        **texts,
    )
