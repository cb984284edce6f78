"""What editors do with honours."""

from dataclasses import asdict, replace

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.desk.queries import record
from app.publishing.life import services as publishing
from app.publishing.life.rules import Life
from app.publishing.life.services import Edit
from app.records.companies.models import Company
from app.records.companies.parties import AddressedParty, addressed_party, refuse_paper
from app.records.credit.models import CreditEntry
from app.records.credit.rules import EntryData, ListKind
from app.records.credit.services import save_entry
from app.records.honours.honour_rows import honour_key
from app.records.honours.models import Honour, HonourEntry
from app.records.honours.queries.chain import entries_on
from app.records.honours.queries.records import DESK, has_source_key
from app.records.honours.rules import CATEGORIES, HonourData, fault


def save_honour(
    *,
    honour: Honour | None,
    company: Company | None,
    data: HonourData,
    staff: Staff,
    edit: Edit,
    paper: str = "",
) -> Honour:
    """Keep a new honour, or a change of one. It is published for as long as it holds.

    A natural person's given name is masked, wherever it stands; the full one is sealed with the
    number of the identity ``paper``. The same honour is not kept twice.
    """
    party = addressed_party(data.party_name, data.party_kind.label)
    refuse_paper(party, paper)
    _refuse_faults(data)
    kept = honour or Honour(
        source_bureau_id=staff.bureau_id,
        granting_bureau_id=staff.bureau_id if data.grantor == staff.bureau.name else None,
    )
    values = asdict(_concealed(party, data)) | {
        "company_id": company.id if company else None,
        "district_code": data.district_code or (company.district_code if company else None),
        "publish_until": data.valid_until,
    }
    if kept.import_batch_id is None:  # one from a file keeps the key by which its file knows it
        values["source_key"] = _new_key(kept, party, data)
    edit = replace(edit, original=party.original(paper))
    publishing.save(kept, values, kind=SearchKind.HONOUR, edit=edit)
    return kept


def draft_entry(*, key: int, staff: Staff) -> CreditEntry:
    """A draft of an entry of the red list, which says what the honour says, and ends with it.

    Its link to the honour is kept in the same transaction; another person publishes it.
    """
    honour = record(DESK, staff, key)
    if honour.life is not Life.PUBLISHED:
        raise ConflictError("公示中的荣誉才能据以拟列入红名单。")
    if honour.company is None:
        raise InvalidInputError("这项荣誉没有关联企业。请先更正统一社会信用代码，再拟列入。")
    if entries_on(honour):
        raise ConflictError("已经据这项荣誉拟过名单记录，请到那条记录继续办理。")
    data = EntryData(
        list=ListKind.RED,
        category=CATEGORIES[honour.kind],
        title=honour.words[:200],
        reason=honour.merits[:5000],
        basis=(honour.document_number or "")[:500],
        deciding_body=honour.grantor,
        document_number=honour.document_number,
        decided_on=honour.granted_on,
        publish_until=honour.valid_until,
        district_code=honour.district_code,
    )
    edit = Edit(staff.as_actor(), joined=lambda entry: _link(honour, entry))
    return save_entry(entry=None, company=honour.company, data=data, staff=staff, edit=edit)


def _link(honour: Honour, entry: CreditEntry) -> None:
    db.session.add(HonourEntry(honour_id=honour.id, entry_id=entry.id, linked_at=clock.now()))


def _refuse_faults(data: HonourData) -> None:
    found = fault(
        kind=data.kind,
        subject=data.subject,
        party_kind=data.party_kind,
        has_code=bool(data.uscc or data.registration_number),
        granted_on=data.granted_on,
        valid_from=data.valid_from,
        valid_until=data.valid_until,
        today=clock.today(),
    )
    if found:
        raise InvalidInputError(f"{found[1]}。")


def _new_key(honour: Honour, party: AddressedParty, data: HonourData) -> str:
    key = honour_key(
        party=party,
        code=data.uscc or data.registration_number,
        title=data.title,
        subject=data.subject,
        year=data.year,
        grantor=data.grantor,
    )
    if has_source_key(key, besides=honour.id):
        raise InvalidInputError("这项荣誉已经录入：名称、项目、年度、获得者和授予机关都相同。")
    return key


def _concealed(party: AddressedParty, data: HonourData) -> HonourData:
    if not party.is_person:
        return data
    return replace(
        data,
        party_name=party.name,
        title=party.conceal(data.title),
        subject=party.conceal(data.subject) if data.subject else None,
        merits=party.conceal(data.merits),
    )
