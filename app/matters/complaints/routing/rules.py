"""Which body gets a matter (category × district × date), and how the table is changed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.labels import LabelledEnum
from app.people.acting.rules import Table, allowed

DEFAULT_LEAD = "coordination-office"

DEFAULT_REASON = "没有对应的分派规则，由质量强市办确定承办部门"


@dataclass(frozen=True)
class RoutingLine:
    """One line of the routing table. No district: the whole city."""

    id: int
    code: str
    category: str
    district: str | None
    lead: str
    assisting: tuple[str, ...]
    basis: str
    valid_from: date
    valid_until: date | None

    @property
    def bodies(self) -> tuple[str, frozenset[str]]:
        """The codes of the body that leads and of those that assist, in no order."""
        return self.lead, frozenset(self.assisting)

    @property
    def cell(self) -> tuple[str, str | None]:
        """The category and the district that it is for."""
        return self.category, self.district

    def is_in_force(self, on: date) -> bool:
        """Whether the rule holds on the date."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True)
class Route:
    """Where a matter goes, which rule said so (None: no rule did), and why."""

    lead: str
    assisting: tuple[str, ...]
    rule_id: int | None
    because: str

    @property
    def bodies(self) -> tuple[str, frozenset[str]]:
        """The codes of the body that leads and of those that assist, in no order."""
        return self.lead, frozenset(self.assisting)


def resolve(category: str, district: str | None, on: date, rules: Iterable[RoutingLine]) -> Route:
    """The route of a matter of ``category`` in ``district`` received ``on`` that day.

    A rule for the district goes before the rule for the whole city, the newer before the
    older. Where no rule holds, the coordination office gets the matter and decides.
    """
    fitting = [
        rule
        for rule in rules
        if rule.category == category and rule.district in {district, None} and rule.is_in_force(on)
    ]
    if not fitting:
        return Route(DEFAULT_LEAD, (), None, DEFAULT_REASON)
    rule = max(fitting, key=lambda one: (one.district is not None, one.valid_from, one.code))
    return Route(rule.lead, rule.assisting, rule.id, f"{_number(rule.code)}：{rule.basis}")


def _number(code: str) -> str:
    """``R12/330304`` is told as 分派规则第12条."""
    number = code.partition("/")[0].partition("-")[0].removeprefix("R").lstrip("0")
    return f"分派规则第{number}条" if number.isdigit() else f"分派规则{code}"


@dataclass(frozen=True)
class RuleFilters:
    """What a list of rules is narrowed to: those in force on ``on``."""

    on: date
    category: str = ""
    district: str = ""
    page: int = 1


TRIAL_DAYS = 90
"""How far back, in calendar days, a change is tried on what really arrived."""

ONE_DAY = timedelta(days=1)


class ChangeState(LabelledEnum):
    """Where a proposed change of the routing table stands."""

    PROPOSED = ("proposed", "待审核")
    APPROVED = ("approved", "已同意")
    RETURNED = ("returned", "已退回")
    DROPPED = ("dropped", "已撤回")


class ChangeRelation(LabelledEnum):
    """What somebody of the coordination office is to a proposed change."""

    AUTHOR = ("author", "提出人")
    REVIEWER = ("reviewer", "审核人")


class ChangeAct(LabelledEnum):
    """What can be done with a proposed change."""

    PROPOSE = ("propose", "送审")
    APPROVE = ("approve", "同意，按期生效")
    SEND_BACK = ("return", "退回")
    DROP = ("drop", "撤回")


CHANGE_ACTS: Table[ChangeAct] = {
    ChangeAct.PROPOSE: allowed([ChangeRelation.AUTHOR], [None]),
    ChangeAct.APPROVE: allowed([ChangeRelation.REVIEWER], [ChangeState.PROPOSED]),
    ChangeAct.SEND_BACK: allowed([ChangeRelation.REVIEWER], [ChangeState.PROPOSED]),
    ChangeAct.DROP: allowed([ChangeRelation.AUTHOR], [ChangeState.PROPOSED]),
}
"""Its author hands a change in, which has no state before, and takes it back; another decides."""


def earliest_day(today: date) -> date:
    """The first day from which a change can hold: what is past, today included, stays."""
    return today + ONE_DAY
