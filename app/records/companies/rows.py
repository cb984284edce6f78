"""Records that name companies, out of files: a row understood, and saved with its company."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from flask import Flask

from app.kernel.imports.saving import Draft
from app.kernel.imports.targets import (
    Batch,
    Candidate,
    Rejection,
    Source,
    Verdict,
    register_target,
)
from app.people.places import NamedBody as FoundBody
from app.people.places import body_finder
from app.publishing.fields.declaring import Field
from app.publishing.fields.types import District
from app.publishing.kind.declaration import Values
from app.publishing.kind.rows import FileRow, layout_of
from app.publishing.life.importing import save_batch
from app.publishing.life.sealed import Original
from app.records.companies.districts import DistrictFinder, district_finder
from app.records.companies.fields import CreditCode, RegistrationNumber
from app.records.companies.importing import codes_of
from app.records.companies.matching import Matched, Party, match_companies
from app.records.companies.parties import addressed_party, misread
from app.records.companies.uscc import CompanyCode

if TYPE_CHECKING:
    from app.records.companies.addressed import AddressedKind
    from app.records.companies.kind import CompanyKind

CODES = (CreditCode, RegistrationNumber)


class CompanyRow(FileRow):
    """One row, with the company of which it speaks."""

    def __init__(self, kind: "CompanyKind[Any]", row: Candidate, source: Source) -> None:
        super().__init__(kind, row, source)
        self.code = codes_of(row)

    @property
    def firm(self) -> Party | None:
        """The company as the row names it; None for a natural person."""
        raise NotImplementedError

    def related(
        self, company: Matched | None, body: FoundBody | None, districts: DistrictFinder
    ) -> Values:
        """What follows from the company of which it speaks, and from its body."""
        found: Values = {"company_id": company.id if company else None}
        if self.kind.body:
            bureau: Any = self.kind.body.type
            found[bureau.bureau] = body.id if body else None
        for field in self.kind.fields:
            if isinstance(field.type, District):
                found[field.name] = self.district(company, body, districts)
        return found

    def district(
        self, company: Matched | None, body: FoundBody | None, districts: DistrictFinder
    ) -> str | None:
        """As the file says; else that of the body, of the company, or in the body's name."""
        field = next(each for each in self.kind.fields if isinstance(each.type, District))
        area = self.values.get(field.name)
        return (
            (districts.named(area) if area else None)
            or (body.district_code if body else None)
            or (company.district_code if company else None)
            or districts.in_text(self.body)
        )


class AddressedRow(CompanyRow):
    """One row, with the party that the record addresses."""

    kind: "AddressedKind[Any]"

    def __init__(self, kind: "AddressedKind[Any]", row: Candidate, source: Source) -> None:
        super().__init__(kind, row, source)
        name, said = kind.party.name, row.values.get(kind.party_kind)
        self.party = addressed_party(row.values[name], said)

    @property
    def firm(self) -> Party | None:
        """The party, unless it is a natural person."""
        if self.party.is_person:
            return None
        return Party(self.row, self.party.name, self.code.uscc, self.code.registration_number)

    def is_content(self, field: Field) -> bool:
        """A code is kept apart from which column it stood in."""
        return super().is_content(field) and type(field.type) not in CODES

    @cached_property
    def content(self) -> Values:
        """The columns that the row fills in, as they may be public."""
        found = super().content | {self.kind.party_kind: self.party.kind}
        # A natural person has no code that may be shown.
        code = CompanyCode() if self.party.is_person else self.code
        return self.kind.concealed(found | self._in_columns(code), self.party)

    def _in_columns(self, code: CompanyCode) -> Values:
        parts = {CreditCode: code.uscc, RegistrationNumber: code.registration_number}
        return {
            each.name: parts[type(each.type)]
            for each in self.kind.fields
            if type(each.type) in CODES
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


def register_import(app: Flask, kind: "CompanyKind[Any]", row: type[CompanyRow]) -> None:
    """Let files bring records of the kind, each row of them understood by ``row``."""

    def save(batch: Batch) -> Sequence[Verdict]:
        return save_batch(
            batch,
            model=kind.model,
            understand=partial(row, kind),
            drafts=_drafts,
            kinds=kind.search_kinds,
            action=f"{kind.import_key}.import",
        )

    register_target(app, kind.import_key, layout_of(kind, row), save)


def _drafts(rows: Sequence[CompanyRow], source: Source) -> list[Draft]:
    districts = source.once(district_finder)
    bodies = source.once(body_finder)
    firms = [firm for row in rows if (firm := row.firm)]
    matches = match_companies(firms, source, districts)
    companies = dict(zip((firm.row for firm in firms), matches, strict=True))
    drafts = []
    for row in rows:
        company, body = companies.get(row.row), bodies.find(row.body)
        birth = row.birth()
        content = {name: each for name, each in row.content.items() if name not in birth}
        related = row.related(company, body, districts)
        drafts.append(Draft(row.row, row.key(), {**content, **related}, birth))
    return drafts
