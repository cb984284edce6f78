"""Kinds of records that address a party: who may be shown, and which company it is."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from flask import Flask, request, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, true

from app.kernel import clock
from app.kernel.web.record_urls import record_url
from app.people.models import Staff
from app.publishing.fields.declaring import Field
from app.publishing.fields.types import (
    Body,
    District,
    DocumentNumber,
    Line,
    Prose,
    SearchRole,
)
from app.publishing.kind import queries
from app.publishing.kind.declaration import Fault, Values
from app.publishing.kind.kind import RecordKind
from app.publishing.life.listing import Criterion
from app.publishing.life.models import Publication
from app.publishing.life.sealed import Original
from app.records.companies.criteria import is_code
from app.records.companies.fields import PAPER, PartyName
from app.records.companies.models import Company
from app.records.companies.parties import AddressedParty, addressed_party, refuse_paper
from app.records.companies.queries import company_by_code
from app.records.companies.records import CompanyRecord, other_records, register_records
from app.records.companies.rows import AddressedRow, register_import
from app.records.companies.rules import PartyKind

R = TypeVar("R", bound=Publication)


class AddressedKind(RecordKind[R]):
    """A kind whose records address a party, and stand on the page of its company."""

    file_row: ClassVar[type[AddressedRow]] = AddressedRow
    """How a row of a file is understood."""

    def init_app(self, app: Flask) -> None:
        """Have its records on pages of companies, and files bring them."""
        super().init_app(app)
        register_records(app, self.company_records)
        register_import(app, self, self.file_row)

    @property
    def party(self) -> Field:
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
        """
        party = addressed_party(values[self.party.name], values[self.party_kind].label)
        paper = extra.get(PAPER) or ""
        refuse_paper(party, paper)
        code = values.get("uscc")
        company = company_by_code(code) if code else None
        kept = self.concealed(values, party)
        return kept | self.following(kept, company), party.original(paper)

    def following(self, values: Values, company: Company | None) -> Values:
        """What follows from the party's company where the editor left it open."""
        registered = company.district_code if company else None
        districts = {
            field.name: values[field.name] or registered
            for field in self.fields
            if isinstance(field.type, District) and field.type.follows_company
        }
        return districts | {"company_id": company.id if company else values.get("company_id")}

    def concealed(self, values: Values, party: AddressedParty) -> Values:
        """The values without the full name of a natural person."""
        kept = values | {self.party.name: party.name}
        if not party.is_person:
            return kept
        if "legal_representative" in kept:
            kept["legal_representative"] = None
        for field in self.told_in_words():
            if text := kept.get(field.name):
                kept[field.name] = party.conceal(text)
        return kept

    def told_in_words(self) -> list[Field]:
        """The fields whose words may hold the name of the party."""
        words = (Line, Prose)
        apart = (Body, DocumentNumber, PartyName)
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

    def words_criterion(self) -> Criterion:
        """Words, or a code."""
        codes = [each.name for each in self.fields if each.search is SearchRole.CODE]
        return super().words_criterion() | is_code(*(getattr(self.model, name) for name in codes))

    def shown(self, record: R, field: Field) -> Any:
        """The party's name leads to the page of its company."""
        company = getattr(record, "company", None)
        words = super().shown(record, field)
        if company is None or not isinstance(field.type, PartyName):
            return words
        address = record_url("portal.company", uscc=company.ref)
        return Markup('<a href="{}">{}</a>').format(address, words)

    def beside_page(self, record: R) -> Mapping[str, Any]:
        """The other records of its company."""
        company_id = getattr(record, "company_id", None)
        return {
            **super().beside_page(record),
            "company": getattr(record, "company", None),
            "others": other_records(company_id, besides=request.path),
        }

    def company_records(self, company_id: int) -> Iterator[CompanyRecord]:
        """What is published of the company, for pages of its other records."""
        for record in queries.of_company(self, company_id, self.is_told_elsewhere()):
            row: Any = record
            yield CompanyRecord(
                mark=self.mark,
                title=self.company_line(record),
                url=url_for(f"{self.endpoint}.detail", record_id=row.id),
                on=getattr(row, self.dated_by),
                body=getattr(row, self.body.name) if self.body else "",
                until=row.publish_until,
                caution=row.caution,
            )

    def is_told_elsewhere(self) -> ColumnElement[bool]:
        """Which of them the pages of its other records tell of: all."""
        return true()

    def company_line(self, record: R) -> str:
        """What the record is called among others of its company."""
        return self.title_of(record)


def refused_future(values: Mapping[str, Any], field: Field) -> Fault | None:
    """A day on which something was decided does not lie ahead."""
    if values[field.name] > clock.today():
        return field.name, f"{field.label}在今天之后，请核对"
    return None
