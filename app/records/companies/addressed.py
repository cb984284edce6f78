"""Kinds of records that address a party: who may be shown, and which company it is."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from sqlalchemy import bindparam, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.kernel import clock
from app.kernel.imports.targets import ImportRow, ImportSource, Rejection
from app.people.models import Staff
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.types import BodyName, DocumentNumber, Line, Prose, SearchRole
from app.publishing.kind.declaration import Fault, RecordParty, Values
from app.publishing.life.listing import Criterion
from app.publishing.life.models import Publication
from app.publishing.life.rules import Period
from app.publishing.life.sealed import Original
from app.records.companies import uscc
from app.records.companies.fields import PAPER, CreditCode, PartyName
from app.records.companies.kind import CompanyKind, CompanyRow
from app.records.companies.matching import NamedCompany
from app.records.companies.parties import AddressedParty, addressed_party, misread, refuse_paper
from app.records.companies.queries import company_by_code
from app.records.companies.rules import PartyKind
from app.records.companies.uscc import CompanyCode

R = TypeVar("R", bound=Publication)


class AddressedRow(CompanyRow):
    """One row, with the party that the record addresses."""

    kind: "AddressedKind[Any]"

    def __init__(self, kind: "AddressedKind[Any]", row: ImportRow, source: ImportSource) -> None:
        super().__init__(kind, row, source)
        name, party_kind = kind.party.name, row.values.get(kind.party_kind)
        self.party = addressed_party(row.values[name], party_kind)

    @property
    def firm(self) -> NamedCompany | None:
        """The party, unless it is a natural person."""
        if self.party.is_person:
            return None
        return NamedCompany(
            self.row, self.party.name, self.code.uscc, self.code.registration_number
        )

    def is_content(self, field: RecordField) -> bool:
        """A code is kept apart from which column it stood in."""
        return super().is_content(field) and type(field.type) is not CreditCode

    @cached_property
    def content(self) -> Values:
        """The columns that the row fills in, as they may be public."""
        found = super().content | {self.kind.party_kind: self.party.kind}
        # A natural person has no code that may be shown.
        code = CompanyCode() if self.party.is_person else self.code
        return self.kind.concealed(found | self._in_columns(code), self.party)

    def _in_columns(self, code: CompanyCode) -> Values:
        return {
            each.name: getattr(code, each.type.part)
            for each in self.kind.fields
            if type(each.type) is CreditCode
        }

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""
        if wrong := misread(self.values[self.kind.party.name]):
            return Rejection(wrong, self.kind.party.name)
        found = self.kind.fault(self.content | self._in_columns(self.code))
        return Rejection(found[1], found[0]) if found else None

    def original(self) -> Original | None:
        """Who a natural person is: sealed, as the record shows 张某某."""
        return self.party.original()


class AddressedKind(CompanyKind[R]):
    """A kind whose records address a party: a firm with its company, or a natural person."""

    file_row: ClassVar[type[CompanyRow]] = AddressedRow

    @property
    def party(self) -> RecordField:
        """The field that names the party."""
        return next(each for each in self.fields if isinstance(each.type, PartyName))

    @property
    def party_kind(self) -> str:
        """The field that says whether the party is a firm or a person."""
        named: Any = self.party.type
        return str(named.kind)

    def prepare(
        self, record: R | None, values: Values, *, staff: Staff, extra: Mapping[str, Any]
    ) -> tuple[Values, Original | None]:
        """The party as it may be shown, with its company.

        A natural person's given name is masked wherever it stands; the full one is sealed with
        the number of the paper. A party without a company page is kept by its name alone.
        Raises InvalidInputError for a paper where the party is no natural person.
        """
        party = addressed_party(values[self.party.name], values[self.party_kind].label)
        paper = extra.get(PAPER) or ""
        refuse_paper(party, paper)
        code = values.get("uscc")
        company = company_by_code(code) if code else None
        shown = self.concealed(values, party)
        return shown | self.following(shown, company), party.original(paper)

    def concealed(self, values: Values, party: AddressedParty) -> Values:
        """The values without the full name of a natural person."""
        shown = values | {self.party.name: party.name}
        if not party.is_person:
            return shown
        if "legal_representative" in shown:
            shown["legal_representative"] = None
        for field in self.text_fields():
            if text := shown.get(field.name):
                shown[field.name] = party.conceal(text)
        return shown

    def text_fields(self) -> list[RecordField]:
        """The fields whose words may hold the name of the party."""
        words = (Line, Prose)
        apart = (BodyName, DocumentNumber, PartyName)
        return [
            each
            for each in self.fields
            if isinstance(each.type, words) and not isinstance(each.type, apart)
        ]

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """A natural person has no credit code."""
        if values[self.party_kind] is PartyKind.PERSON and values.get("uscc"):
            return "uscc", "自然人不填统一社会信用代码"
        return super().fault(values)

    def party_of(self, record: R) -> RecordParty:
        """As the record names it, with its own code or that of its company."""
        stated: Any = record
        code = stated.uscc or (stated.company.uscc if stated.company else None)
        return RecordParty(getattr(record, self.party.name), code or "")

    def words_criterion(self) -> Criterion:
        """Words, or a code."""
        codes = [each.name for each in self.fields if each.search is SearchRole.CODE]
        return super().words_criterion() | is_code(*(getattr(self.model, name) for name in codes))


class ValidityKind(AddressedKind[R]):
    """A kind whose records are shown for as long as what they decide is valid."""

    def prepare(
        self, record: R | None, values: Values, *, staff: Staff, extra: Mapping[str, Any]
    ) -> tuple[Values, Original | None]:
        """Publication ends with the last day of validity."""
        prepared, original = super().prepare(record, values, staff=staff, extra=extra)
        return prepared | {"publish_until": prepared["valid_until"]}, original

    def shown(self, record: R, field: RecordField) -> Any:
        """What has no last day is valid for good."""
        words = super().shown(record, field)
        return words or ("长期" if field.name == "valid_until" else "")

    def period_of(self, record: Any) -> Period | None:
        """From the first day of validity on, or from that of the decision."""
        since = record.valid_from or getattr(record, self.dated_by)
        return Period(since, record.publish_until) if record.publish_until else None


def refused_future(values: Mapping[str, Any], field: RecordField) -> Fault | None:
    """A day on which something was decided does not lie ahead."""
    if values[field.name] > clock.today():
        return field.name, f"{field.label}在今天之后，请核对"
    return None


def is_code(*codes: InstrumentedAttribute[Any]) -> Criterion:
    """One of the columns holds the code typed, in whatever way it was written."""
    condition = or_(*(code == bindparam("code") for code in codes))
    return Criterion(condition, lambda words: {"code": uscc.normalise(words)})
