"""What editors do with payments of the fund."""

from dataclasses import asdict, replace

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.life import services as publishing
from app.publishing.life.services import Edit
from app.records.companies.models import Company
from app.records.companies.parties import addressed_party, refuse_paper
from app.records.funds import queries
from app.records.funds.models import FundPayment
from app.records.funds.payment_rows import payment_key
from app.records.funds.rules import PaymentData, fault


def save_payment(
    *,
    payment: FundPayment | None,
    company: Company | None,
    data: PaymentData,
    staff: Staff,
    edit: Edit,
    paper: str = "",
) -> FundPayment:
    """Keep a new payment, or a change of one. The same payment is not kept twice.

    A natural person is shown as 张某某; the full name is sealed with the number of ``paper``.
    """
    party = addressed_party(data.recipient_name, data.recipient_kind.label)
    refuse_paper(party, paper)
    _refuse_faults(data)
    own = staff.bureau_id if data.paying_body == staff.bureau.name else None
    record = payment or FundPayment(source_bureau_id=staff.bureau_id, paying_bureau_id=own)
    values = asdict(data) | {
        "recipient_name": party.name,
        "company_id": company.id if company else None,
    }
    if record.import_batch_id is None:  # one from a file keeps the key by which its file knows it
        values["source_key"] = _new_key(record, party.name, data)
    edit = replace(edit, original=party.original(paper))
    publishing.save(record, values, kind=SearchKind.FUND, edit=edit)
    return record


def _refuse_faults(data: PaymentData) -> None:
    found = fault(
        kind=data.recipient_kind,
        has_code=data.uscc is not None,
        amount_cents=data.amount_cents,
        year=data.year,
        decided_on=data.decided_on,
        today=clock.today(),
    )
    if found:
        raise InvalidInputError(f"{found[1]}。")


def _new_key(payment: FundPayment, shown: str, data: PaymentData) -> str:
    key = payment_key(
        year=data.year,
        recipient=data.uscc or shown,
        honour=data.honour,
        document=data.document,
        decided_on=data.decided_on,
    )
    if queries.has_source_key(key, besides=payment.id):
        raise InvalidInputError("这笔奖励已经录入：年度、获得者、事由和文件都相同。")
    return key
