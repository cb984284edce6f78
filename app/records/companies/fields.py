"""Kinds of fields of records that address a party: its name, its kind, its codes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import String
from sqlalchemy.types import TypeEngine
from wtforms import StringField
from wtforms.validators import Optional

from app.kernel.imports.values import Converter, number, text
from app.publishing.fields.declaring import Field
from app.publishing.fields.inputs import paper_field
from app.publishing.fields.types import Choice, FieldType, Inputs, Line, SearchRole
from app.records.companies.forms import known_code, known_number
from app.records.companies.importing import company_code
from app.records.companies.rules import PartyKind

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

    def inputs(self, field: Field) -> Inputs:
        return {**super().inputs(field), PAPER: paper_field()}


@dataclass(frozen=True, kw_only=True)
class PartyKindChoice(Choice):
    """Whether the party is a firm or a person; files say it in words of their own."""

    of: type[PartyKind] = PartyKind

    def convert(self, field: Field) -> Converter:
        return text(40)


@dataclass(frozen=True, kw_only=True)
class CreditCode(FieldType):
    """The 18 characters of a unified social credit code (GB 32100-2015)."""

    search: ClassVar[SearchRole | None] = SearchRole.CODE

    def column(self) -> TypeEngine[Any]:
        return String(18)

    def inputs(self, field: Field) -> Inputs:
        return {
            field.name: StringField(field.label, [Optional(), known_code], description=field.hint)
        }

    def convert(self, field: Field) -> Converter:
        return company_code

    @property
    def css(self) -> str:
        return "mj-id"


@dataclass(frozen=True, kw_only=True)
class BodyCode(CreditCode):
    """The code of a public body, of which files state all kinds of things."""

    search: ClassVar[SearchRole | None] = None

    def convert(self, field: Field) -> Converter:
        return text(18)


@dataclass(frozen=True, kw_only=True)
class RegistrationNumber(FieldType):
    """The number of a firm from the days before the credit code."""

    search: ClassVar[SearchRole | None] = SearchRole.CODE

    def column(self) -> TypeEngine[Any]:
        return String(50)

    def inputs(self, field: Field) -> Inputs:
        return {
            field.name: StringField(field.label, [Optional(), known_number], description=field.hint)
        }

    def convert(self, field: Field) -> Converter:
        return company_code

    @property
    def css(self) -> str:
        return "mj-id"


@dataclass(frozen=True, kw_only=True)
class RegisterNumber(Line):
    """The number under which another register has the party: of taxes, institutions, societies."""

    def convert(self, field: Field) -> Converter:
        return number(self.most)

    @property
    def css(self) -> str:
        return "mj-id"
