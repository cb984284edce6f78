"""Which body a submission goes to, why, and by when it must answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Bureau, District
from app.complaints.answers import Answers, SubjectKind
from app.complaints.catalogue import ComplaintCategory, RoutingRule
from app.complaints.deadlines import counted_days
from app.complaints.queries.bodies import coordination_office
from app.complaints.queries.catalogue import deadline_rule
from app.complaints.routing import Route, Rule, resolve
from app.complaints.rules import FIRST_STEP, ComplaintKind, DayUnit, Step
from app.core.calendar import city_calendar
from app.core.db import db
from app.core.working_days import CountedDay

ASKED_FOR = "反映人请平台分派，由质量强市办确定承办部门"
RECUSED = "反映的是{body}的人员，不转给被反映的部门，由质量强市办确定承办部门"
NOT_SERVING = "规则指定的部门已不再履职，由质量强市办确定承办部门"


@dataclass(frozen=True)
class Destination:
    """The lead body, who assists, and the reason as the reporter and the handler read it."""

    bureau: Bureau
    assistants: Sequence[Bureau]
    rule_id: int | None
    reason: str
    category: ComplaintCategory
    district: District | None

    @property
    def is_undecided(self) -> bool:
        """Whether the coordination office still has to find the body."""
        return self.bureau.is_coordination_office


@dataclass(frozen=True)
class Expected:
    """A date by which something must have happened, and how it was counted."""

    kind: ComplaintKind
    step: Step
    due_on: date
    days: int
    unit: DayUnit
    extension_days: int
    basis: str
    counted: list[CountedDay]


def destination(answers: Answers, on: date, *, by_platform: bool = False) -> Destination:
    """Where what was answered goes if it is handed in on ``on``.

    A matter about the people of a body never goes to that body. Who asks the platform to
    route it, and whatever no rule covers, gets to the coordination office.
    """
    category = db.session.get_one(ComplaintCategory, answers.final_category)
    chosen = answers.facts.district if answers.facts else ""
    district = db.session.get(District, chosen) if chosen else None
    rules = _rules(category.code)
    route = resolve(category.code, district.code if district else None, on, map(_as_rule, rules))
    fired = next((rule for rule in rules if rule.id == route.rule_id), None)
    bureau, because = _lead(answers, fired, route, on, by_platform=by_platform)
    is_ruled = fired is not None and bureau is fired.lead_bureau
    place = district.name if district else "未注明"
    named = answers.subject.bureau if answers.subject else ""
    return Destination(
        bureau=bureau,
        assistants=[body for body in fired.assistants if body is not bureau and body.code != named]
        if fired and is_ruled
        else [],
        rule_id=route.rule_id if is_ruled else None,
        reason=f"事项类别：{category.name}；地点：{place}。{because}。",
        category=category,
        district=district,
    )


def may_ask_platform(answers: Answers, chosen: Destination) -> bool:
    """Whether the reporter may have the platform decide: not about officials, nor when it does."""
    about_officials = answers.subject is not None and answers.subject.who is SubjectKind.OFFICIAL
    return not about_officials and not chosen.is_undecided


def expected_dates(
    kinds: Sequence[ComplaintKind], on: date, *, undecided: bool = False
) -> list[Expected]:
    """The first date of each track, and before it the routing where that is still to be done."""
    steps = [(kind, FIRST_STEP[kind]) for kind in kinds]
    if undecided:
        steps.insert(0, (kinds[0], Step.ROUTE))
    return [expected for kind, step in steps if (expected := _expected(kind, step, on))]


def _expected(kind: ComplaintKind, step: Step, on: date) -> Expected | None:
    rule = deadline_rule(kind, step, on)
    if rule is None:
        return None
    counted = counted_days(on, rule.days, rule.unit, city_calendar())
    return Expected(
        kind=kind,
        step=step,
        due_on=counted[-1].day,
        days=rule.days,
        unit=rule.unit,
        extension_days=rule.extension_days,
        basis=rule.basis,
        counted=counted,
    )


def _lead(
    answers: Answers, fired: RoutingRule | None, route: Route, on: date, *, by_platform: bool
) -> tuple[Bureau, str]:
    """The lead body and why."""
    if fired is None:
        return coordination_office(), route.because
    lead = fired.lead_bureau
    if answers.subject and answers.subject.bureau == lead.code:
        return coordination_office(), RECUSED.format(body=lead.name)
    if lead.valid_from > on or (lead.valid_until is not None and lead.valid_until < on):
        return coordination_office(), NOT_SERVING
    if by_platform:
        return coordination_office(), f"{ASKED_FOR}（按{route.because}，应为{lead.name}）"
    return lead, route.because


def _rules(category: str) -> Sequence[RoutingRule]:
    return db.session.scalars(
        select(RoutingRule)
        .where(RoutingRule.category_code == category)
        .options(joinedload(RoutingRule.lead_bureau), selectinload(RoutingRule.assistants))
    ).all()


def _as_rule(row: RoutingRule) -> Rule:
    return Rule(
        id=row.id,
        code=row.code,
        category=row.category_code,
        district=row.district_code,
        lead=row.lead_bureau.code,
        assisting=tuple(body.code for body in row.assistants),
        basis=row.basis,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
