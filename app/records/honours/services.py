"""What editors do with honours that are public."""

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.people.models import Staff
from app.publishing.kind.saving import save_record
from app.publishing.life.rules import Life
from app.publishing.life.services import Edit
from app.records.credit.kind import KIND as CREDIT
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.honours.models import Honour, HonourEntry
from app.records.honours.queries import entries_on
from app.records.honours.rules import CATEGORIES


def draft_entry(*, honour: Honour, staff: Staff) -> CreditEntry:
    """A draft of an entry of the red list, which says what the honour says, and ends with it.

    Its link to the honour is kept in the same transaction; another person publishes it. Raises
    ConflictError where it is not public or has an entry, InvalidInputError without a company.
    """
    if honour.life is not Life.PUBLISHED:
        raise ConflictError("公示中的荣誉才能据以拟列入红名单。")
    if honour.company is None:
        raise InvalidInputError("这项荣誉没有关联企业。请先更正统一社会信用代码，再拟列入。")
    if entries_on(honour):
        raise ConflictError("已经据这项荣誉拟过名单记录，请到那条记录继续办理。")
    values = CREDIT.values(
        company_id=honour.company_id,
        list=ListKind.RED,
        category=CATEGORIES[honour.kind],
        title=honour.full_title[:200],
        reason=honour.merits[:5000],
        basis=(honour.document_number or "")[:500],
        deciding_body=honour.grantor,
        document_number=honour.document_number,
        decided_on=honour.granted_on,
        publish_until=honour.valid_until,
        district_code=honour.district_code,
    )
    edit = Edit(staff.as_actor(), joined=lambda entry: _link(honour, entry))
    return save_record(kind=CREDIT, record=None, values=values, extra={}, staff=staff, edit=edit)


def _link(honour: Honour, entry: CreditEntry) -> None:
    db.session.add(HonourEntry(honour_id=honour.id, entry_id=entry.id, linked_at=clock.now()))
