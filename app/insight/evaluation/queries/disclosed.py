"""Which records have a decision whose publication is scored, and what they may not leave empty."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func

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
class Kind:
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
    Kind(
        "case",
        "行政处罚",
        Case,
        ("decision_number", "violation", "facts", "basis", "penalty_kinds", "content"),
    ),
    Kind(
        "licence",
        "行政许可",
        AdministrativeLicence,
        ("document_name", "decision_number", "kind", "content", "valid_from", "state"),
    ),
    Kind("entry", "红黑名单", CreditEntry, ("reason", "basis", "document_number")),
)


def _is_empty(column: Any) -> ColumnElement[bool]:
    return func.coalesce(cast(column, String), "") == ""
