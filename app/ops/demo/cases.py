"""Fifteen hundred penalty decisions of the last three years."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.kernel.working_days import working_days_between
from app.ops.demo.case_texts import write_case
from app.ops.demo.companies import Firm
from app.ops.demo.material import Demo, Json, credit_code, material, months_later, years_later
from app.people.models import Bureau
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case, CaseMilestone
from app.records.cases.rules import CaseField, Severity

COUNT = 1500
DAYS = 3 * 365
ONE_DAY = timedelta(days=1)
AS_DRAWN = ("title", "violation", "facts", "basis", "content", "licence", "execution")
NUMBER_WORDS = {
    "market-supervision": "市监罚",
    "ecology": "环罚",
    "housing": "建罚",
    "transport": "交罚",
    "agriculture": "农罚",
    "emergency": "应急罚",
    "urban-management": "综执罚",
    "culture-tourism": "文旅罚",
    "health": "卫罚",
    "tax": "税稽罚",
}


def make_cases(demo: Demo, firms: list[Firm]) -> list[Case]:
    """All cases, oldest decision first, so that document numbers run with the dates."""
    plans = [*_drawn_plans(demo, firms), *_plans(demo, firms)]
    plans.sort(key=lambda plan: plan[0])
    drawn = [_drawn(demo, firms, case) for case in material("drawn")["cases"]]
    cases = drawn + [_case(demo, firm, violation, on) for on, firm, violation in plans]
    bodies: dict[int, str] = {}
    demo.trace("case", cases, first=3)
    for case in cases:
        case.deciding_body_code = bodies.setdefault(
            case.deciding_bureau_id or 0, credit_code(demo.rng, "11")
        )
    return cases


def period(decided_on: date, severity: Severity) -> tuple[date, date]:
    """Last day shown, and first day on which repair may be asked for."""
    if severity is Severity.MINOR:
        return months_later(decided_on, 3) - ONE_DAY, decided_on
    if severity is Severity.ORDINARY:
        return years_later(decided_on, 1) - ONE_DAY, months_later(decided_on, 3)
    return years_later(decided_on, 3) - ONE_DAY, years_later(decided_on, 1)


def _plans(demo: Demo, firms: list[Firm]) -> Iterator[tuple[date, Firm, Json]]:
    """Who did what, and when it was decided."""
    violations = material("violations")["violations"]
    fitting = [[firm for firm in firms if _fits(firm, one)] for one in violations]
    weights = [one["weight"] if some else 0 for one, some in zip(violations, fitting, strict=True)]
    chosen = demo.rng.choices(range(len(violations)), weights, k=demo.some(COUNT - 9))
    for index in chosen:
        yield demo.recent(DAYS), demo.rng.choice(fitting[index]), violations[index]


def _fits(firm: Firm, violation: Json) -> bool:
    """Drawn companies have only the cases that are drawn."""
    return (
        not firm.drawn.get("uscc")
        and "red" not in firm.drawn
        and violation.get("trade", firm.trade["key"]) == firm.trade["key"]
        and bool(set(violation["groups"]) & set(firm.trade["groups"]))
    )


def _drawn_plans(demo: Demo, firms: list[Firm]) -> Iterator[tuple[date, Firm, Json]]:
    """The case behind each drawn entry of the black list."""
    acts = {one["act"]: one for one in material("violations")["violations"]}
    for firm in firms:
        black = firm.drawn.get("black", {})
        if "act" in black:
            yield demo.days_ago(black["decided"]), firm, acts[black["act"]]


def _case(demo: Demo, firm: Firm, violation: Json, decided_on: date) -> Case:
    rng = demo.rng
    filed_on = decided_on - timedelta(days=rng.randrange(15, 88))
    found_on = filed_on - timedelta(days=rng.randrange(1, 9))
    text = write_case(demo, firm.trade, violation, found_on)
    severity = Severity.SERIOUS if "black" in firm.drawn else text.severity
    city_case = rng.random() < 0.08 or "black" in firm.drawn
    body = demo.body(violation["body"], None if city_case else firm.district.code)
    case = Case(
        title=f"{firm.company.name}{text.act}案",
        decision_number=demo.number(_prefix(violation["body"], body, firm), decided_on.year),
        violation=violation["violation"],
        facts=text.facts,
        basis=violation["basis"],
        penalty_kinds=text.kinds,
        content=text.content,
        fine_cents=text.fine_cents,
        confiscated_cents=text.confiscated_cents,
        licence=text.licence,
        field=CaseField(violation["field"]),
        execution=rng.choice(("罚款已缴纳", "已履行", "已履行完毕", "分期缴纳中", None)),
    )
    reported = "举报" in text.facts or "投诉" in text.facts
    reported_on = found_on - timedelta(days=rng.randrange(1, 12)) if reported else None
    _place(case, firm, body, decided_on, severity)
    _publish(demo, case)
    case.milestones = list(_milestones(demo, case, reported_on, filed_on))
    return case


def _drawn(demo: Demo, firms: list[Firm], drawn: Json) -> Case:
    """A case that the drawn pages tell in full."""
    firm = next(one for one in firms if one.company.name == drawn["company"])
    decided_on = demo.days_ago(drawn["decided"])
    number = f"{drawn['prefix']}〔{decided_on.year}〕{drawn['number']}号"
    demo.reserved.add(number)
    case = Case(
        decision_number=number,
        penalty_kinds=drawn["kinds"],
        fine_cents=drawn["fine"] * 100,
        confiscated_cents=drawn["confiscated"] * 100,
        field=CaseField(drawn["field"]),
        **{name: drawn[name] for name in AS_DRAWN},
    )
    _place(case, firm, demo.bureaus[drawn["body"]], decided_on, Severity(drawn["severity"]))
    _publish(demo, case, is_settled=True)
    reported_on = demo.days_ago(drawn["reported"]) if drawn["reported"] else None
    case.milestones = list(_milestones(demo, case, reported_on, demo.days_ago(drawn["filed"])))
    return case


def _place(case: Case, firm: Firm, body: Bureau, decided_on: date, severity: Severity) -> None:
    """Who, by whom, when, how grave."""
    for name, value in firm.party.items():
        setattr(case, name, value)
    case.legal_representative = firm.company.legal_representative
    case.deciding_bureau_id = case.source_bureau_id = body.id
    case.deciding_body = case.source_body = body.name
    case.decided_on = decided_on
    case.severity = severity
    case.district_code = firm.district.code
    case.publish_until, case.earliest_repair_on = period(decided_on, severity)


def _publish(demo: Demo, case: Case, *, is_settled: bool = False) -> None:
    """Mostly published in time, some late; a few drafts, a few withdrawn, the old ones expired."""
    published_on = demo.published(case.decided_on)
    chance = 1.0 if is_settled else demo.rng.random()
    if published_on > demo.today or (chance < 0.02 and published_on > demo.days_ago(60)):
        case.status = PublicationStatus.DRAFT
        return
    case.published_on = published_on
    case.checked_on = max(published_on, demo.days_ago(demo.rng.randrange(1, 9)))
    case.status = PublicationStatus.PUBLISHED
    if case.publish_until and case.publish_until < demo.days_ago(7):
        case.status = PublicationStatus.EXPIRED
    elif chance < 0.05:
        case.status = PublicationStatus.WITHDRAWN
        case.withdrawn_on = min(published_on + timedelta(days=20), demo.today)
        case.withdrawal_reason = demo.rng.choice(
            (
                "经行政复议，原处罚决定被撤销",
                "信用修复完成，提前停止公示",
                "原公示信息有误，更正后另行公示",
            )
        )


def _milestones(
    demo: Demo, case: Case, reported_on: date | None, filed_on: date
) -> Iterator[CaseMilestone]:
    if reported_on:
        yield CaseMilestone(
            on=reported_on, title="收到举报", text="消费者举报，举报人信息依法保密。"
        )
        days = working_days_between(reported_on, filed_on, demo.calendar)
        limit = 15 if days <= 15 else 30
        words = "期限为15个工作日" if limit == 15 else "经批准延长，期限为30个工作日"
        yield CaseMilestone(
            on=filed_on, title="立案", text=f"收到举报后第{days}个工作日，{words}。"
        )
    else:
        yield CaseMilestone(on=filed_on, title="立案")
    days = (case.decided_on - filed_on).days
    yield CaseMilestone(
        on=case.decided_on, title="作出处罚决定", text=f"立案后第{days}日，期限为90日。"
    )
    if case.published_on:
        days = working_days_between(case.decided_on, case.published_on, demo.calendar)
        yield CaseMilestone(
            on=case.published_on, title="公示", text=f"决定后第{days}个工作日，期限为7个工作日。"
        )


def _prefix(kind: str, body: Bureau, firm: Firm) -> str:
    """温瓯市监罚, 温环瓯罚, 乐建罚: city, district, matter."""
    words = NUMBER_WORDS[kind]
    if body.district_code is None:
        return f"温{words}"
    short = "龙港" if firm.district.name.startswith("龙港") else firm.district.short_name
    if kind == "ecology":
        return f"温环{short}罚"
    return f"温{short}{words}" if firm.district.name.endswith("区") else f"{short}{words}"
