"""Kinds of records about companies: they stand on the page of the company, and files name it."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from flask import Flask, request, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, true

from app.kernel.web.record_urls import record_url
from app.publishing.fields.declaring import Field
from app.publishing.fields.types import District
from app.publishing.kind import queries
from app.publishing.kind.declaration import Party, Values
from app.publishing.kind.kind import RecordKind
from app.publishing.life.models import Publication
from app.records.companies.fields import KnownCompany, PartyName
from app.records.companies.models import Company
from app.records.companies.records import CompanyRecord, other_records, register_records
from app.records.companies.rows import CompanyRow, register_import

R = TypeVar("R", bound=Publication)


class CompanyKind(RecordKind[R]):
    """A kind whose records are about a company, where it is known."""

    file_row: ClassVar[type[CompanyRow]]
    """How a row of a file is understood."""

    def init_app(self, app: Flask) -> None:
        """Have its records on pages of companies, and files bring them."""
        super().init_app(app)
        register_records(app, self.company_records)
        register_import(app, self, self.file_row)

    def following(self, values: Values, company: Company | None) -> Values:
        """What follows from the record's company where the editor left it open."""
        registered = company.district_code if company else None
        districts = {
            field.name: values[field.name] or registered
            for field in self.fields
            if isinstance(field.type, District) and field.type.follows_company
        }
        return districts | {"company_id": company.id if company else values.get("company_id")}

    def shown(self, record: R, field: Field) -> Any:
        """The name of the company, or of the party, leads to the page of the company."""
        company = getattr(record, "company", None)
        words = super().shown(record, field)
        if company is None or not isinstance(field.type, PartyName | KnownCompany):
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

    def party_of(self, record: R) -> Party:
        """The company as it is registered today."""
        row: Any = record
        return Party(row.company.name, row.company.uscc or "")

    def company_records(self, company_id: int) -> Iterator[CompanyRecord]:
        """What is published of the company, for pages of its other records."""
        for record in queries.of_company(self, company_id, self.is_told_elsewhere()):
            row: Any = record
            yield CompanyRecord(
                mark=self.mark_for(self.search_kind_of(row)),
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
