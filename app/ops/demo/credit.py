"""Eight hundred entries: honours on the red list, serious cases on the black list."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.ops.demo.companies import Firm
from app.ops.demo.material import Demo, Json, material, years_later
from app.people.models import Bureau
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case, CaseMilestone
from app.records.cases.rules import Severity
from app.records.credit.models import CreditEntry
from app.records.credit.rules import CreditCategory, ListKind

RED, RED_ENDED = 312, 250
BLACK, BLACK_ENDED = 86, 152
ONE_DAY = timedelta(days=1)
NUMBER_WORDS = "温市监列严字"


def make_entries(demo: Demo, firms: list[Firm], cases: list[Case]) -> list[CreditEntry]:
    """Both lists: what is shown today, and what was, or will be."""
    # Chance of its own: who is honoured, and so how many honours there are, depends on no date.
    demo = demo.apart(8)
    entries = [*_red_list(demo, firms, cases), *_black_list(demo, firms, cases)]
    demo.trace("credit", entries)
    for entry in entries:
        entry.source_bureau_id = entry.deciding_bureau_id
        entry.checked_on = demo.days_ago(2)
    return entries


def _red_list(demo: Demo, firms: list[Firm], cases: list[Case]) -> Iterator[CreditEntry]:
    """Only companies without a case are honoured, each at most twice."""
    honours = material("honours")["honours"]
    punished = {case.company for case in cases}
    clean = [firm for firm in firms if firm.company not in punished and not firm.drawn]
    demo.rng.shuffle(clean)
    drawn = [firm for firm in firms if "red" in firm.drawn]
    yield from (_drawn_honour(demo, firm) for firm in drawn)
    for number, firm in zip(range(demo.some(RED + RED_ENDED) - len(drawn)), clean, strict=False):
        fitting = [one for one in honours if _fits(firm, one)]
        honour = demo.rng.choices(fitting, [one["weight"] for one in fitting])[0]
        shown = number < demo.some(RED) - len(drawn)
        days = honour["years"] * 365
        ago = demo.rng.randrange(30, days - 20) if shown else days + demo.rng.randrange(20, 700)
        entry = _honour(demo, firm, honour, demo.days_ago(ago))
        if not shown:
            _end(demo, entry)
        yield entry
    yield _suspended(demo, firms[0])


def _fits(firm: Firm, honour: Json) -> bool:
    return not honour.get("groups") or bool(set(honour["groups"]) & set(firm.trade["groups"]))


def _honour(demo: Demo, firm: Firm, honour: Json, decided_on: date) -> CreditEntry:
    words = {"district": firm.district.name, "short": firm.district.short_name}
    bureau = demo.bureaus.get(honour["bureau"]) or demo.body(honour["bureau"], firm.district.code)
    prefix = honour["number"].format(**words)
    return _entry(
        ListKind.RED,
        firm,
        bureau,
        category=CreditCategory(honour["category"]),
        title=honour["title"].format(**words),
        reason=honour["reason"],
        basis=honour["basis"],
        deciding_body=honour["body"].format(**words),
        document_number=demo.number(prefix, decided_on.year) if prefix else None,
        decided_on=decided_on,
        published_on=decided_on + timedelta(days=demo.rng.randrange(1, 6)),
        publish_until=years_later(decided_on, honour["years"]) - ONE_DAY,
    )


def _drawn_honour(demo: Demo, firm: Firm) -> CreditEntry:
    drawn = firm.drawn["red"]
    honours = material("honours")["honours"]
    honour = next(one for one in honours if one["category"] == drawn["category"])
    decided_on = demo.days_ago(drawn["days"] + 2)
    entry = _honour(demo, firm, honour | {"title": drawn["title"]}, decided_on)
    entry.published_on = demo.days_ago(drawn["days"])
    if drawn["title"].startswith("浙江省"):
        entry.deciding_body, entry.basis = "浙江省人民政府", "《浙江省人民政府质量奖管理办法》"
    return entry


def _suspended(demo: Demo, firm: Firm) -> CreditEntry:
    """An honour that is not shown while its company stands on the black list."""
    return _entry(
        ListKind.RED,
        firm,
        demo.bureaus["ouhai-government"],
        category=CreditCategory.OTHER,
        title="瓯海区诚信示范企业",
        reason="连续两年无失信记录，授予诚信示范企业。",
        basis="瓯海区诚信示范企业评选办法",
        deciding_body="瓯海区人民政府",
        decided_on=demo.days_ago(714),
        published_on=demo.days_ago(712),
        publish_until=demo.days_ago(714 - 3 * 365),
    )


def _black_list(demo: Demo, firms: list[Firm], cases: list[Case]) -> Iterator[CreditEntry]:
    """A serious case each, listed some weeks after its decision."""
    by_name = {firm.company.name: firm for firm in firms}
    first = {
        case.party_name: case
        for case in reversed(cases)
        if case.severity is Severity.SERIOUS
        and case.status is PublicationStatus.PUBLISHED
        and case.decided_on < demo.days_ago(75)
    }
    drawn = {name: case for name, case in first.items() if by_name[name].drawn.get("black")}
    others = [case for name, case in first.items() if name not in drawn]
    shown = [*drawn.values(), *demo.rng.sample(others, demo.some(BLACK - len(drawn)))]
    for case in drawn.values():
        demo.reserved.add(_number(demo, by_name[case.party_name].drawn["black"]))
    for case in sorted(shown, key=lambda one: one.decided_on):
        yield _listed(demo, by_name[case.party_name], case)
    idle = [firm for firm in firms if not firm.drawn and firm.company.name not in first]
    for firm in demo.rng.sample(idle, demo.some(BLACK_ENDED)):
        yield _formerly_listed(demo, firm)


def _number(demo: Demo, drawn: Json) -> str:
    year = demo.days_ago(drawn["days"]).year
    return f"{NUMBER_WORDS}〔{year}〕{drawn['number']}号"


def _listed(demo: Demo, firm: Firm, case: Case) -> CreditEntry:
    drawn = firm.drawn.get("black", {})
    delay = timedelta(days=demo.rng.randrange(20, 70))
    decided_on = demo.days_ago(drawn["days"]) if drawn else case.decided_on + delay
    words = material("honours")
    kind = "market-supervision" if drawn else _kind_of(demo, case)
    body = demo.bureaus[f"city-{kind}"]
    prefix = NUMBER_WORDS if kind == "market-supervision" else f"温{words['listed_by'][kind]}列严字"
    entry = _entry(
        ListKind.BLACK,
        firm,
        body,
        category=CreditCategory(drawn.get("category") or words["grounds"][case.field.value]),
        title=drawn.get("title") or f"{case.violation[:40]}，情节严重",
        reason=words["black_reason"].format(violation=case.violation, number=case.decision_number),
        basis=words["black_basis" if prefix == NUMBER_WORDS else "black_basis_elsewhere"],
        deciding_body=body.name,
        document_number=_number(demo, drawn) if drawn else demo.number(prefix, decided_on.year),
        decided_on=decided_on,
        published_on=decided_on,
        publish_until=case.publish_until,
    )
    case.milestones.append(
        CaseMilestone(on=decided_on, title="列入黑名单", text=entry.document_number)
    )
    return entry


def _kind_of(demo: Demo, case: Case) -> str:
    """Which kind of body decided the case."""
    codes = {bureau.id: bureau.code for bureau in demo.bureaus.values()}
    return codes[case.deciding_bureau_id or 0].partition("-")[2]


def _formerly_listed(demo: Demo, firm: Firm) -> CreditEntry:
    decided_on = demo.days_ago(3 * 365 + demo.rng.randrange(30, 900))
    entry = _entry(
        ListKind.BLACK,
        firm,
        demo.bureaus["city-market-supervision"],
        category=demo.rng.choice((CreditCategory.FOOD_SAFETY, CreditCategory.PRODUCT_QUALITY)),
        title=demo.rng.choice(
            ("拒不履行行政处罚决定", "两年内三次受到行政处罚", "通过虚假材料取得许可")
        ),
        reason="受到较重行政处罚，情节严重，依法列入。",
        basis=material("honours")["black_basis"],
        deciding_body="温州市市场监督管理局",
        document_number=demo.number(NUMBER_WORDS, decided_on.year),
        decided_on=decided_on,
        published_on=decided_on + timedelta(days=3),
        publish_until=years_later(decided_on, 3) - ONE_DAY,
    )
    _end(demo, entry)
    return entry


def _entry(kind: ListKind, firm: Firm, bureau: Bureau, **values: Any) -> CreditEntry:
    """A published entry of this company."""
    return CreditEntry(
        list=kind,
        company=firm.company,
        district_code=firm.district.code,
        deciding_bureau_id=bureau.id,
        status=PublicationStatus.PUBLISHED,
        **values,
    )


def _end(demo: Demo, entry: CreditEntry) -> None:
    """Over: mostly by time, some taken off earlier; and a few that are only being prepared."""
    chance = demo.rng.random()
    if chance < 0.15:
        entry.status = PublicationStatus.DRAFT
        entry.decided_on = demo.days_ago(demo.rng.randrange(1, 6))
        entry.published_on = entry.document_number = None
        entry.publish_until = years_later(entry.decided_on, 3) - ONE_DAY
    elif chance < 0.3:
        entry.status = PublicationStatus.WITHDRAWN
        entry.withdrawn_on = entry.decided_on + timedelta(days=demo.rng.randrange(60, 300))
        entry.withdrawal_reason = demo.rng.choice(
            ("信用修复完成，提前移出名单", "原认定决定被撤销", "荣誉称号被取消")
        )
    else:
        entry.status = PublicationStatus.EXPIRED
