"""The row that remembers by which later decision a record had to leave, and until when."""

from dataclasses import dataclass
from datetime import date

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.publishing.life.models import Publication, Withdrawal
from app.publishing.life.rules import WithdrawalGround
from app.publishing.life.terms import withdrawal_term


@dataclass(frozen=True)
class Revocation:
    """The decision by which another one no longer stands."""

    ground: WithdrawalGround
    revoked_on: date
    document_number: str
    reason: str


def row_of(record: Publication, revocation: Revocation) -> Withdrawal:
    """That the record has to leave; its clock runs from the later decision. Not yet added."""
    term = withdrawal_term(revocation.revoked_on)
    return Withdrawal(
        kind=record.__tablename__,
        record_id=record.id,
        bureau_id=getattr(record, "source_bureau_id", None),
        title=record.headline,
        ground=revocation.ground,
        revoked_on=revocation.revoked_on,
        document_number=revocation.document_number.strip(),
        reason=revocation.reason.strip(),
        due_on=term.due_on(revocation.revoked_on, city_calendar()),
        basis=term.basis,
        noted_at=clock.now(),
    )
