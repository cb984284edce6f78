"""Which records have a decision whose publication is scored, what they may not leave empty, and
within how many working days they have to be public.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func

from app.kernel.db.reference import read_data
from app.kernel.imports.saving import NOT_STATED
from app.records.cases.models import Case
from app.records.companies.rules import PartyKind
from app.records.credit.models import CreditEntry
from app.records.licences.models import AdministrativeLicence

CODES = {
    Case: ("uscc", "registration_number"),
    AdministrativeLicence: (
        "uscc",
        "registration_number",
        "organisation_code",
        "tax_number",
        "institution_number",
        "society_number",
    ),
}
"""Any of these will do to know a party that is no natural person."""


@dataclass(frozen=True)
class DisclosedKind:
    """A kind of record with a decision: its name, its table, and what may not be left empty."""

    value: str
    label: str
    model: Any
    required: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that say what is empty."""
        return (
            (*self.required, "party_kind", *CODES[self.model])
            if self.model in CODES
            else (self.required)
        )

    @property
    def gaps(self) -> dict[str, ColumnElement[bool]]:
        """By the words of each field that may not be empty, whether it is."""
        model = self.model
        gaps = {model.FIELDS[name]: _is_empty(getattr(model, name)) for name in self.required}
        gaps[model.FIELDS["deciding_body"]] = model.deciding_body == NOT_STATED
        if model in CODES:
            without = [_is_empty(getattr(model, name)) for name in CODES[model]]
            not_known = and_(model.party_kind != PartyKind.PERSON, *without)
            gaps[model.FIELDS["uscc"]] = not_known
        return gaps


KINDS = (
    DisclosedKind(
        "case",
        "行政处罚",
        Case,
        ("decision_number", "violation", "facts", "basis", "penalty_kinds", "content"),
    ),
    DisclosedKind(
        "licence",
        "行政许可",
        AdministrativeLicence,
        ("document_name", "decision_number", "kind", "content", "valid_from", "state"),
    ),
    DisclosedKind("entry", "红黑名单", CreditEntry, ("reason", "basis", "document_number")),
)


def _is_empty(column: Any) -> ColumnElement[bool]:
    return func.coalesce(cast(column, String), "") == ""


LIMITS = Path(__file__).parents[1] / "data" / "publication_limits.json"


@dataclass(frozen=True)
class Limit:
    """A rule: for which records, from when on, how many working days, and what says so (双公示)."""

    kinds: frozenset[str]
    since: date
    working_days: int
    basis: str


def limit_of(kind: str, decided_on: date) -> int | None:
    """The working days allowed for a decision of this day (双公示); None where no rule holds."""
    holding = (rule for rule in limits() if kind in rule.kinds and rule.since <= decided_on)
    return next((rule.working_days for rule in holding), None)


@cache
def limits() -> tuple[Limit, ...]:
    """All rules, the newest first."""
    rules = [
        Limit(
            kinds=frozenset(rule["kinds"]),
            since=date.fromisoformat(rule["since"]),
            working_days=rule["working_days"],
            basis=rule["basis"],
        )
        for rule in read_data(LIMITS)["rules"]
    ]
    return tuple(sorted(rules, key=lambda rule: rule.since, reverse=True))
