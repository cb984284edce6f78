"""What editors do with inspections."""

from dataclasses import asdict, replace

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.life import services as publishing
from app.publishing.life.services import Edit
from app.records.companies.models import Company
from app.records.companies.parties import AddressedParty, addressed_party, refuse_paper
from app.records.companies.rules import PartyKind
from app.records.inspections import queries
from app.records.inspections.inspection_rows import inspection_key
from app.records.inspections.models import Inspection
from app.records.inspections.rules import InspectionData, fault


def save_inspection(
    *,
    inspection: Inspection | None,
    company: Company | None,
    data: InspectionData,
    staff: Staff,
    edit: Edit,
    paper: str = "",
) -> Inspection:
    """Keep a new inspection, or a change of one. The same batch is not kept twice.

    A maker who is a natural person is shown as 张某某, the full name is sealed with the number of
    the identity ``paper``. Whether the product is local follows from where the maker is
    registered, unless the editor says it.
    """
    party = addressed_party(data.maker_name, data.maker_kind.label)
    refuse_paper(party, paper)
    _refuse_faults(data)
    record = inspection or Inspection(
        source_bureau_id=staff.bureau_id,
        inspecting_bureau_id=staff.bureau_id if data.inspecting_body == staff.bureau.name else None,
    )
    registered_here = company is not None and company.district_code is not None
    values = asdict(replace(data, maker_name=party.name)) | {
        "company_id": company.id if company else None,
        "is_local": registered_here if data.is_local is None else data.is_local,
        "seller_name": _public_seller(data.seller_name),
    }
    if record.import_batch_id is None:  # one from a file keeps the key by which its file knows it
        values["source_key"] = _new_key(record, party, data)
    edit = replace(edit, original=party.original(paper))
    publishing.save(record, values, kind=SearchKind.INSPECTION, edit=edit)
    return record


def _refuse_faults(data: InspectionData) -> None:
    found = fault(
        result=data.result,
        items=data.failing_items,
        values=(data.measured, data.limits),
        sampled_on=data.sampled_on,
        announced_on=data.announced_on,
        today=clock.today(),
    )
    if found:
        raise InvalidInputError(f"{found[1]}。")
    if data.maker_kind is PartyKind.PERSON and data.uscc:
        raise InvalidInputError("自然人不填统一社会信用代码。")
    if data.publish_until and data.publish_until < data.announced_on:
        raise InvalidInputError("公示至早于发布日期，请核对。")


def _public_seller(name: str | None) -> str | None:
    return addressed_party(name, None).name if name else None


def _new_key(inspection: Inspection, party: AddressedParty, data: InspectionData) -> str:
    key = inspection_key(
        kind=data.kind,
        product=(data.product, data.specification, data.batch_number),
        maker=data.uscc or party.name,
        seller=_public_seller(data.seller_name),
        sampled_on=data.sampled_on,
        body=data.inspecting_body,
    )
    if queries.has_source_key(key, besides=inspection.id):
        raise InvalidInputError(
            "这个批次已经录入：产品、批号、生产者、被抽样单位和抽样日期都相同。"
        )
    return key
