"""Which body a submission goes to, why, and by when it must answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.kernel.db.calendar import city_calendar
from app.kernel.db.reference import known
from app.kernel.db.session import db
from app.kernel.working_days import CountedDay
from app.matters.complaints.clocks.periods import counted_days, due_date
from app.matters.complaints.clocks.queries import deadline_rule
from app.matters.complaints.matter.answers import ComplaintAnswers, SubjectKind
from app.matters.complaints.matter.models.clocks import ComplaintCategory, DeadlineRule
from app.matters.complaints.matter.models.handovers import AssistTask, MatterReturn
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import (
    bureau_by_code,
    company_by_ref,
    coordination_office,
    is_in_line,
    named_body,
    project_by_code,
)
from app.matters.complaints.matter.rules.states import (
    FIRST_STEP,
    ComplaintKind,
    DayUnit,
    MatterStatus,
    MatterStep,
)
from app.matters.complaints.routing.queries.table import as_line, rules_of
from app.matters.complaints.routing.rules import resolve
from app.people.models import Bureau, District
from app.records.companies.matching import district_finder

ASKED_FOR = "反映人请平台分派，由质量强市办确定承办部门"

RECUSED = "反映的是{body}的人员，不转给被反映的部门，由{office}确定承办部门"

NOT_SERVING = "应当承办的部门已不再履职，由{office}确定承办部门"

OVER_OFFICIALS = "city-supervision"
"""Who decides where the coordination office itself is named."""


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
class ExpectedDate:
    """A date by which something must have happened, and how it was counted."""

    kind: ComplaintKind
    step: MatterStep
    due_on: date
    days: int
    """In ``unit``: working days or calendar days."""
    unit: DayUnit
    extension_days: int
    """By how many of the same a head may prolong it."""
    basis: str
    """The article that sets it."""
    counted: list[CountedDay]


def destination(answers: ComplaintAnswers, on: date, *, by_platform: bool = False) -> Destination:
    """Where what was answered goes if it is handed in on ``on``.

    A matter about the people of a body never goes to that body. Who asks the platform to
    route it, and whatever no rule covers, gets to the coordination office.
    """
    category = db.session.get_one(ComplaintCategory, answers.final_category)
    district, named = _district(answers), named_body(answers.subject)
    rules = rules_of(category.code)
    route = resolve(category.code, district.code if district else None, on, map(as_line, rules))
    fired = next((rule for rule in rules if rule.id == route.rule_id), None)
    ruled = (fired.lead_bureau if fired else None, route.because)
    lead, because = _leads_project(answers) or ruled
    bureau, because = _who_gets(lead, because, named, on, by_platform=by_platform)
    is_ruled = fired is not None and bureau is fired.lead_bureau
    place = district.name if district else "未注明"
    return Destination(
        bureau=bureau,
        assistants=[
            body for body in fired.assistants if body is not bureau and not _is_named(named, body)
        ]
        if fired and is_ruled
        else [],
        rule_id=route.rule_id if is_ruled else None,
        reason=f"事项类别：{category.name}；地点：{place}。{because}。",
        category=category,
        district=district,
    )


def _district(answers: ComplaintAnswers) -> District | None:
    """Where it happened: as chosen; else as the place says, functional areas (功能区) included;
    else where the company is, as far as that is known of a company registered with the city.
    """
    facts = answers.facts
    code = facts.district if facts else ""
    if not code and facts:
        code = district_finder().in_text(facts.place) or ""
    if not code and answers.subject and answers.subject.company:
        company = company_by_ref(answers.subject.company)
        code = (company.district_code if company else None) or ""
    return db.session.get(District, code) if code else None


def may_ask_platform(answers: ComplaintAnswers, chosen: Destination) -> bool:
    """Whether the reporter may have the platform decide: not about officials, nor when it does."""
    about_officials = answers.subject is not None and answers.subject.who is SubjectKind.OFFICIAL
    return not about_officials and not chosen.is_undecided


def expected_dates(
    kinds: Sequence[ComplaintKind], on: date, *, undecided: bool = False
) -> list[ExpectedDate]:
    """The first date of each track, and before it the routing where that is still to be done."""
    steps = [(kind, FIRST_STEP[kind]) for kind in kinds]
    if undecided:
        steps.insert(0, (kinds[0], MatterStep.ROUTE))
    return [expected for kind, step in steps if (expected := _expected(kind, step, on))]


def _expected(kind: ComplaintKind, step: MatterStep, on: date) -> ExpectedDate | None:
    rule = deadline_rule(kind, step, on)
    if rule is None:
        return None
    counted = counted_days(on, rule.days, rule.unit, city_calendar())
    return ExpectedDate(
        kind=kind,
        step=step,
        due_on=counted[-1].day,
        days=rule.days,
        unit=rule.unit,
        extension_days=rule.extension_days,
        basis=rule.basis,
        counted=counted,
    )


def _leads_project(answers: ComplaintAnswers) -> tuple[Bureau, str] | None:
    """Who leads a key project answers for it, whatever the routing table says."""
    subject = answers.subject
    project = project_by_code(subject.project) if subject and subject.project else None
    if project is None or project.lead_bureau is None:
        return None
    return project.lead_bureau, f"反映的重点项目由{project.lead_bureau.name}牵头"


def _who_gets(
    lead: Bureau | None, because: str, named: Bureau | None, on: date, *, by_platform: bool
) -> tuple[Bureau, str]:
    """The body that should lead if it may and still serves; else the coordination office."""
    office = _who_decides(named)
    if lead is None:
        return office, because
    if _is_named(named, lead):
        return office, RECUSED.format(body=lead.name, office=office.name)
    if lead.valid_from > on or (lead.valid_until is not None and lead.valid_until < on):
        return office, NOT_SERVING.format(office=office.name)
    if by_platform:
        return office, f"{ASKED_FOR}（按{because}，应为{lead.name}）"
    return lead, because


def _who_decides(named: Bureau | None) -> Bureau:
    """The coordination office; where it is named itself, the body that looks after officials."""
    office = coordination_office()
    if not _is_named(named, office):
        return office
    return bureau_by_code(OVER_OFFICIALS) or office


def _is_named(named: Bureau | None, body: Bureau) -> bool:
    return named is not None and is_in_line(named.id, body.id)


WORKING_DAYS = 1
"""Where no rule of the day says otherwise."""


def date_to_decide(kind: ComplaintKind, start: date) -> date:
    """The last day on which the office decides in time what reached it on ``start``."""
    return _due(kind, start, _rules())


def decisions_due(matters: Iterable[Matter]) -> dict[int, date]:
    """By the id of each matter that waits for the office's decision, when that is due.

    Two statements, however many matters there are.
    """
    waiting = [matter for matter in matters if matter.status is MatterStatus.ROUTING]
    if not waiting:
        return {}
    returned = _returned([matter.id for matter in waiting])
    rules = _rules()
    return {
        matter.id: returned.get(matter.id) or _due(matter.kind, matter.received_on, rules)
        for matter in waiting
    }


def reports_due(bureau_id: int, matters: Iterable[Matter]) -> dict[int, date]:
    """By the id of each matter, when the body owes the lead its next report; one statement."""
    rows = db.session.execute(
        select(AssistTask.matter_id, func.min(AssistTask.due_on))
        .where(
            AssistTask.bureau_id == bureau_id,
            AssistTask.matter_id.in_([matter.id for matter in matters]),
            AssistTask.reported_on.is_(None),
            AssistTask.ended_on.is_(None),
        )
        .group_by(AssistTask.matter_id)
    )
    return {row[0]: row[1] for row in rows}


def _returned(matter_ids: list[int]) -> dict[int, date]:
    statement = select(MatterReturn.matter_id, MatterReturn.due_on).where(
        MatterReturn.matter_id.in_(matter_ids), MatterReturn.decided_on.is_(None)
    )
    return {row.matter_id: row.due_on for row in db.session.execute(statement)}


def _rules() -> Sequence[DeadlineRule]:
    """The rules for this clock, the newest first."""
    of_routing = select(DeadlineRule).where(DeadlineRule.step == MatterStep.ROUTE)
    statement = of_routing.where(known(DeadlineRule))
    return db.session.scalars(statement.order_by(DeadlineRule.valid_from.desc())).all()


def _due(kind: ComplaintKind, start: date, rules: Sequence[DeadlineRule]) -> date:
    for rule in rules:
        is_in_force = rule.valid_from <= start <= (rule.valid_until or start)
        if rule.kind is kind and is_in_force:
            return due_date(start, rule.days, rule.unit, city_calendar())
    return due_date(start, WORKING_DAYS, DayUnit.WORKING, city_calendar())
