"""Records that address a party, out of files: a row understood, and saved with its company."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from flask import Flask

from app.kernel import clock
from app.kernel.imports.layouts import Field as FileField
from app.kernel.imports.layouts import Layout
from app.kernel.imports.saving import NOT_STATED, Draft
from app.kernel.imports.targets import (
    Batch,
    Candidate,
    Hint,
    Rejection,
    Source,
    Verdict,
    register_target,
)
from app.people.bodies import Body as FoundBody
from app.people.bodies import body_finder
from app.publishing.fields.declaring import Place
from app.publishing.fields.derived import file_fields
from app.publishing.fields.types import District
from app.publishing.kind.declaration import Values
from app.publishing.kind.services import key_of
from app.publishing.life.importing import save_batch
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import Original
from app.records.companies.districts import DistrictFinder, district_finder
from app.records.companies.fields import CreditCode, RegistrationNumber
from app.records.companies.importing import codes_of
from app.records.companies.matching import Matched, match_firms
from app.records.companies.parties import addressed_party, misread
from app.records.companies.uscc import CompanyCode

if TYPE_CHECKING:
    from app.records.companies.addressed import AddressedKind

CODES = (CreditCode, RegistrationNumber)


class AddressedRow:
    """One row, understood as a record of the kind. A kind with checks of its own has its own."""

    only_in_files: ClassVar[tuple[FileField, ...]] = ()
    """What files state and no record holds."""
    required_any: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Sets of fields of which a table must have one."""
    whole: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Fields that a person may state once for the whole table, with the words to choose from."""

    def __init__(self, kind: "AddressedKind[Any]", row: Candidate, source: Source) -> None:
        self.kind, self.row, self.values = kind, row.row, row.values
        name, said = kind.party.name, row.values.get(kind.party_kind)
        self.party = addressed_party(row.values[name], said)
        self.code = codes_of(row)
        self.source = source

    @property
    def body(self) -> str:
        """The body that answers for the record, or the one that sent the file."""
        stated = self.values[self.kind.body.name] if self.kind.body else None
        return str(stated or self.source.body or NOT_STATED)

    @cached_property
    def content(self) -> Values:
        """The columns that the row fills in, as they may be public."""
        kind = self.kind
        found = {
            each.name: each.kept(self.values[each.name])
            for each in kind.fields_in(Place.FILE)
            if type(each.type) not in CODES and not isinstance(each.type, District)
        }
        found[kind.party_kind] = self.party.kind
        if kind.body:
            found[kind.body.name] = self.body
        # A natural person has no code that may be shown.
        code = CompanyCode() if self.party.is_person else self.code
        return kind.concealed(found | self._in_columns(code), self.party)

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

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at, though the row is taken."""
        if self.kind.body and self.body == NOT_STATED:
            label = self.kind.body.label
            return (Hint(f"原表没有{label}，请核对", self.kind.body.name),)
        return ()

    def original(self) -> Original | None:
        """Who a natural person is: sealed, as the record shows 张某某."""
        return self.party.original()

    @property
    def revocation(self) -> str | None:
        """Why the record no longer stands, if the file marks it so."""
        return None

    def key(self) -> str:
        """What names the record; the same from the sender's file and from our own download."""
        return str(key_of(self.kind, self.content))

    def birth(self) -> Values:
        """What a new record begins with: it is public from the day of its import."""
        return {"status": PublicationStatus.PUBLISHED, "published_on": clock.today()}

    def related(
        self, company: Matched | None, body: FoundBody | None, districts: DistrictFinder
    ) -> Values:
        """What follows from the company that it addresses, and from its body."""
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


def layout_of(kind: "AddressedKind[Any]", row: type[AddressedRow]) -> Layout:
    """The columns of files: the declared fields, and what only files state."""
    return Layout(
        kind.import_key,
        (*file_fields(kind.model), *row.only_in_files),
        required_any=row.required_any,
        whole=row.whole,
        name=kind.name,
    )


def register_import(app: Flask, kind: "AddressedKind[Any]", row: type[AddressedRow]) -> None:
    """Let files bring records of the kind, each row of them understood by ``row``."""

    def save(batch: Batch) -> Sequence[Verdict]:
        return save_batch(
            batch,
            model=kind.model,
            understand=partial(row, kind),
            drafts=_drafts,
            kinds=[kind.search_kind],
            action=f"{kind.import_key}.import",
        )

    register_target(app, kind.import_key, layout_of(kind, row), save)


def _drafts(rows: Sequence[AddressedRow], source: Source) -> list[Draft]:
    districts = source.once(district_finder)
    bodies = source.once(body_finder)
    companies = match_firms(rows, source, districts)
    drafts = []
    for row in rows:
        company, body = companies.get(row.row), bodies.find(row.body)
        birth = row.birth()
        content = {name: each for name, each in row.content.items() if name not in birth}
        related = row.related(company, body, districts)
        drafts.append(Draft(row.row, row.key(), {**content, **related}, birth))
    return drafts
