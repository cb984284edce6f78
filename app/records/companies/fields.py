"""Kinds of fields of records that address a party: its name, its kind, its codes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import MappedColumn
from sqlalchemy.types import TypeEngine
from wtforms import Field as FormField
from wtforms import StringField
from wtforms.validators import Optional

from app.kernel.imports.exporting import ExportColumn
from app.kernel.imports.values import Converter, number, text
from app.publishing.fields.declaring import RecordField, background, fields_of
from app.publishing.fields.inputs import LineInput, paper_field
from app.publishing.fields.types import Choice, FieldType, Inputs, Line, NotInFiles, SearchRole
from app.records.companies.importing import company_code
from app.records.companies.queries import company_by_ref
from app.records.companies.rules import PartyKind
from app.records.companies.uscc import known_code, known_number

PAPER = "party_paper"
"""What the form calls the number of a natural person's identity paper."""


@dataclass(frozen=True, kw_only=True)
class PartyName(Line):
    """The party that a record addresses: a firm, or a natural person shown as 张某某.

    ``kind`` is the field that says which. The number of a person's paper is asked beside it.
    """

    search: ClassVar[SearchRole | None] = SearchRole.NAME
    kind: str
    most: int = 200
    unbroken: bool = True

    def inputs(self, field: RecordField) -> Inputs:
        return {**super().inputs(field), PAPER: paper_field()}


class NamesParty:
    """Mixin of records with a field that names a party."""

    @property
    def person_name(self) -> str:
        """The party as it is shown (张某某), where it is a natural person."""
        model: Any = type(self)
        party = next(each for each in fields_of(model) if isinstance(each.type, PartyName))
        named: Any = party.type
        is_person = getattr(self, named.kind) is PartyKind.PERSON
        return str(getattr(self, party.name)) if is_person else ""


@dataclass(frozen=True, kw_only=True)
class PartyKindChoice(Choice):
    """Whether the party is a firm or a person; files say it in words of their own."""

    of: type[PartyKind] = PartyKind

    def convert(self, field: RecordField) -> Converter:
        return text(40)


@dataclass(frozen=True, kw_only=True)
class CreditCode(FieldType):
    """The 18 characters of a unified social credit code (GB 32100-2015), or an older number.

    ``part`` is the field of ``CompanyCode`` that the column holds.
    """

    search: ClassVar[SearchRole | None] = SearchRole.CODE
    part: str = "uscc"
    most: int = 18
    check: Callable[[FlaskForm, FormField], None] = known_code

    def column(self) -> TypeEngine[Any]:
        return String(self.most)

    def inputs(self, field: RecordField) -> Inputs:
        checks = [Optional(), self.check]
        return {field.name: StringField(field.label, checks, description=field.hint)}

    def convert(self, field: RecordField) -> Converter:
        return company_code

    @property
    def css(self) -> str:
        return "mj-id"


REGISTRATION_NUMBER = CreditCode(part="registration_number", most=50, check=known_number)
"""The number of a firm from the days before the credit code."""


@dataclass(frozen=True, kw_only=True)
class BodyCode(CreditCode):
    """The code of a public body, of which files state all kinds of things."""

    search: ClassVar[SearchRole | None] = None

    def convert(self, field: RecordField) -> Converter:
        return text(18)


@dataclass(frozen=True, kw_only=True)
class RegisterNumber(Line):
    """The number under which another register has the party: of taxes, institutions, societies."""

    def convert(self, field: RecordField) -> Converter:
        return number(self.most)

    @property
    def css(self) -> str:
        return "mj-id"


@dataclass(frozen=True, kw_only=True)
class KnownCompany(NotInFiles):
    """A company that is known here, by its key; typed by its code or its old number."""

    def read(self, record: Any, name: str) -> str:
        return str(record.company.name)

    def input_name(self, name: str) -> str:
        return "code"

    def inputs(self, field: RecordField) -> Inputs:
        return {"code": LineInput(field.label, 18, description=field.hint)}

    def typed(self, value: str) -> int:
        """Raises NotFoundError for a code that no known company has."""
        return company_by_ref(value).id

    def filled(self, record: Any, name: str) -> str:
        return record.company.uscc or record.company.registration_number or ""

    def columns(self, field: RecordField) -> list[ExportColumn[Any]]:
        return [
            ExportColumn("company", "企业名称", lambda record: record.company.name),
            ExportColumn("uscc", "统一社会信用代码", lambda record: record.company.uscc),
            ExportColumn(
                "registration_number",
                "工商注册号",
                lambda record: record.company.registration_number,
            ),
        ]


def company_key(**options: Any) -> MappedColumn[Any]:
    """The key of the company that a record is about."""
    reason, key = "the code says which", ForeignKey("companies.id")
    return background("关联企业", reason, key, versioned=True, **options)


def bureau_key(label: str, **options: Any) -> MappedColumn[Any]:
    """The key of the body that a record names, where it has a desk here."""
    return background(label, "the body's name says which", ForeignKey("bureaus.id"), **options)
