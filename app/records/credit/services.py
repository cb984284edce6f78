"""What editors do with entries of the lists."""

from dataclasses import asdict

from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.life import services as publishing
from app.publishing.life.services import Edit
from app.records.companies.models import Company
from app.records.credit.models import CreditEntry
from app.records.credit.rules import EntryData, ListKind


def kind_of(entry: CreditEntry) -> SearchKind:
    """What the entry is to the index and the log."""
    return SearchKind.BLACK if entry.list is ListKind.BLACK else SearchKind.RED


def save_entry(
    *, entry: CreditEntry | None, company: Company, data: EntryData, staff: Staff, edit: Edit
) -> CreditEntry:
    """Keep a new entry, or a change of one."""
    if data.publish_until is not None and data.publish_until < data.decided_on:
        raise InvalidInputError("公示截止日期不能早于列入日期。")
    if entry is not None and entry.list is not data.list:
        raise InvalidInputError("红名单和黑名单不能互改，请另行录入。")
    record = entry or CreditEntry(
        source_bureau_id=staff.bureau_id,
        deciding_bureau_id=staff.bureau_id if data.deciding_body == staff.bureau.name else None,
    )
    values = asdict(data) | {
        "company_id": company.id,
        "district_code": data.district_code or company.district_code,
    }
    kind = SearchKind.BLACK if data.list is ListKind.BLACK else SearchKind.RED
    publishing.save(record, values, kind=kind, edit=edit)
    return record
