"""A valid record of each declared kind, invented from its declaration alone.

Two can be had of a kind, told apart by their ``turn``: they differ in all that a field allows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.kernel import clock
from app.people.models import Bureau, District
from app.publishing.fields import types
from app.publishing.fields.declaring import FieldPlace, RecordField
from app.publishing.fields.types import FieldType
from app.publishing.kind.declaration import Values
from app.publishing.kind.kind import PublicKind
from app.records.cases.rules import Severity
from app.records.companies.fields import (
    BodyCode,
    CreditCode,
    KnownCompany,
    PartyKindChoice,
    PartyName,
    RegisterNumber,
)
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.credit.rules import CreditCategory, ListKind
from app.records.inspections.rules import CheckResult
from app.records.surveys.fields import PeriodCode, PromiseChoice
from app.records.surveys.rules import ResultKind
from tests.support.factories import make, make_bureau, make_company, make_district, publication
from tests.support.record_factories import indicator
from tests.support.uscc import uscc

Turn = int
FISH = ord("魚") + 1
"""From here on each character is the name of a fish: no two texts share one."""
PROMISE = "FW10"
"""The promise that a survey answers."""
FISHES = 60
"""How many texts a record may have."""
UNFOUND = {"failing_items": None, "measured": None, "limits": None}
PERIODS = [{"period": str(year), "period_ends_on": date(year, 12, 31)} for year in (2025, 2024)]
NO_POINTS = dict.fromkeys(("mean", "deviation", "top"))
SAMPLES: Mapping[str, tuple[Values, Values]] = {
    "credit": (
        {"list": ListKind.BLACK, "category": CreditCategory.FOOD_SAFETY},
        {"list": ListKind.BLACK, "category": CreditCategory.OTHER},
    ),
    "credit:red": (
        {"list": ListKind.RED, "category": CreditCategory.FOOD_SAFETY},
        {"list": ListKind.RED, "category": CreditCategory.OTHER},
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
    "surveys": (
        {**PERIODS[0], "link": "https://example.com/魚", "kind": ResultKind.SHARE, **NO_POINTS}
        | {"satisfied": 1_234},
        {**PERIODS[1], "link": "https://example.com/魨", "kind": ResultKind.MEAN}
        | {"indicator_id": None, "satisfied": None, "mean": "4.2", "deviation": "0.8", "top": "5"},
    ),
}
"""Of each kind, what its declaration does not tell of a valid record, by turn.

A kind that has several lists has a sample of each of them, its name behind a colon.
"""


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

    kind: PublicKind[Any]
    world: World
    values: Values

    def typed(self) -> dict[str, Any]:
        """The values as an editor types them, by the names of the form's inputs."""
        return {
            field.input_name: self._typed(field) for field in stated_in(self.kind, FieldPlace.FORM)
        }

    def cells(self) -> dict[str, str]:
        """The values as a sender writes them, under the titles of a table."""
        company = self.world.company
        named = {"企业名称": company.name, "统一社会信用代码": str(company.uscc)}
        names = any(isinstance(field.type, KnownCompany) for field in self.kind.fields)
        return (named if names else {}) | {
            field.title: self.cell(field)
            for field in stated_in(self.kind, FieldPlace.FILE)
            if self.values[field.name] is not None
        }

    def cell(self, field: RecordField) -> str:
        """One of them."""
        value, known = self.values[field.name], self._name(field)
        return known or ("" if value is None else cell_of(field.type, value))

    def words(self, field: RecordField) -> str:
        """One of them as pages show it."""
        value, known = self.values[field.name], self._name(field)
        return known or ("" if value is None else field.type.value_words(value))

    def _name(self, field: RecordField) -> str:
        """What people call that of which the column holds the key."""
        match field.type:
            case types.DistrictChoice():
                return self.world.district.name
            case KnownCompany():
                return self.world.company.name
            case PromiseChoice() if self.values[field.name]:
                return PROMISE
        return ""

    def _typed(self, field: RecordField) -> Any:
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


def sample_of(
    kind: PublicKind[Any], *, turn: Turn = 0, bureau: Bureau | None = None, name: str = ""
) -> Sample:
    """What a record of the kind may say; ``name`` is that of one of several ``SAMPLES``."""
    district = make_district(("330302", "330303")[turn])
    company = make_company(district_code=district.code)
    world = World(bureau or make_bureau(), company, district, turn, clock.today())
    stated = SAMPLES[name or kind.endpoint][turn]
    values = {
        field.name: stated[field.name] if field.name in stated else _invented(field, at, world)
        for at, field in enumerate(kind.fields)
    }
    return Sample(kind, world, values)


def stated_in(kind: PublicKind[Any], place: FieldPlace) -> list[RecordField]:
    """The fields that have to appear in ``place``: all that do not say why they are absent."""
    return [field for field in kind.fields if place not in field.absent]


def _invented(field: RecordField, at: int, world: World) -> Any:
    if field.name.endswith("_until"):
        return world.today + timedelta(days=60 + at)
    return value_of(field.type, at, world)


Inventing = Callable[[Any, int, World], Any]
INVENTED: Mapping[type[FieldType], Inventing] = {
    types.DocumentNumber: lambda _, at, world: (
        f"试{chr(FISH + at)}〔2026〕{100 * world.turn + at}号"
    ),
    types.BodyName: lambda _, at, world: world.bureau.name,
    types.Line: lambda _, at, world: _two_fishes(at, world),
    types.Prose: lambda _, at, world: _two_fishes(at, world),
    RegisterNumber: lambda _, at, world: f"{123_000_000 + at + FISHES * world.turn}",
    PartyName: lambda _, at, world: world.company.name,
    KnownCompany: lambda _, at, world: world.company.id,
    PartyKindChoice: lambda _, at, world: PartyKind.ORGANISATION,
    # A firm with a credit code has no older number.
    CreditCode: lambda type_, at, world: world.company.uscc if type_.part == "uscc" else None,
    BodyCode: lambda _, at, world: uscc(at + FISHES * world.turn, "1"),
    PromiseChoice: lambda _, at, world: indicator(PROMISE).id,
    types.Choice: lambda type_, at, world: [*(type_.offered or type_.of)][-world.turn],
    types.Choices: lambda type_, at, world: [[*type_.of][-world.turn].value],
    types.Flag: lambda _, at, world: world.turn == 0,
    types.DistrictChoice: lambda _, at, world: world.district.code,
    types.Day: lambda _, at, world: world.today - timedelta(days=365 * world.turn + 55 - at),
    types.Year: lambda _, at, world: world.today.year - 2 - world.turn,
    types.Count: lambda _, at, world: 1_700 + at + 50 * world.turn,
    types.Amount: lambda _, at, world: 432_100_001 + at + 7_000_000 * world.turn,
}
"""What a field of that type, the one at that place among its kind's, may hold."""


def value_of(type_: FieldType, at: int, world: World) -> Any:
    """The same for this field; a type that is not there is invented as the one it is made of."""
    for each in type(type_).__mro__:
        if each in INVENTED:
            return INVENTED[each](type_, at, world)
    raise LookupError(f"no sample of {type(type_).__name__}: say in tests/support what it holds")


def _two_fishes(at: int, world: World) -> str:
    first = FISH + 2 * (at + FISHES * world.turn)
    return chr(first) + chr(first + 1)


def cell_of(type_: FieldType, value: Any) -> str:
    """A value as senders write it in a cell."""
    match type_:
        case types.Amount():
            return str(Decimal(value) / 100)
        case types.Year() | types.Count() | PeriodCode():
            return str(value)
        case types.Choices():
            return "、".join(type_.labels(value))
    return type_.value_words(value)


def _bureau_of(field: RecordField) -> str:
    body: Any = field.type
    return str(body.bureau)
