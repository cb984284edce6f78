"""Seven hundred and fifty inspected batches, in every state of their publication."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from app.kernel import clock
from app.kernel.db.session import Base
from app.matters.risks.models import InspectionWarning
from app.ops.demo.companies import Firm
from app.ops.demo.material import Demo, Json, brands, masked_person, material
from app.people.models import Bureau
from app.publishing.life.models import ChangeNote
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind
from app.records.cases.models import Case
from app.records.companies.rules import PartyKind
from app.records.inspections.models import Inspection
from app.records.inspections.rules import (
    SEPARATOR,
    CheckResult,
    InspectionKind,
    InspectionLevel,
    ProductGroup,
)
from app.records.record_links.models import InspectionCase

T = TypeVar("T")

DAYS = 3 * 365
KINDS = (
    (InspectionKind.SPOT_CHECK, 8),
    (InspectionKind.PATROL, 1),
    (InspectionKind.UNANNOUNCED, 1),
)
LEVELS = (
    (InspectionLevel.NATIONAL, 1),
    (InspectionLevel.PROVINCE, 3),
    (InspectionLevel.CITY, 4),
    (InspectionLevel.COUNTY, 4),
)
STATES = ("draft", "draft", "scheduled", "withdrawn", "expired")
"""Of these the last batches that passed; all others are public. A draft waits for review."""
CORRECTED = "复检后维持原结论，更正实测值。"
OUTSIDE = ("台州", "丽水", "宁德")


@dataclass(frozen=True)
class Maker:
    """Who made a batch: a firm of the city, or somebody without a page."""

    name: str
    firm: Firm | None
    is_local: bool
    products: list[str]
    items: list[str]


def make_inspections(demo: Demo, firms: list[Firm]) -> list[Inspection]:
    """All batches, the oldest announcement first."""
    # Chance of its own: what is made after the inspections stays as it was without them.
    demo = demo.apart(2)
    plans = [
        (demo.recent(DAYS, lean=1.2), ProductGroup(name), group)
        for name, group in material("inspections")["groups"].items()
        for _ in range(demo.some(group["count"]))
    ]
    plans.sort(key=lambda plan: plan[0])
    fitting = {
        name: [firm for firm in firms if firm.trade["key"] in group["trades"]]
        for name, group in material("inspections")["groups"].items()
    }
    named = brands(demo.rng, set())
    made = [
        _inspection(demo, _maker(demo, fitting[plan[1].value], plan, named), plan) for plan in plans
    ]
    demo.trace("inspection", made)
    _give_states(demo, made)
    return made


def make_correction(demo: Demo, inspections: list[Inspection]) -> ChangeNote:
    """What tells of one failed batch whose value was public with another number before."""
    corrected = [one for one in inspections if one.has_failed and one.measured][-3]
    return ChangeNote(
        kind=corrected.__tablename__,
        record_id=corrected.id,
        on=demo.today,
        text=CORRECTED,
        fields=["measured"],
    )


def make_links(
    inspections: list[Inspection], cases: list[Case], bulletins: list[Bulletin]
) -> list[Base]:
    """Two failed batches that led to a case of their maker, and one that led to a warning."""
    failed = [one for one in inspections if one.has_failed and one.company_id]
    by_maker = {case.company_id: case for case in cases if case.company_id}
    led = [(one, by_maker[one.company_id]) for one in failed if one.company_id in by_maker]
    warning = next(one for one in bulletins if one.kind is BulletinKind.WARNING)
    return [
        *(
            InspectionCase(inspection_id=one.id, case_id=case.id, linked_at=clock.now())
            for one, case in led[-2:]
        ),
        InspectionWarning(
            inspection_id=failed[-1].id, bulletin_id=warning.id, linked_at=clock.now()
        ),
    ]


Plan = tuple[date, ProductGroup, Json]


def _maker(demo: Demo, fitting: list[Firm], plan: Plan, named: Iterator[str]) -> Maker:
    _, group, about = plan
    rng = demo.rng
    if fitting and rng.random() < 0.82:
        firm = rng.choice(fitting)
        items = [item for item, _ in firm.trade["defects"]]
        products = [one[0] for one in firm.trade["products"]]
        return Maker(firm.company.name, firm, is_local=True, products=products, items=items)
    like = rng.choice(fitting) if fitting else None
    products = about["products"] if like is None else [one[0] for one in like.trade["products"]]
    items = about["items"] if like is None else [item for item, _ in like.trade["defects"]]
    if group is ProductGroup.PRODUCE and rng.random() < 0.5:
        return Maker(masked_person(rng), None, is_local=True, products=products, items=items)
    is_local = group is ProductGroup.DRUG and rng.random() < 0.7
    place = "温州" if is_local else rng.choice(OUTSIDE)
    return Maker(
        f"{place}{next(named)}{_WORDS[group]}有限公司",
        None,
        is_local=is_local,
        products=products,
        items=items,
    )


_WORDS = {
    ProductGroup.FOOD: "食品",
    ProductGroup.DRUG: "药业",
    ProductGroup.PRODUCE: "农业开发",
    ProductGroup.INDUSTRIAL: "制造",
}


def _inspection(demo: Demo, maker: Maker, plan: Plan) -> Inspection:
    announced_on, group, about = plan
    rng = demo.rng
    kind, level = _drawn(rng, KINDS), _drawn(rng, LEVELS)
    district = maker.firm.district.code if maker.firm else rng.choice([*demo.slugs])
    body = _body(demo, level, group, district)
    one = _sample(demo, maker, plan)
    one.kind, one.level = kind, level
    one.district_code = district
    one.seller_name = _seller(demo, district, maker, about["sellers"])
    one.announcement = f"{announced_on.year}年第{announced_on.month}期{about['announcement']}"
    one.inspecting_bureau_id = body.id if body else None
    one.inspecting_body = body.name if body else f"{level.label}监管部门（演示）"
    one.source_bureau_id = demo.bureaus["city-market-supervision"].id
    one.status, one.published_on = PublicationStatus.PUBLISHED, announced_on
    one.checked_on = announced_on
    if rng.random() > about["passes"] - (0.15 if kind is not InspectionKind.SPOT_CHECK else 0):
        _fail(rng, one, maker)
    return one


def _sample(demo: Demo, maker: Maker, plan: Plan) -> Inspection:
    """The batch and its maker; until something is found in it, it has passed."""
    announced_on, group, about = plan
    rng = demo.rng
    sampled_on = announced_on - timedelta(days=rng.randrange(18, 45))
    company = maker.firm.company if maker.firm else None
    return Inspection(
        product_group=group,
        product=rng.choice(maker.products),
        specification=rng.choice(about["specifications"]),
        batch_number=f"{sampled_on - timedelta(days=rng.randrange(20, 120)):%Y%m%d}",
        company=company,
        maker_kind=_kind_of(maker),
        maker_name=maker.name,
        uscc=company.uscc if company else None,
        is_local=maker.is_local,
        result=CheckResult.PASS,
        laboratory=about["laboratory"],
        sampled_on=sampled_on,
        announced_on=announced_on,
    )


def _fail(rng: random.Random, one: Inspection, maker: Maker) -> None:
    findings = material("inspections")["findings"]
    known = [item for item in maker.items if item in findings]
    items = rng.sample(known, k=min(len(known), rng.choice((1, 1, 1, 2))))
    one.result = CheckResult.FAIL
    one.failing_items = SEPARATOR.join(items)
    one.measured = SEPARATOR.join(findings[item][0] for item in items)
    one.limits = SEPARATOR.join(findings[item][1] for item in items)


def _kind_of(maker: Maker) -> PartyKind:
    if maker.firm:
        return maker.firm.kind
    return PartyKind.PERSON if "某" in maker.name else PartyKind.ORGANISATION


def _seller(demo: Demo, district: str, maker: Maker, patterns: list[str]) -> str:
    """Half of the samples are drawn where the batch was made."""
    if maker.firm and demo.rng.random() < 0.5:
        return maker.name
    place = material("places")["districts"][district]["prefix"]
    return demo.rng.choice(patterns).format(district=place, place=demo.rng.randrange(1, 60))


def _body(demo: Demo, level: InspectionLevel, group: ProductGroup, district: str) -> Bureau | None:
    kind = "agriculture" if group is ProductGroup.PRODUCE else "market-supervision"
    match level:
        case InspectionLevel.CITY:
            return demo.bureaus[f"city-{kind}"]
        case InspectionLevel.COUNTY:
            return demo.body(kind, district)
        case _:
            return None


def _drawn(rng: random.Random, weighted: tuple[tuple[T, int], ...]) -> T:
    values, weights = zip(*weighted, strict=True)
    drawn: T = rng.choices(values, weights)[0]
    return drawn


def _give_states(demo: Demo, inspections: list[Inspection]) -> None:
    """Some of those that passed are not public, or no longer."""
    passed = [one for one in inspections if not one.has_failed]
    for one, state in zip(passed[-len(STATES) :], STATES, strict=True):
        match state:
            case "draft":
                one.status, one.published_on = PublicationStatus.DRAFT, None
            case "scheduled":
                one.published_on = demo.today + timedelta(days=7)
            case "withdrawn":
                one.status, one.withdrawn_on = PublicationStatus.WITHDRAWN, demo.today
                one.withdrawal_reason = "同一批次重复报送"
            case _:
                one.publish_until = demo.days_ago(1)
