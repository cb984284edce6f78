"""Making the draft of an entry from a case that is public."""

from app.accounts.models import Staff
from app.cases.models import CaseDisclosure
from app.cases.queries import DESK
from app.chains.models import CaseEntry
from app.chains.queries import entries_on
from app.chains.rules import YEARS, category_of
from app.core import clock
from app.core.db import db
from app.core.errors import ConflictError, InvalidInputError
from app.credit.models import CreditEntry
from app.credit.rules import EntryData, ListKind
from app.credit.services import save_entry
from app.editing.queries import record
from app.publishing.rules import Life, years_later
from app.publishing.services import Edit


def draft_entry(*, key: int, staff: Staff) -> CreditEntry:
    """A draft of an entry of the black list, which says what the case says.

    Its link to the case is kept in the same transaction. Number and day of the listing are its
    own: the editor writes them, and another person publishes it.
    """
    case = record(DESK, staff, key)
    if case.life is not Life.PUBLISHED:
        raise ConflictError("公示中的案件才能据以拟列入黑名单。")
    if case.company is None:
        raise InvalidInputError("这个案件没有关联企业。请先更正案件的统一社会信用代码，再拟列入。")
    if entries_on(case):
        raise ConflictError("已经据这个案件拟过名单记录，请到那条记录继续办理。")
    today = clock.today()
    data = EntryData(
        list=ListKind.BLACK,
        category=category_of(case.field),
        title=case.violation[:200],
        reason=case.facts[:5000],
        basis=case.basis[:500],
        deciding_body=staff.bureau.name,
        document_number=None,
        decided_on=today,
        publish_until=years_later(today, YEARS),
        district_code=case.district_code,
    )
    edit = Edit(staff.as_actor(), joined=lambda entry: _link(case, entry))
    return save_entry(entry=None, company=case.company, data=data, staff=staff, edit=edit)


def _link(case: CaseDisclosure, entry: CreditEntry) -> None:
    db.session.add(CaseEntry(case_id=case.id, entry_id=entry.id, linked_at=clock.now()))
