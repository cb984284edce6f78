"""What staff say of a case when they draft it from a report."""

from dataclasses import dataclass

from app.records.companies.rules import PartyKind


@dataclass(frozen=True, kw_only=True)
class CaseWords:
    """The words of staff: no field of the report has a place in it."""

    title: str
    party_name: str
    party_kind: PartyKind
    uscc: str
    violation: str
    facts: str
