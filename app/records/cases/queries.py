"""Disclosed penalties, as the public may see them: what a line of the list shows."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from app.kernel.db.session import AnySelect
from app.publishing.life.rules import caution_of
from app.records.cases.models import Case
from app.records.cases.rules import CaseField, Severity
from app.records.companies.models import Company

AMOUNT = Case.fine_cents + Case.confiscated_cents


class CaseLine(NamedTuple):
    """What a line of the list shows of a case; ``cents`` are fine and confiscation, in 分."""

    id: int
    title: str
    party_name: str
    company_ref: str | None
    violation: str
    field: CaseField
    severity: Severity
    deciding_body: str | None
    decision_number: str | None
    cents: int
    decided_on: date
    publish_until: date | None
    objected_on: date | None

    @property
    def caution(self) -> str:
        """That the case's party objects to it."""
        return caution_of(self.objected_on)


def lines() -> AnySelect:
    """The columns of a line: whole rows would be read for a few of their words."""
    return select(
        Case.id,
        Case.title,
        Case.party_name,
        Company.ref,
        Case.violation,
        Case.field,
        Case.severity,
        Case.deciding_body,
        Case.decision_number,
        AMOUNT,
        Case.decided_on,
        Case.publish_until,
        Case.objected_on,
    ).outerjoin(Case.company)
