"""A valid record of each declared kind, invented from its declaration alone.

Two can be had of a kind, told apart by their ``turn``: they differ in all that a field allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import singledispatch
from typing import Any

from app.kernel import clock
from app.people.models import Bureau, District
from app.publishing.fields import types
from app.publishing.fields.declaring import Field, Place
from app.publishing.fields.types import FieldType
from app.publishing.kind.declaration import Values
from app.publishing.kind.kind import RecordKind
from app.records.cases.rules import Severity
from app.records.companies.fields import (
    BodyCode,
    CreditCode,
    KnownCompany,
    PartyKindChoice,
    PartyName,
    RegisterNumber,
    RegistrationNumber,
)
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.credit.rules import CreditCategory, ListKind
from app.records.inspections.rules import CheckResult
from tests.support.factories import make, make_bureau, make_company, make_district, publication
from tests.support.uscc import uscc

Turn = int
FISH = ord("魚") + 1
"""From here on each character is the name of a fish: no two texts share one."""
FISHES = 60
"""How many texts a record may have."""
UNFOUND = {"failing_items": None, "measured": None, "limits": None}
SAMPLES: Mapping[str, tuple[Values, Values]] = {
    "credit": (
        {"list": ListKind.BLACK, "category": CreditCategory.FOOD_SAFETY},
        {"list": ListKind.BLACK, "category": CreditCategory.OTHER},
    ),
    "cases": (
        {"penalty_kinds": ["fine"], "severity": Severity.ORDINARY},
        {"penalty_kinds": ["warning", "fine"]},
    ),
    "licences": ({}, {}),
    "inspections": (
        {"result": CheckResult.FAIL, "seller_name": "鯗市店"},
        {"result": CheckResult.PASS, "seller_name": "醢市店", **UNFOUND},
    ),
    "honours": ({}, {}),
    "funds": ({}, {}),
    "recalls": ({}, {}),
}
"""Of each kind, what its declaration does not tell of a valid record, by turn."""


@dataclass(frozen=True)
class World:
    """Whom a record is about, and who answers for it."""

    bureau: Bureau
    company: Company
    district: District
    turn: Turn
    today: date


@dataclass(frozen=True)
class Sample:
    """What a record of the kind says: the values of its columns by name."""

    kind: RecordKind[Any]
    world: World
    values: Values

    def typed(self) -> dict[str, Any]:
        """The values as an editor types them, by the names of the form's inputs."""
        return {field.input_name: self._typed(field) for field in stated_in(self.kind, Place.FORM)}

    def cells(self) -> dict[str, str]:
        """The values as a sender writes them, under the titles of a table."""
        company = self.world.company
        named = {"企业名称": company.name, "统一社会信用代码": str(company.uscc)}
        names = any(isinstance(field.type, KnownCompany) for field in self.kind.fields)
        return (named if names else {}) | {
            field.title: self.cell(field)
            for field in stated_in(self.kind, Place.FILE)
            if self.values[field.name] is not None
        }

    def cell(self, field: Field) -> str:
        """One of them."""
        value, known = self.values[field.name], self._name(field)
        return known or ("" if value is None else cell_of(field.type, value))

    def words(self, field: Field) -> str:
        """One of them as pages show it."""
        value, known = self.values[field.name], self._name(field)
        return known or ("" if value is None else field.type.words(value))

    def _name(self, field: Field) -> str:
        """What people call that of which the column holds the key."""
        match field.type:
            case types.District():
                return self.world.district.name
            case KnownCompany():
                return self.world.company.name
        return ""

    def _typed(self, field: Field) -> Any:
        if isinstance(field.type, KnownCompany):
            return self.world.company.uscc
        shown = field.type.shown(self.values[field.name])
        return shown if isinstance(shown, list) else "" if shown is None else str(shown)

    def record(self, **changes: Any) -> Any:
        """It, published, in the table."""
        model, related = self.kind.model, {"source_bureau_id": self.world.bureau.id}
        if hasattr(model, "company_id"):
            related["company_id"] = self.world.company.id
        if self.kind.body:
            related[_bureau_of(self.kind.body)] = self.world.bureau.id
        period = publication() | {"publish_until": self._last_day()}
        return make(model, period | self.values | related, changes)

    def _last_day(self) -> date:
        """It is public for as long as it is valid."""
        ends = [each for name, each in self.values.items() if name.endswith("_until") and each]
        return min(ends, default=self.world.today + timedelta(days=335))


def sample_of(kind: RecordKind[Any], *, turn: Turn = 0, bureau: Bureau | None = None) -> Sample:
    """What a record of the kind may say."""
    district = make_district(("330302", "330303")[turn])
    company = make_company(district_code=district.code)
    world = World(bureau or make_bureau(), company, district, turn, clock.today())
    said = SAMPLES[kind.endpoint][turn]
    values = {
        field.name: said[field.name] if field.name in said else _invented(field, at, world)
        for at, field in enumerate(kind.fields)
    }
    return Sample(kind, world, values)


def stated_in(kind: RecordKind[Any], place: Place) -> list[Field]:
    """The fields that have to appear in ``place``: all that do not say why they are absent."""
    return [field for field in kind.fields if place not in field.absent]


def _invented(field: Field, at: int, world: World) -> Any:
    if field.name.endswith("_until"):
        return world.today + timedelta(days=60 + at)
    return value_of(field.type, at, world)


@singledispatch
def value_of(type_: FieldType, at: int, world: World) -> Any:
    """What a field of that type, the one at ``at`` among its kind's, may hold."""
    raise LookupError(f"no sample of {type(type_).__name__}: say in tests/support what it holds")


@value_of.register(types.Line)
@value_of.register(types.Prose)
def _(type_: FieldType, at: int, world: World) -> str:
    first = FISH + 2 * (at + FISHES * world.turn)
    return chr(first) + chr(first + 1)


@value_of.register
def _(type_: types.DocumentNumber, at: int, world: World) -> str:
    return f"试{chr(FISH + at)}〔2026〕{100 * world.turn + at}号"


@value_of.register
def _(type_: types.Body, at: int, world: World) -> str:
    return world.bureau.name


@value_of.register
def _(type_: RegisterNumber, at: int, world: World) -> str:
    return f"{123_000_000 + at + FISHES * world.turn}"


@value_of.register
def _(type_: PartyName, at: int, world: World) -> str:
    return world.company.name


@value_of.register
def _(type_: KnownCompany, at: int, world: World) -> int:
    return world.company.id


@value_of.register
def _(type_: PartyKindChoice, at: int, world: World) -> PartyKind:
    return PartyKind.ORGANISATION


@value_of.register
def _(type_: CreditCode, at: int, world: World) -> str | None:
    return world.company.uscc


@value_of.register
def _(type_: BodyCode, at: int, world: World) -> str:
    return uscc(at + FISHES * world.turn, "1")


@value_of.register
def _(type_: RegistrationNumber, at: int, world: World) -> None:
    """A firm with a credit code has no older number."""


@value_of.register
def _(type_: types.Choice, at: int, world: World) -> Any:
    return [*(type_.offered or type_.of)][-world.turn]


@value_of.register
def _(type_: types.Choices, at: int, world: World) -> list[str]:
    return [[*type_.of][-world.turn].value]


@value_of.register
def _(type_: types.Flag, at: int, world: World) -> bool:
    return world.turn == 0


@value_of.register
def _(type_: types.District, at: int, world: World) -> str:
    return world.district.code


@value_of.register
def _(type_: types.Day, at: int, world: World) -> date:
    return world.today - timedelta(days=365 * world.turn + 55 - at)


@value_of.register
def _(type_: types.Year, at: int, world: World) -> int:
    return world.today.year - 2 - world.turn


@value_of.register
def _(type_: types.Count, at: int, world: World) -> int:
    return 1_700 + at + 50 * world.turn


@value_of.register
def _(type_: types.Amount, at: int, world: World) -> int:
    return 432_100_001 + at + 7_000_000 * world.turn


@singledispatch
def cell_of(type_: FieldType, value: Any) -> str:
    """A value as senders write it in a cell."""
    return type_.words(value)


@cell_of.register
def _(type_: types.Amount, value: int) -> str:
    return str(Decimal(value) / 100)


@cell_of.register(types.Year)
@cell_of.register(types.Count)
def _(type_: FieldType, value: int) -> str:
    return str(value)


@cell_of.register
def _(type_: types.Choices, value: list[str]) -> str:
    return "、".join(type_.labels(value))


def _bureau_of(field: Field) -> str:
    body: Any = field.type
    return str(body.bureau)
