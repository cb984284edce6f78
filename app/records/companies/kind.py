"""Kinds of records about companies: they stand on the page of the company, and files name it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, TypeVar

from flask import Flask, current_app, request, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, true

from app.kernel.imports.saving import RecordDraft
from app.kernel.imports.targets import ImportRow, ImportSource
from app.kernel.web.addresses import record_url
from app.people.places import NamedBody as FoundBody
from app.people.places import body_finder
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.types import DistrictChoice
from app.publishing.kind import queries
from app.publishing.kind.declaration import RecordParty, Values
from app.publishing.kind.kind import PublicKind
from app.publishing.kind.saving import RecordRow, register_import
from app.publishing.life.models import Publication
from app.records.companies.fields import KnownCompany, PartyName
from app.records.companies.importing import codes_of
from app.records.companies.matching import (
    DistrictFinder,
    Matched,
    NamedCompany,
    district_finder,
    match_companies,
)
from app.records.companies.models import Company

R = TypeVar("R", bound=Publication)


class CompanyRow(RecordRow, ABC):
    """One row, with the company of which it speaks."""

    def __init__(self, kind: "CompanyKind[Any]", row: ImportRow, source: ImportSource) -> None:
        super().__init__(kind, row, source)
        self.code = codes_of(row)

    @property
    @abstractmethod
    def firm(self) -> NamedCompany | None:
        """The company as the row names it; None for a natural person."""

    def related(
        self, company: Matched | None, body: FoundBody | None, districts: DistrictFinder
    ) -> Values:
        """What follows from the company of which it speaks, and from its body."""
        found: Values = {"company_id": company.id if company else None}
        if self.kind.body:
            bureau: Any = self.kind.body.type
            found[bureau.bureau] = body.id if body else None
        for field in self.kind.fields:
            if isinstance(field.type, DistrictChoice):
                found[field.name] = self.district(company, body, districts)
        return found

    def district(
        self, company: Matched | None, body: FoundBody | None, districts: DistrictFinder
    ) -> str | None:
        """As the file says; else that of the body, of the company, or in the body's name."""
        field = next(each for each in self.kind.fields if isinstance(each.type, DistrictChoice))
        area = self.values.get(field.name)
        return (
            (districts.named(area) if area else None)
            or (body.district_code if body else None)
            or (company.district_code if company else None)
            or districts.in_text(self.body)
        )


def company_drafts(rows: Sequence[CompanyRow], source: ImportSource) -> list[RecordDraft]:
    """Records of the rows, with the companies that they name, found or made."""
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
        drafts.append(RecordDraft(row.row, row.key(), {**content, **related}, birth))
    return drafts


@dataclass(frozen=True)
class CompanyRecord:
    """A published record of a company: its seal, its words, its address, its date.

    ``body`` decided it; ``until`` is the last day on which it is shown, None when none is set.
    ``caution`` is what its reader must know beside it, such as 异议处理中.
    """

    mark: str
    title: str
    url: str
    on: date
    body: str = ""
    until: date | None = None
    caution: str = ""


RecordSource = Callable[[int], Iterable[CompanyRecord]]


def register_records(app: Flask, source: RecordSource) -> None:
    """Let ``source`` say what is published of a company, given its key."""
    app.extensions.setdefault("company_records", []).append(source)


def other_records(company_id: int | None, *, besides: str) -> list[CompanyRecord]:
    """What is published of the company, newest first, without the page ``besides``."""
    if company_id is None:
        return []
    sources: list[RecordSource] = current_app.extensions.get("company_records", [])
    found = [each for source in sources for each in source(company_id) if each.url != besides]
    return sorted(found, key=lambda each: each.on, reverse=True)


class CompanyKind(PublicKind[R]):
    """A kind whose records are about a company, where it is known."""

    file_row: ClassVar[type[CompanyRow]]
    """How a row of a file is understood."""

    def init_app(self, app: Flask) -> None:
        """Have its records on pages of companies, and files bring them."""
        super().init_app(app)
        register_records(app, self.company_records)
        register_import(app, self, self.file_row, company_drafts)

    def following(self, values: Values, company: Company | None) -> Values:
        """What follows from the record's company where the editor left it open."""
        registered = company.district_code if company else None
        districts = {
            field.name: values[field.name] or registered
            for field in self.fields
            if isinstance(field.type, DistrictChoice) and field.type.follows_company
        }
        return districts | {"company_id": company.id if company else values.get("company_id")}

    def shown(self, record: R, field: RecordField) -> Any:
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

    def party_of(self, record: R) -> RecordParty:
        """The company as it is registered today."""
        row: Any = record
        return RecordParty(row.company.name, row.company.uscc or "")

    def company_records(self, company_id: int) -> Iterator[CompanyRecord]:
        """What is published of the company, for pages of its other records."""
        for record in queries.of_company(self, company_id, self.is_shown_elsewhere()):
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

    def is_shown_elsewhere(self) -> ColumnElement[bool]:
        """Which of them the pages of its other records tell of: all."""
        return true()

    def company_line(self, record: R) -> str:
        """What the record is called among others of its company."""
        return self.title_of(record)
